package import Fleet

/// How far an action has come, as a reader sees it: what whoever drives it tells of it.
package struct ActionProgress: Sendable, Hashable {
    /// What is done.
    package var plan: ActionPlan
    /// How far it has come in all.
    package var state: ActionState
    /// In the order in which they are shown.
    package var checks: [ActionCheck] = []
    /// Unknown answers that the operator has read.
    package var acknowledged: Set<ActionCheck> = []
    /// The stage under way; as many as the plan has is the way back.
    package var stage = 0
    /// How far each step has come; one that is not here waits.
    package var steps: [ActionStepID: ActionStepState] = [:]
    /// Why it is as it is; empty while there is nothing to say.
    package var sentence = ""
    /// Whether somebody has said yes to it: what was only planned is no action yet.
    package var isConfirmed = false
    /// Nothing more will come.
    package var isOver = false
    /// It ended early because the operator wanted it so, and as that was meant.
    package var isAsWanted = false
    /// It waits for the operator: to look, to go on, to go back, or to say how it ended.
    package var needsDecision = false
    /// Whether it is known out of the journal alone.
    package var isRecalled = false
    /// Whether another program is at it.
    package var isElsewhere = false
    /// Which one that is: `pid 4711 on desk`; empty where it does not say.
    package var elsewhere = ""
    /// Whether it can be gone on with.
    package var mayGoOn = false
    /// Whether it can be turned back.
    package var mayGoBack = false
    /// When it was planned; `nil` for one out of the journal, which is carried out no more.
    package var planned: MonotonicTime?
    /// When it was confirmed; this and the next two are `nil` where that is not known or has not come.
    package var begun: WallTime?
    /// When the stage under way was begun.
    package var stageBegun: WallTime?
    /// The same on the steady clock, where this program has seen it.
    package var stageStart: MonotonicTime?
    /// When it ended.
    package var ended: WallTime?
    /// When it began to go back; `nil` where it did not, or that is not known.
    package var turned: WallTime?
    /// Whether the receiving side of the stage under way is watched, as it is.
    package var isHeld = false
    /// Since when it is; `nil` where it is not, or this program has not seen it.
    package var holdStart: MonotonicTime?
    /// For how long each stage was, by its number; one that never was is missing.
    package var held: [Int: Duration] = [:]

    /// How far the action of a plan has come.
    package init(_ plan: ActionPlan, state: ActionState) {
        self.plan = plan
        self.state = state
    }

    /// How long the plan may still be carried out; not positive once it is too old.
    package func left(at time: MonotonicTime) -> Duration {
        planned.map { plan.lifetime - (time - $0) } ?? .zero
    }

    /// Of the plan, and of the action.
    package var id: String { plan.id }

    /// Whether it goes back.
    package var isGoingBack: Bool { stage == plan.stages.count }

    /// Whether it is on its way, and nobody has to say anything.
    package var isUnderWay: Bool { isConfirmed && !isOver && !needsDecision }

    /// Whether it ended otherwise than it was meant to.
    package var isTrouble: Bool {
        switch state {
        case .refused, .failed, .partial, .rolledBack, .unknown: isOver && !isAsWanted
        default: false
        }
    }

    /// Whether it has left anything that could be undone, whatever has been done since.
    package var mayUndo: Bool {
        isOver && state != .rolledBack && plan.kind != .reboot && plan.kind != .requeue
            && steps.values.contains(.converged)
    }

    /// A check that keeps it from being carried out, one that no key overrides first; `nil` where none
    /// does.
    package var hold: ActionCheck? {
        checks.first { $0.holdsBack(plan.tier, isAcknowledged: true) }
            ?? checks.first { check in
                check.holdsBack(plan.tier, isAcknowledged: acknowledged.contains(check))
            }
    }

    /// The unknown answers that the operator may go on after reading, and has not read yet.
    package var unread: [ActionCheck] {
        checks.filter { check in
            check.verdict == .unknown && !acknowledged.contains(check)
                && !check.holdsBack(plan.tier, isAcknowledged: true)
        }
    }

    /// What is still missing, by the steps of the stage under way.
    package var missing: String? {
        plan.missing(steps, at: stage)
    }
}

/// What an operator can decide about an action that waits for it.
package enum ActionDecision: Hashable, Sendable {
    /// Look how it stands; send nothing.
    case look
    /// Send what is left of it.
    case goOn
    /// Go back to the state from before.
    case goBack
    /// Write down how it ended, once somebody has looked.
    case settle(ActionState)
}
