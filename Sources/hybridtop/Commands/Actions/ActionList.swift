import Actions
import Fleet

/// Actions out of the journal, one a line below a heading.
enum ActionList {
    /// What is over by when it ended, the last one last; then what is not over, as it was planned.
    static func sorted(_ accounts: [JournalReplay.Account]) -> [JournalReplay.Account] {
        func end(_ account: JournalReplay.Account) -> Int64 { account.ended?.nanoseconds ?? .max }
        return accounts.enumerated().sorted {
            (end($0.element), $0.offset) < (end($1.element), $1.offset)
        }.map(\.element)
    }

    /// The list; empty where there is nothing to list. Contexts are told where there are any.
    static func table(
        _ accounts: [JournalReplay.Account], _ lost: [JournalReplay.Planless], _ undos: UndoLedger
    ) -> String {
        guard !accounts.isEmpty || !lost.isEmpty else { return "" }
        let heading = ["ID", "BEGUN", "ENDED", "ACTION", "TARGETS", "CONTEXT", "STATE", "WHY"]
        var rows = [heading] + accounts.map { row($0, undos) } + lost.map(row)
        if rows.dropFirst().allSatisfy({ $0[5].isEmpty }) {
            for place in rows.indices { rows[place].remove(at: 5) }
        }
        return text(rows)
    }

    private static func row(_ account: JournalReplay.Account, _ undos: UndoLedger) -> [String] {
        let (machine, plan) = (account.machine, account.machine.plan)
        return [
            plan.id, time(account.begun), time(account.ended), plan.kind.rawValue,
            plan.targets.map(\.uid).joined(separator: " "), plan.context,
            ActionText.word(machine, undos), machine.sentence,
        ].map(ActionText.clean)
    }

    private static func row(_ lost: JournalReplay.Planless) -> [String] {
        [
            ActionText.clean(lost.id), time(lost.time), "-", "?", "its plan is lost", "",
            "unknown (not over)", "",
        ]
    }

    /// What is last in a line is as long as it is.
    private static func text(_ rows: [[String]]) -> String {
        let widths = (rows.first ?? []).indices.map { column in
            rows.map { $0[column].count }.max() ?? 0
        }
        return rows.map { row in
            var line = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
                .joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    /// `2026-11-21 12:00:05Z`; a dash for what has not come.
    private static func time(_ time: WallTime?) -> String {
        guard let time else { return "-" }
        return String(ActionText.time(time).prefix(19)).replacing("T", with: " ") + "Z"
    }
}
