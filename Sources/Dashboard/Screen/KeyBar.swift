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
        let hints = hints(state, focused)
        let (front, claimed) = arranged(hints, general, width)
        let reserved = claimed.reduce(0) { $0 + Self.columns($1) + 2 }
        var place = 1
        for hint in front where place + columns(hint) + reserved < width {
            place = draw(hint, column: place, row: row, into: &canvas)
        }
        let others = general.filter { !claimed.contains($0) }
        for hint in claimed + others where place + columns(hint) < width {
            place = draw(hint, column: place, row: row, into: &canvas)
        }
    }

    /// A hint that belongs to acting goes before those that do not, where there is no room for all of
    /// them; and before the views, which the help tells as well.
    private static func arranged(
        _ hints: [Hint], _ general: [KeyHint], _ width: Int
    ) -> (front: [KeyHint], claimed: [KeyHint]) {
        let shown = hints.map(\.hint)
        guard let last = hints.lastIndex(where: \.isActing) else { return (shown, general) }
        func fits(_ hints: [KeyHint], _ claimed: [KeyHint]) -> Bool {
            (hints + claimed).reduce(0) { $0 + columns($1) + 2 } < width
        }
        let needed = Array(shown.prefix(last + 1))
        if fits(needed, general) { return (shown, general) }
        let few = Array(general.dropFirst())
        if fits(needed, few) { return (shown, few) }
        let isFirst = { (hint: Hint) in hint.isActing || hint.hint.key == "Esc" }
        let short = hints.filter(isFirst) + hints.filter { !isFirst($0) }
        return (short.map { $0.short ?? $0.hint }, few)
    }

    /// A key of the view, and whether it acts on the fleet.
    struct Hint {
        var hint: KeyHint
        /// The same where there is little room.
        var short: KeyHint?
        var isActing = false
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
    static func hints(_ state: DashboardState, _ focused: Pane?) -> [Hint] {
        if let layer = state.layers.last { return layer.hints(state).map { Hint(hint: $0) } }
        if NothingFound.applies(state) { return [.demo].compactMap(hint).map { Hint(hint: $0) } }
        var commands = focused.map { $0.panel.commands(state.context($0, isFocused: true)) } ?? []
        let isFiltered = !state.filter.text.isEmpty && commands.contains(.filter)
        let isBack = state.trail.count > 1 || isFiltered
        if isBack, !commands.contains(.back) { commands.insert(.back, at: 0) }
        if state.panes.filter(\.canFocus).count > 1 {
            commands.insert(.nextPane, at: min(commands.count, 2))
        }
        var hints = commands.compactMap { command in
            command == .back && isFiltered
                ? Hint(hint: KeyHint("Esc", "clear filter"), short: KeyHint("Esc", "clear"))
                : hint(command).map { Hint(hint: $0) }
        }
        var acting = acting(state).map { Hint(hint: $0, isActing: true) }
        // Marks that are out of sight hold an action back: how they go stands beside it.
        if let focused, !ActionChoice.hiddenMarks(focused, state).isEmpty {
            acting += [.clearMarks].compactMap(hint).map { Hint(hint: $0, isActing: true) }
        }
        hints.insert(contentsOf: acting, at: min(hints.count, isBack ? 2 : 1))
        return hints
    }

    /// What can be done to the fleet with what is selected; where it is locked, how to unlock it.
    private static func acting(_ state: DashboardState) -> [KeyHint] {
        let views: [ViewID] = [
            .overview, .nodes, .node, .endpoints, .endpoint, .workloads, .attention,
        ]
        guard state.keyView != .actions, views.contains(state.view) else { return [] }
        let panes = state.panes
        let found = Reducer.kinds.filter { ActionChoice.applies($0.kind, panes, state) }
        guard !found.isEmpty else { return [] }
        guard let refusal = state.actingRefusal else {
            return found.map(\.command).compactMap(hint)
        }
        let advice = WriteStatus.advice(state.snapshot.context)
        return refusal.contains(advice) ? [KeyHint(advice, "to act")] : []
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
