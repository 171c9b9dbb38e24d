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
    }

    /// In the order in which they were planned.
    package private(set) var accounts: [Account] = []
    /// Lines that are no entries.
    package private(set) var malformed = 0
    private var places: [String: Int] = [:]

    /// Reads lines of JSON. A bad line is counted and loses no other.
    package init(_ bytes: [UInt8]) {
        let decoder = JSONDecoder()
        for text in bytes.split(separator: UInt8(ascii: "\n")) {
            if let line = try? decoder.decode(JournalLine.self, from: Data(text)),
                let entry = line.entry
            {
                take(entry)
            } else {
                malformed += 1
            }
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
    fileprivate mutating func take(_ entry: JournalEntry) {
        guard case .event(let event) = entry.content, !isBroken,
            entry.sequence == entries.count, machine.apply(event)
        else {
            isBroken = true
            return
        }
        entries.append(entry)
    }
}
