package import Fleet
import FoundationEssentials

/// What a journal says happened: every action as far as it came.
package struct JournalReplay: Sendable {
    /// One action out of the journal.
    package struct Account: Sendable, Hashable {
        /// Its state.
        package var machine: ActionMachine
        /// Its entries, in order.
        package var entries: [JournalEntry]
        /// Whether an entry is missing or does not fit what came before: the state is the last that
        /// is sure.
        package var isBroken: Bool
        /// The number of the entry that comes next, whatever is missing.
        package var nextSequence = 1

        /// Whether it was refused before it was begun, so that it never was an action.
        package var isAttempt: Bool {
            if case .refused? = entries.first?.content { true } else { false }
        }

        /// When somebody has said yes to it; `nil` where it was not begun.
        package var begun: WallTime? {
            entries.first { if case .event(.confirmed) = $0.content { true } else { false } }?.time
        }

        /// When it ended; `nil` while it is not over.
        package var ended: WallTime? { machine.isOver ? entries.last?.time : nil }
    }

    /// An action whose plan is torn or gone, so that its targets are not known: it may be on any.
    package struct Planless: Sendable, Hashable {
        /// Its id.
        package var id: String
        /// When the first of its entries that can be read was written.
        package var time: WallTime
        /// The number of the entry that comes next.
        package var nextSequence: Int
        /// How a person says that it ended; `nil` until somebody has.
        package var end: ActionState?

        /// Why nothing is begun beside it, and what helps.
        package var sentence: String {
            "The journal has lost the plan of action \(id), which may be on any target: look "
                + "yourself, then 'hybridtop actions settle \(id)' writes down how it ended."
        }
    }

    /// In the order in which they were planned.
    package private(set) var accounts: [Account] = []
    /// Lines that are no entries.
    package private(set) var malformed = 0
    /// The schema of lines that a newer program has written; `nil` where there are none. What they say
    /// is not known here.
    package private(set) var newerSchema: Int?
    /// Actions of which something is told while their plan is torn or gone: nobody knows what they are
    /// done to.
    private var planless: [Planless] = []
    private var places: [String: Int] = [:]

    /// Reads lines of JSON. A bad line is counted and loses no other.
    package init(_ bytes: [UInt8]) {
        let decoder = JSONDecoder()
        for text in bytes.split(separator: UInt8(ascii: "\n")) {
            if let line = try? decoder.decode(JournalLine.self, from: Data(text)),
                let entry = line.entry
            {
                take(entry)
            } else if let schema = JournalSchema.newer(text, decoder) {
                newerSchema = max(newerSchema ?? schema, schema)
            } else {
                malformed += 1
            }
        }
    }

    /// Why nothing may be done by what it says; `nil` where all of it could be read.
    package var objection: String? {
        newerSchema.map {
            "The journal has entries of a newer program (schema \($0)), which may tell of actions "
                + "that are not over: act with that one."
        }
    }

    /// Those that are not over: to be looked at again.
    package var unfinished: [Account] { accounts.filter { !$0.machine.isOver } }

    /// Which of them were taken back, and by which others.
    package var undos: UndoLedger {
        UndoLedger(
            accounts.filter { !$0.isAttempt }.map {
                UndoLedger.Entry($0.machine.plan, $0.machine.state, isOver: $0.machine.isOver)
            })
    }

    /// Actions without a plan of which nobody has said yet how they ended.
    package var unsettledPlanless: [Planless] { planless.filter { $0.end == nil } }

    /// The action of an id whose plan is lost; `nil` where there is none, or it is settled.
    package func planless(_ id: String) -> Planless? { unsettledPlanless.first { $0.id == id } }

    /// The action of an id.
    package func account(_ id: String) -> Account? { places[id].map { accounts[$0] } }

    private mutating func take(_ entry: JournalEntry) {
        if let machine = entry.beginning {
            guard places[entry.action] == nil, machine.plan.id == entry.action, entry.sequence == 0
            else {
                malformed += 1
                return
            }
            places[entry.action] = accounts.count
            accounts.append(Account(machine: machine, entries: [entry], isBroken: false))
        } else if let place = places[entry.action] {
            accounts[place].take(entry)
        } else {
            malformed += 1
            takePlanless(entry)
        }
    }

    /// What is told of an action whose plan cannot be read. Only that somebody has settled it counts.
    private mutating func takePlanless(_ entry: JournalEntry) {
        let known = planless.firstIndex { $0.id == entry.action }
        let place = known ?? planless.count
        if known == nil {
            planless.append(Planless(id: entry.action, time: entry.time, nextSequence: 1))
        }
        planless[place].nextSequence = max(planless[place].nextSequence, entry.sequence + 1)
        if case .event(.settled(let end, _, _)) = entry.content { planless[place].end = end }
    }
}

extension JournalEntry {
    /// What a first line tells of; `nil` for any other.
    fileprivate var beginning: ActionMachine? {
        switch content {
        case .plan(let plan): ActionMachine(plan)
        case .refused(let plan, let checks, _, let why):
            ActionMachine(plan, refused: why, checks: checks)
        case .event: nil
        }
    }
}

extension JournalReplay.Account {
    /// After a gap only what a person has written down counts: that says how it ended, whatever is
    /// missing.
    fileprivate mutating func take(_ entry: JournalEntry) {
        nextSequence = max(nextSequence, entry.sequence + 1)
        guard case .event(let event) = entry.content else { return damage() }
        if !isBroken && entry.sequence != entries.count { damage() }
        if isBroken {
            guard case .settled = event else { return }
        }
        guard machine.apply(event) else { return damage() }
        entries.append(entry)
    }

    private mutating func damage() {
        isBroken = true
        machine.isDamaged = true
    }
}

/// What tells only by which rules the rest of a line is to be read.
private struct JournalSchema: Decodable {
    var schema: Int

    /// The schema of a line that is newer than ours.
    static func newer(_ text: [UInt8].SubSequence, _ decoder: JSONDecoder) -> Int? {
        guard let schema = try? decoder.decode(Self.self, from: Data(text)).schema else {
            return nil
        }
        return schema > JournalLine.newest ? schema : nil
    }
}
