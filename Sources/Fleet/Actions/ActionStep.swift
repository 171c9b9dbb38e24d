/// One absolute change to one target, and the request that makes it. A router of two instances takes
/// two steps for a change, so that one that fails leaves the action partial.
package struct ActionStep: Sendable, Hashable, Codable {
    /// What it is done to.
    package var target: ActionTarget
    /// What is changed, as the control plane calls it: `weight`, `state`, `replicas`.
    package var field: String
    /// The value that the operator saw. Absolute, never a difference.
    package var before: String
    /// The value that is wanted.
    package var after: String
    /// What the control plane gave to tell whether somebody else has changed it since; where it gives
    /// nothing, the values that were seen.
    package var token: String
    /// What is sent for it.
    package var request: ActionRequest
    /// What it comes to, where what is wanted is the word of a command: `IDLE` of `UNDRAIN`; `nil` where
    /// that word says it, and in journals of before 2026-11-22.
    package var end: String?

    /// What the place that is told calls itself, by whatever way it is reached: `edge-1 4711`, a node and a
    /// process; `nil` where it does not say, and in journals of before 2026-11-22.
    package var seat: String?

    /// Whether another changes the same, at the same place.
    package func isAbout(_ other: ActionStep) -> Bool {
        target.place == other.target.place && field == other.field
            && request.place == other.request.place
    }

    /// What it comes to, for people.
    package var shownEnd: String { end ?? after }

    /// A change from what was seen to what is wanted.
    package init(
        target: ActionTarget, field: String, before: String, after: String, token: String,
        request: ActionRequest
    ) {
        self.target = target
        self.field = field
        self.before = before
        self.after = after
        self.token = token
        self.request = request
    }
}

/// Steps that are taken together, and how long they are watched before the next stage.
package struct ActionStage: Sendable, Hashable, Codable {
    /// What it is called on screen: `25 %`; empty where an action has one stage only.
    package var name: String
    /// Taken one after another.
    package var steps: [ActionStep]
    /// How long the receiving side is watched once the stage is verified; zero for no gate.
    package var holdSeconds: Double
    /// What each of those that are routed together gets, also where nothing is sent about it; `nil`
    /// where it is not about shares, and in journals of before 2026-11-21.
    package var shares: [ShareShift]?

    /// A stage; without a gate by default.
    package init(
        name: String = "", steps: [ActionStep], holdSeconds: Double = 0,
        shares: [ShareShift]? = nil
    ) {
        self.name = name
        self.steps = steps
        self.holdSeconds = holdSeconds
        self.shares = shares
    }

    /// What goes out, in its order: steps that share a request go out with it.
    package var requests: [ActionRequest] {
        var seen: Set<ActionRequest> = []
        return steps.map(\.request).filter { seen.insert($0).inserted }
    }
}

/// Which step of which stage.
package struct ActionStepID: Sendable, Hashable, Codable, Comparable {
    /// From 0; as many as the plan has stages is the way back.
    package var stage: Int
    /// From 0, within its stage.
    package var step: Int

    /// A step's place in its plan.
    package init(stage: Int, step: Int) {
        self.stage = stage
        self.step = step
    }

    package static func < (left: ActionStepID, right: ActionStepID) -> Bool {
        (left.stage, left.step) < (right.stage, right.step)
    }
}

extension [ActionStep] {
    /// What they are done to, each once, in their order.
    package var targets: [ActionTarget] {
        var seen: Set<ActionTarget> = []
        return map(\.target).filter { seen.insert($0).inserted }
    }

    /// Those whose number grows: who is given more than before.
    package var receivers: [ActionTarget] { moved { $0 < $1 } }

    /// Those whose number shrinks.
    package var givers: [ActionTarget] { moved { $0 > $1 } }

    private func moved(_ isSo: (Double, Double) -> Bool) -> [ActionTarget] {
        filter { step in
            guard let before = Double(step.before), let after = Double(step.after) else {
                return false
            }
            return isSo(before, after)
        }.targets
    }
}
