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

    /// Acts on the mouse, over rows that begin `heading` rows below the panel's top: the wheel moves, a
    /// click selects. Whether it was a click on what is selected already, which opens it.
    func click(
        _ click: Click, heading: Int, pane: PaneID, state: inout DashboardState
    ) -> Bool {
        switch click.kind {
        case .wheelUp: _ = move(.up, pane: pane, state: &state)
        case .wheelDown: _ = move(.down, pane: pane, state: &state)
        case .press:
            let selected = state.selection[pane]
            let line = click.row - click.rect.row - heading
            let place = top(selected) + line
            guard line >= 0, rows.indices.contains(place) else { return false }
            state.selection[pane] = rows[place]
            return rows[place] == selected
        }
        return false
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
