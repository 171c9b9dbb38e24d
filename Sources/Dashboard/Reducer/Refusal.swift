/// Why a command does not apply: a key that does nothing says so.
enum Refusal {
    /// One sentence.
    static func reason(_ command: Command, _ state: DashboardState) -> String {
        let label = Keymap.binding(command)?.label ?? "that"
        switch command {
        case .undo, .cancelAction: return "7 Actions lists what there is to \(label)."
        case .shell: return "Select a node for a shell on it."
        case .open: return "Nothing is selected to open."
        case .acknowledge: return "Select a finding (0 Attention) to snooze it."
        case .metric: return "The heat map is on 1 Overview."
        case .mark, .sort, .reverse, .columns, .group, .filter:
            return "There is no table here to \(label)."
        case .yank: return "Nothing is selected to copy."
        default: return "\(label.capitalizedFirst) does nothing here."
        }
    }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }

    /// Without blanks at its end.
    var trimmedRight: String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}
