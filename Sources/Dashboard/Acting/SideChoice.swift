import Fleet

/// What of a workload an action is done to: its router gives shares for all of it; what is drained, resumed
/// or scaled is one of its sides, which is asked for where there are several.
enum SideChoice {
    /// What can be told so, each side once: its router's server first, else the endpoint behind it.
    static func candidates(
        _ kind: ActionKind, of row: WorkloadRow, _ state: DashboardState
    ) -> [(side: SideRow, identity: Identity)] {
        row.sides.compactMap { side in
            side.handles.first { handle in
                guard case .endpoint(let source, _) = handle else { return false }
                return state.acting.can(source, kind)
            }.map { (side, $0) }
        }
    }

    /// The one that is meant where nobody is asked; throws where that is not one.
    static func only(
        _ kind: ActionKind, of row: WorkloadRow, _ state: DashboardState
    ) throws(ActionRefusal) -> Identity {
        let found = candidates(kind, of: row, state)
        let name = row.workload.name
        guard let first = found.first else {
            throw ActionRefusal("No source that knows \(name) can \(kind.rawValue) any of it.")
        }
        guard found.count == 1 || kind == .reroute else {
            throw ActionRefusal(
                "\(name) has \(found.count) sides to \(kind.rawValue): select it alone, or one of "
                    + "its sides.")
        }
        return first.identity
    }

    /// Asks which side; `nil` where nothing has to be asked.
    static func menu(
        _ kind: ActionKind, _ panes: [Pane], _ state: DashboardState
    ) -> MenuLayer? {
        guard kind != .reroute, state.actingRefusal == nil, state.location.subject == nil,
            let pane = state.focusedPane(panes), ActionChoice.marks(pane, state).isEmpty,
            let row = WorkloadRow.find(state.selection[pane.id], in: state.shown)
        else { return nil }
        let found = candidates(kind, of: row, state)
        guard found.count > 1 else { return nil }
        let items = found.map { side, identity in
            let share = side.share.map { "\(Format.percent($0)) of the requests" }
            let words = [side.side.site, share, side.state.rawValue].compactMap { $0 }
            return MenuLayer.Item(
                identity.text, detail: words.joined(separator: " · "),
                request: .act(kind, identity))
        }
        return MenuLayer("\(kind.rawValue.capitalizedFirst) which side", items)
    }
}
