package import Fleet

/// The state of one action: a value that events move on. It never acts; ``need`` says what is missing,
/// and whoever drives it provides that and applies the event. An event that does not fit is turned
/// down and changes nothing, so that a late answer or a second key does no harm.
package struct ActionMachine: Sendable, Hashable {
    /// What is done; its way back is another where only a part of a stage was taken.
    package internal(set) var plan: ActionPlan
    /// How far it has come.
    package internal(set) var state = ActionState.planned
    /// Every state it was in, in order.
    package internal(set) var past: [ActionState] = [.planned]
    /// What the checks have answered; empty before that.
    package internal(set) var checks: [ActionCheck] = []
    /// The unknown answers that the operator has read.
    package internal(set) var acknowledged: Set<ActionCheck> = []
    /// The stage under way; as many as the plan has is the way back.
    package internal(set) var stage = 0
    /// How far each step has come, those of the way back with them.
    package internal(set) var steps: [ActionStepID: ActionStepState]
    /// Why it is as it is, in a sentence; empty while there is nothing to say.
    package internal(set) var sentence = ""
    /// Why it goes back; `nil` while it goes forward.
    package internal(set) var retreatReason: String?
    /// The steps of the way back that nobody could read, and why: what stands there is as last read, or
    /// not known.
    package internal(set) var unread: [ActionStepID: String] = [:]
    /// What it was that ended early; no more is sent for it.
    package internal(set) var isCancelled = false
    /// The operator wanted it ended, or taken back.
    package internal(set) var isEndWanted = false
    /// A restart came in between: nothing is sent until the operator says so.
    package internal(set) var isSuspended = false
    /// Entries of its journal are missing: it is only settled.
    package internal(set) var isDamaged = false
    /// Nothing more will come.
    package internal(set) var isOver = false
    /// What the control plane itself has turned away of the stage under way, and why.
    var turnedAway: [ActionStepID: String] = [:]
    /// The stage that it goes back by, and by no more; `nil` where it goes forward, or back on all.
    var returnedStage: Int?
    var isRechecked = false
    var isProved = false
    /// What the data plane has shown of the stage, or why it shows nothing.
    var proof = ""
    /// What the data plane did not show for want of one; empty where it did.
    var missingProof = ""

    /// The action of a plan, before its checks.
    package init(_ plan: ActionPlan) {
        self.plan = plan
        let all = plan.stages.indices.flatMap(plan.places) + plan.places(plan.stages.count)
        steps = Dictionary(uniqueKeysWithValues: all.map { ($0, .waiting) })
    }

    /// The end of a plan that was not begun.
    init(_ plan: ActionPlan, refused why: String, checks: [ActionCheck]) {
        self.init(plan)
        self.checks = checks
        end(.refused, why)
    }

    /// What is missing for the next move.
    package enum Need: Sendable, Hashable {
        /// The checks' answers, the operator's yes, a look whether the world has moved.
        case checks, confirmation, recheck
        /// Requests to send, one after another.
        case send([ActionStepID])
        /// An answer to what was sent.
        case answer
        /// A look at the control plane.
        case observation([ActionStepID])
        /// A look at the data plane.
        case proof
        /// A look at how the receiving side bears it.
        case gate
        /// The operator: go on, go back, or say how it ended.
        case decision
        /// It is over.
        case nothing
    }

    /// Whether it goes back.
    package var isGoingBack: Bool { stage == plan.stages.count }

    /// The steps of the stage under way.
    package var places: [ActionStepID] { plan.places(stage) }

    /// What is missing for the next move.
    package var need: Need {
        if isOver { return .nothing }
        switch state {
        case .planned: return .checks
        case .checked: return .confirmation
        default: break
        }
        if places.contains(where: { steps[$0] == .sending }) { return .answer }
        let watched = places.filter {
            steps[$0]?.isUnderWay == true || steps[$0]?.isDeferred == true
        }
        let waiting = places.filter { steps[$0] == .waiting }
        if isSuspended && watched.isEmpty && (!waiting.isEmpty || isWaitingForTheWayBack) {
            return .decision
        }
        if !isSuspended && !waiting.isEmpty { return isRechecked ? .send(waiting) : .recheck }
        if !watched.isEmpty { return .observation(watched) }
        if !isProved { return .proof }
        return isSuspended ? .decision : .gate
    }

    /// Whether a stage was cut by a restart, so that it is not gone on with, and there is a way back.
    var isWaitingForTheWayBack: Bool {
        isSuspended && !isGoingBack && plan.retreat != nil
            && places.contains { steps[$0] == .skipped }
    }

    /// Whether a request has gone out.
    var isBegun: Bool { steps.values.contains { !$0.isUnsent } }
    /// Whether a cancellation that does not fit now may fit later.
    var mayBeCancelledLater: Bool { !isOver && !isCancelled && !isGoingBack }
    /// The steps of the stage under way that the control plane is to tell of.
    var placesUnderWay: [ActionStepID] { places.filter { steps[$0]?.isUnderWay == true } }

    /// Whether it may be gone on with after a restart.
    package var mayGoOn: Bool { need == .decision && !isWaitingForTheWayBack }
    /// Whether it may be turned back after a restart.
    package var mayGoBack: Bool { need == .decision && plan.retreat != nil && !isGoingBack }

    /// Whether it ended early because the operator wanted it so, and as that was meant: nothing is left
    /// of it but what had been done already.
    package var isAsWanted: Bool {
        guard isOver, isEndWanted else { return false }
        switch state {
        case .refused, .rolledBack: return true
        case .partial:
            return isCancelled && steps.values.allSatisfy { $0 == .converged || $0.isUnsent }
        default: return false
        }
    }

    /// Whether every check lets the plan through.
    package var isHeldBack: Bool {
        checks.contains {
            $0.holdsBack(plan.tier, isAcknowledged: acknowledged.contains($0))
        }
    }

    /// Moves on; false, and nothing changed, where the event does not fit.
    package mutating func apply(_ event: ActionEvent) -> Bool {
        guard !isOver || isSettling(event) else { return false }
        switch event {
        case .checked(let answers): return takeChecks(answers)
        case .acknowledged(let kind, let sentence): return acknowledge(kind, sentence)
        case .confirmed: return confirm()
        case .rechecked(let moved): return recheck(moved)
        case .postponed(let why): return postpone(why)
        case .unread(let place, let why): return miss(place, why)
        case .sending(let place): return begin(place)
        case .answered(let place, let answer): return take(answer, at: place)
        case .observed(let place, let observation): return take(observation, at: place)
        case .proved(let proof): return take(proof)
        case .gated(let gate): return take(gate)
        case .deadlinePassed: return giveUp()
        case .cancelled(let name): return cancel(name)
        case .restarted: return restart()
        case .continued: return goOn()
        case .retreated(let name): return turnBack(name)
        case .settled(let end, let name, let note): return settle(end, name, note)
        }
    }

    /// Takes every state on the road up to `goal`, so that none is skipped.
    mutating func advance(to goal: ActionState) {
        while state != goal {
            let step = nextOnRoad(to: goal)
            guard state.next.contains(step) else { return }
            state = step
            past.append(step)
        }
    }

    /// Ends it.
    mutating func end(_ goal: ActionState, _ why: String) {
        advance(to: goal)
        sentence = why
        isOver = true
    }

    private func nextOnRoad(to goal: ActionState) -> ActionState {
        if state.next.contains(goal) { return goal }
        if state == .unknown { return .accepted }
        let road = ActionState.road
        guard let place = road.firstIndex(of: state), place + 1 < road.count else { return goal }
        return road[place + 1]
    }

    private func isSettling(_ event: ActionEvent) -> Bool {
        if case .settled = event { state == .unknown } else { false }
    }
}
