/// How a person has arranged a table, and how far it is scrolled.
package struct TableState: Hashable, Sendable {
    /// Id of the column that it is sorted by; `nil` for the fleet's own order.
    package var sortColumn: String?
    /// Whether the greatest come first.
    package var isDescending = false
    /// Columns taken out, and columns added that are not shown at first.
    package var hidden: Set<String> = []
    /// Ids of columns that are not shown at first, and are now.
    package var shown: Set<String> = []
    /// What rows are grouped by.
    package var group: Grouping?
    /// Groups of which only the heading is shown.
    package var collapsed: Set<String> = []
    /// The first line drawn.
    package var top = 0
    /// How many scrollable columns are out of sight at the left.
    package var left = 0
    /// What the table selected by itself, until somebody selects.
    package var offered: Identity?
    /// The line of the selection, as last seen: where the cursor goes if the selected thing is gone.
    package var line = 0

    /// A table as it comes.
    package init(sortColumn: String? = nil) { self.sortColumn = sortColumn }
}

/// What rows of a table can be brought together by.
package enum Grouping: Hashable, Sendable {
    /// By what the column of that name says.
    case site, model, kind, state, user
    /// A label of the source or the node.
    case label(String)

    /// As the palette spells it: `site`, `model`, `label:rack`.
    package var text: String {
        switch self {
        case .site: "site"
        case .model: "model"
        case .kind: "kind"
        case .state: "state"
        case .user: "user"
        case .label(let key): "label:\(key)"
        }
    }

    /// The grouping of a word as the palette spells it; any other word is the name of a label.
    package init?(_ text: String) {
        switch text {
        case "": return nil
        case "site": self = .site
        case "model": self = .model
        case "kind": self = .kind
        case "state": self = .state
        case "user": self = .user
        default:
            self = .label(text.hasPrefix("label:") ? String(text.dropFirst(6)) : text)
        }
    }
}
