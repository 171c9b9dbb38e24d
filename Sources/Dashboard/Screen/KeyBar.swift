import Fleet

/// The bottom line: the keys that apply now, or the last thing that there is to tell.
enum KeyBar {
    static func render(
        into canvas: inout Canvas, row: Int, state: DashboardState, focused: Pane?
    ) {
        let width = canvas.frame.width
        canvas.paint(Canvas.Rect(column: 0, row: row, width: width, height: 1), role: .keyLabel)
        if let notice = state.notice {
            let role: Role = notice.severity == .notice ? .bright : Role(notice.severity)
            canvas.drawCut(
                "\(Glyph.of(notice.severity)) \(notice.text)", column: 1, row: row,
                width: width - 2, role: role)
            return
        }
        // What gets one out of anything claims its room first.
        let general = state.layers.isEmpty ? Self.general(state) : []
        let reserved = general.reduce(0) { $0 + Self.columns($1) + 2 }
        var place = 1
        for hint in hints(state, focused) where place + columns(hint) + reserved < width {
            place = draw(hint, column: place, row: row, into: &canvas)
        }
        for hint in general where place + columns(hint) < width {
            place = draw(hint, column: place, row: row, into: &canvas)
        }
    }

    private static func columns(_ hint: KeyHint) -> Int {
        DisplayWidth.columns(of: hint.key) + DisplayWidth.columns(of: hint.label) + 1
    }

    private static func draw(
        _ hint: KeyHint, column: Int, row: Int, into canvas: inout Canvas
    ) -> Int {
        let used = canvas.draw(hint.key, column: column, row: row, role: .key)
        let label = column + used + 1
        return label + canvas.draw(hint.label, column: label, row: row, role: .keyLabel) + 2
    }

    /// The keys of the topmost layer; else of the focused pane.
    static func hints(_ state: DashboardState, _ focused: Pane?) -> [KeyHint] {
        if let layer = state.layers.last { return layer.hints(state) }
        var commands = focused.map { $0.panel.commands(state.context($0, isFocused: true)) } ?? []
        let isFiltered = !state.filter.text.isEmpty && commands.contains(.filter)
        if state.keyView != .actions {
            commands.insert(contentsOf: acting(state), at: min(commands.count, 1))
        }
        if state.trail.count > 1 || isFiltered { commands.insert(.back, at: 0) }
        if NothingFound.applies(state) { commands = [.demo] }
        if state.panes.filter(\.canFocus).count > 1 {
            commands.insert(.nextPane, at: min(commands.count, 2))
        }
        return commands.compactMap { command in
            command == .back && isFiltered ? KeyHint("Esc", "clear filter") : hint(command)
        }
    }

    /// What can be done here to the fleet, where it is unlocked.
    private static func acting(_ state: DashboardState) -> [Command] {
        let views: [ViewID] = [
            .overview, .nodes, .node, .endpoints, .endpoint, .workloads, .attention,
        ]
        guard state.actingRefusal == nil, views.contains(state.view) else { return [] }
        let known = Set(state.acting.abilities.values.joined())
        return Reducer.kinds.filter { known.contains($0.kind) }.map(\.command)
    }

    /// The keys that work everywhere.
    private static func general(_ state: DashboardState) -> [KeyHint] {
        // Where nothing is found, one view is like another.
        let views = NothingFound.applies(state) ? [] : [KeyHint("0-8", "views")]
        return views + [Command.palette, .help, .quit].compactMap(hint)
    }

    private static func hint(_ command: Command) -> KeyHint? {
        Keymap.binding(command).map { KeyHint($0.shownKey, $0.label) }
    }
}
