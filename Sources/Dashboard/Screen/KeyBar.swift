import Fleet

/// The bottom line: the keys that apply now, or the last thing that there is to tell.
enum KeyBar {
    static func render(
        into canvas: inout Canvas, row: Int, state: DashboardState, focused: Pane?
    ) {
        if let notice = state.notice {
            canvas.drawCut(
                " \(Glyph.of(notice.severity)) \(notice.text)", column: 0, row: row,
                width: canvas.frame.width, role: role(notice))
            return
        }
    }

    private static func role(_ notice: Notice) -> Role {
        switch notice.severity {
        case .notice: .bright
        case .warning: .warning
        case .critical: .critical
        }
    }
}
