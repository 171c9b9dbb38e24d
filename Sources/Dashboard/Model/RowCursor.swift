/// Moves a pane's selection over a list of identities, and keeps the selected one in sight.
struct RowCursor {
    /// What can be selected, in the order of the screen.
    let rows: [Identity]
    /// Rows that are visible at once.
    let page: Int

    /// Acts on a movement; `nil` where the command is none.
    func move(_ command: Command, pane: PaneID, state: inout DashboardState) -> Outcome? {
        guard let step = step(command) else { return nil }
        guard !rows.isEmpty else { return .done([]) }
        let place = rows.firstIndex { $0 == state.selection[pane] }
        let next = place.map { $0 + step } ?? (step > 0 ? 0 : rows.count - 1)
        state.selection[pane] = rows[max(0, min(rows.count - 1, next))]
        return .done([])
    }

    /// Selects the row at a place below the top of what is shown.
    func select(line: Int, pane: PaneID, state: inout DashboardState) {
        let place = top(state.selection[pane]) + line
        if line >= 0, rows.indices.contains(place) { state.selection[pane] = rows[place] }
    }

    /// The first row shown, so that the selected one is among them.
    func top(_ selected: Identity?) -> Int {
        guard rows.count > page, let place = place(selected) else { return 0 }
        return max(0, min(place - page / 2, rows.count - page))
    }

    /// Where the selected row is in the list.
    func place(_ selected: Identity?) -> Int? {
        selected.flatMap { one in rows.firstIndex { $0 == one } }
    }

    private func step(_ command: Command) -> Int? {
        switch command {
        case .up: -1
        case .down: 1
        case .pageUp: -max(1, page)
        case .pageDown: max(1, page)
        case .top: -rows.count
        case .bottom: rows.count
        default: nil
        }
    }
}
