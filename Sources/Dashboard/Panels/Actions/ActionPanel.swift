import Fleet

/// The selected action: how far each target has come at each stage, what is missing, who wanted it. What
/// there is no room for is counted, and scrolled to once the panel has the focus.
struct ActionPanel: Panel {
    /// Beside or below the list of all actions.
    static let pane: PaneID = "action"

    var commands: [Command] { [.back] + ActionsPanel().commands }

    func commands(_ context: PanelContext) -> [Command] {
        let window = Self.window(context)
        let moving: [Command] = window.above + window.below > 0 ? [.pageDown] : []
        let isOpen =
            ActionsPanel.lost(context.state) != nil
            || ActionsPanel.selected(context.state)?.needsDecision == true
        let rest = ActionsPanel().commands(context).filter { isOpen || $0 != .open }
        return [.back] + rest.filter { $0 != .yank } + moving + [.yank]
    }

    func title(_ context: PanelContext) -> String {
        let state = context.state
        if let lost = ActionsPanel.lost(state) { return lost.subject }
        guard let action = ActionsPanel.selected(state) else { return "Action" }
        let room = context.size.columns - DisplayWidth.columns(of: action.id) - 3
        return ActionLook(action: action).subject(within: room, arrow: state.arrow)
    }

    func rightTitle(_ context: PanelContext) -> String {
        ActionsPanel.selected(context.state)?.id ?? ""
    }

    func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {
        let window = Self.window(context)
        for (place, line) in window.lines.prefix(rect.height).enumerated() {
            canvas.drawPieces(
                line, column: rect.column, row: rect.row + place, right: rect.column + rect.width)
        }
        guard let edge = window.edge(isFocused: context.isFocused), rect.height > 1 else { return }
        canvas.drawPieces(
            edge, column: rect.column, row: rect.row + rect.height - 1,
            right: rect.column + rect.width)
    }

    func perform(_ command: Command, context: PanelContext, state: inout DashboardState) -> Outcome
    {
        let window = Self.window(context)
        switch command {
        case .up: Self.scroll(to: window.top - 1, window, &state)
        case .down: Self.scroll(to: window.top + 1, window, &state)
        case .pageUp: Self.scroll(to: window.top - window.page, window, &state)
        case .pageDown: Self.scroll(to: window.top + window.page, window, &state)
        case .top: Self.scroll(to: 0, window, &state)
        case .bottom: Self.scroll(to: window.last, window, &state)
        case .back: state.focus[state.view] = ActionsPanel.pane
        default: return ActionsPanel().act(command, context, &state)
        }
        return .done([])
    }

    private static func scroll(
        to top: Int, _ window: ActionWindow, _ state: inout DashboardState
    ) {
        guard let action = ActionsPanel.selected(state) else { return }
        state.acting.reading = (action.id, max(0, min(top, window.last)))
    }

    private static func window(_ context: PanelContext) -> ActionWindow {
        let state = context.state
        if let lost = ActionsPanel.lost(state) {
            let text = FindingText.wrap(lost.sentence, width: context.size.columns)
            return ActionWindow(
                head: [], steps: text.map { [Piece($0, .bright)] }, height: context.size.rows)
        }
        guard let action = ActionsPanel.selected(state) else {
            return ActionWindow(head: [], steps: [], height: context.size.rows)
        }
        let text = ActionText(action: action, context: context)
        let read = state.acting.reading
        return ActionWindow(
            head: text.head, steps: text.steps.map(\.pieces), height: context.size.rows,
            underWay: text.steps.firstIndex { $0.isUnderWay },
            top: read?.action == action.id ? read?.top : nil)
    }
}
