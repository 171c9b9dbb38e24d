/// What will be done, exactly: an immutable value. It is made from what the control plane said at one
/// moment; when the world has moved since, another plan is made and this one is not forced.
package struct ActionPlan: Sendable, Hashable, Codable {
    /// Unique over all journals: time and chance, sortable by time.
    package let id: String
    /// What is done.
    package let kind: ActionKind
    /// The context (name of the configuration) that it belongs to, whatever is shown later.
    package let context: String
    /// Who asked for it: the user's name and host.
    package let actor: String
    /// Why, in the operator's words; some control planes insist on it.
    package let reason: String
    /// How it is confirmed.
    package let tier: ActionTier
    /// In the order in which they are taken; at least one.
    package let stages: [ActionStage]
    /// Towards the state from before, for when a gate breaches; `nil` where there is no way back.
    package let retreat: ActionStage?
    /// Things that cannot be undone, and what else the reader should know: `lost on reload`.
    package let remarks: [String]
    /// What it takes out of use.
    package let claims: [CapacityClaim]
    /// When it was made. Nanoseconds since the epoch.
    package let madeAtNanoseconds: Int64
    /// When it is too old to be carried out, for who reads it. Nanoseconds since the epoch.
    package let expiresAtNanoseconds: Int64
    /// How long convergence is waited for at each stage; `nil` where it may take days.
    package let deadlineSeconds: Double?
    /// Whether a stage of which only a part is taken goes back where it was taken (see
    /// ``ActionProposal/returns``); `nil`, which is no, in journals of before 2026-11-22.
    package let returns: Bool?

    /// A plan.
    package init(
        id: String, kind: ActionKind, context: String, actor: String, reason: String = "",
        tier: ActionTier, stages: [ActionStage], retreat: ActionStage? = nil,
        remarks: [String] = [], claims: [CapacityClaim] = [], made: WallTime,
        lifetime: Duration = .seconds(120),
        deadline: Duration? = nil, returns: Bool? = nil
    ) {
        self.id = id
        self.kind = kind
        self.context = context
        self.actor = actor
        self.reason = reason
        self.tier = tier
        self.stages = stages
        self.retreat = retreat
        self.remarks = remarks
        self.claims = claims
        madeAtNanoseconds = made.nanoseconds
        expiresAtNanoseconds = (made + lifetime).nanoseconds
        deadlineSeconds = deadline.map(\.inSeconds)
        self.returns = returns
    }

    /// The same under another id.
    package func named(_ id: String) -> ActionPlan { copy(id, retreat) }

    /// The same with another way back.
    package func going(back retreat: ActionStage) -> ActionPlan { copy(id, retreat) }

    private func copy(_ id: String, _ retreat: ActionStage?) -> ActionPlan {
        ActionPlan(
            id: id, kind: kind, context: context, actor: actor, reason: reason, tier: tier,
            stages: stages, retreat: retreat, remarks: remarks, claims: claims,
            made: WallTime(nanoseconds: madeAtNanoseconds), lifetime: lifetime,
            deadline: deadlineSeconds.map { .seconds($0) }, returns: returns)
    }

    /// The stage of a number; the way back comes after the last.
    package func stage(_ number: Int) -> ActionStage? {
        if stages.indices.contains(number) { return stages[number] }
        return number == stages.count ? retreat : nil
    }

    /// The step of a place; `nil` for a place that the plan does not have.
    package func step(_ id: ActionStepID) -> ActionStep? {
        guard let steps = stage(id.stage)?.steps, steps.indices.contains(id.step) else {
            return nil
        }
        return steps[id.step]
    }

    /// The places of the steps of a stage.
    package func places(_ stage: Int) -> [ActionStepID] {
        (self.stage(stage)?.steps.indices ?? 0..<0).map { ActionStepID(stage: stage, step: $0) }
    }

    /// Whether what a step has changed was taken back since, by a step of the way back that is done.
    package func isTakenBack(
        _ place: ActionStepID, _ steps: [ActionStepID: ActionStepState]
    ) -> Bool {
        guard place.stage < stages.count, let step = step(place), let state = steps[place],
            state == .converged || state.isUnderWay
        else { return false }
        return places(stages.count).contains { back in
            guard steps[back] == .converged, let other = self.step(back) else { return false }
            return other.isAbout(step) && !isLeft(other.after, from: place.stage, like: step)
        }
    }

    /// Whether a stage from this one on has left a value: a way back that only goes by a stage leads to it.
    private func isLeft(_ value: String, from first: Int, like step: ActionStep) -> Bool {
        stages[first...].contains { stage in
            stage.steps.contains { $0.isAbout(step) && $0.after == value }
        }
    }

    /// What it is done to, each once, in the order of the plan.
    package var targets: [ActionTarget] { stages.flatMap(\.steps).targets }

    /// How long it may be carried out. Counted on the steady clock: the calendar may be put back.
    package var lifetime: Duration { .nanoseconds(expiresAtNanoseconds - madeAtNanoseconds) }
}
