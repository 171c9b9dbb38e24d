import Fleet
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
    }

    /// In the order in which they were planned.
    package private(set) var accounts: [Account] = []
    /// Lines that are no entries.
    package private(set) var malformed = 0
    /// The schema of lines that a newer program has written; `nil` where there are none. What they say
    /// is not known here.
    package private(set) var newerSchema: Int?
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

    /// The action of an id.
    package func account(_ id: String) -> Account? { places[id].map { accounts[$0] } }

    private mutating func take(_ entry: JournalEntry) {
        if case .plan(let plan) = entry.content {
            guard places[entry.action] == nil, plan.id == entry.action, entry.sequence == 0 else {
                malformed += 1
                return
            }
            places[entry.action] = accounts.count
            accounts.append(
                Account(machine: ActionMachine(plan), entries: [entry], isBroken: false))
        } else if let place = places[entry.action] {
            accounts[place].take(entry)
        } else {
            malformed += 1
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
