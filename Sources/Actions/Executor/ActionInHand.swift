import Collector
import Fleet

/// An action that is planned or under way, with the control plane that it is pinned to.
struct ActionInHand: Sendable {
    private(set) var machine: ActionMachine
    let provider: any ActionableProvider
    /// When it was planned or taken up. What waits is timed on the steady clock: the calendar may be put
    /// forward or back, and is for the journal.
    let planned: MonotonicTime
    /// When the stage under way was begun.
    private(set) var stageStart: MonotonicTime
    /// The stage that this is the beginning of: what is asked again does not begin it anew.
    private var begunStage: Int?
    /// When it had converged, and the data plane was first asked; `nil` before that.
    private(set) var proofStart: MonotonicTime?
    /// When its gate was first asked; `nil` before that.
    private(set) var gateStart: MonotonicTime?
    /// How each target bore things before the first request, by its uid. Forgotten with the program:
    /// after a restart the figures of that moment stand in.
    var bearings: [String: Bearing] = [:]
    /// What has come to each since the stage under way was begun, by its uid.
    var tallies: [String: BearingTally] = [:]
    /// What the instances of a router count, by stage.
    var routers = RouterWatch()
    /// Why it could not go on, where that is ours: the journal.
    var failure: String?
    /// Why it was not carried out when somebody last wanted that.
    var refusal: String?
    /// The operator wants no more of it, while a request is out that nobody can call back.
    var isCancelWanted = false
    /// Since when it waits for something else to be over; `nil` where it does not.
    var postponedSince: MonotonicTime?
    /// Since when it cannot be looked at; `nil` where it can.
    var blindSince: MonotonicTime?
    /// When the request of each step went out, by the calendar: the journal has it for a later program.
    private var sent: [ActionStepID: WallTime] = [:]
    /// How often in a row a step that was taken, or may have been, was seen as before.
    var timesAsBefore: [ActionStepID: Int] = [:]
    /// What it was planned by; `nil` for one out of the journal.
    private(set) var order: ActionOrder?
    /// Keeps others off what serves together with its targets until they are told.
    var groups: TargetLocks.Held?
    /// How often it is looked at.
    var pace = LookPace()
    /// Entries that are not on the disk yet. A plan leaves no trace before it is confirmed.
    private var unwritten: [JournalEntry] = []
    private var sequence = 1

    init(
        plan: ActionPlan, order: ActionOrder, provider: any ActionableProvider, time: Instant
    ) {
        machine = ActionMachine(plan)
        self.order = order
        self.provider = provider
        planned = time.monotonic
        stageStart = time.monotonic
        unwritten = [
            JournalEntry(action: plan.id, sequence: 0, time: time.wall, content: .plan(plan))
        ]
    }

    /// One that a program before this one has left in the journal.
    init(_ account: JournalReplay.Account, provider: any ActionableProvider, time: Instant) {
        machine = account.machine
        self.provider = provider
        planned = time.monotonic
        stageStart = time.monotonic
        sequence = account.nextSequence
        for entry in account.entries {
            if case .event(.sending(let place)) = entry.content { sent[place] = entry.time }
        }
    }

    /// Whether a request whose answer is not known may still be on its way. A calendar that was put
    /// back only makes that longer.
    func mayBeOnItsWay(_ place: ActionStepID, at time: Instant) -> Bool {
        let sinceSent = sent[place].map { time.wall - $0 } ?? .zero
        return max(sinceSent, time.monotonic - planned) < provider.requestTimeout
    }

    /// Whether one of another program may still be taken that is out without an answer, or whether that
    /// is just being found out.
    func isAnyOnItsWay(at time: Instant) -> Bool {
        guard machine.isSuspended, machine.isAnyLost else { return false }
        return time.monotonic - planned < provider.requestTimeout + .seconds(30)
    }

    /// Moves on, in memory.
    @discardableResult
    mutating func take(_ event: ActionEvent, at time: Instant) -> Bool {
        let before = machine
        guard machine.apply(event) else { return false }
        // What tells nothing new is not worth a line.
        guard machine != before else { return true }
        unwritten.append(
            JournalEntry(
                action: machine.plan.id, sequence: sequence, time: time.wall,
                content: .event(event)))
        sequence += 1
        pace.moved()
        if machine.stage != before.stage {
            tallies = [:]
            routers.enter()
        }
        if case .sending(let place) = event, before.stageIsUntouched, begunStage != place.stage {
            begunStage = place.stage
            stageStart = time.monotonic
        }
        if machine.need != .proof {
            proofStart = nil
        } else if proofStart == nil {
            proofStart = time.monotonic
        }
        if machine.need != .gate {
            gateStart = nil
        } else if gateStart == nil {
            gateStart = time.monotonic
        }
        return true
    }

    /// Writes what is not on the disk yet.
    mutating func flush(to journal: Journal) throws(Journal.Failure) {
        try journal.append(unwritten)
        unwritten = []
    }
}

extension ActionMachine {
    /// Whether nothing of the stage was sent.
    fileprivate var stageIsUntouched: Bool {
        places.allSatisfy { steps[$0] == .waiting || steps[$0] == .skipped }
    }
}
