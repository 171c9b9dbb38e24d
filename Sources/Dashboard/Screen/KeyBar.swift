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
        var place = 1
        for hint in hints(state, focused) {
            let size = DisplayWidth.columns(of: hint.key) + DisplayWidth.columns(of: hint.label) + 1
            guard place + size < width else { continue }
            place += canvas.draw(hint.key, column: place, row: row, role: .key) + 1
            place += canvas.draw(hint.label, column: place, row: row, role: .keyLabel) + 2
        }
    }

    /// The keys of the topmost layer; else of the focused pane, then of the program.
    static func hints(_ state: DashboardState, _ focused: Pane?) -> [KeyHint] {
        if let layer = state.layers.last { return layer.hints }
        var commands: [Command] = focused?.panel.commands ?? []
        if state.trail.count > 1 { commands.insert(.back, at: 0) }
        if NothingFound.applies(state) { commands = [.demo] }
        let usual: [Command] = [.nextPane, .filter, .palette, .help, .quit]
        let general = usual.filter { $0 != .nextPane || state.panes.filter(\.canFocus).count > 1 }
        var seen: Set<Command> = []
        return (commands + general).filter { seen.insert($0).inserted }.compactMap { command in
            Keymap.binding(command).map { KeyHint($0.shownKey, $0.label) }
        }
    }
}
