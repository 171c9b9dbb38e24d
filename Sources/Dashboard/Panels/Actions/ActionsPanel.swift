import Fleet

/// Every action under a heading: what went wrong and was not read, what waits for a decision, what is
/// under way, what is done. Actions whose plans are lost wait among the others.
struct ActionsPanel: Panel {
    /// A line of the list.
    enum Line {
        case heading(ActionLook.Group, count: Int)
        case action(ActionProgress)
        case lost(LostPlan)

        /// What is selected with it; a heading is not.
        var id: Identity? {
            switch self {
            case .heading: nil
            case .action(let action): .action(action.id)
            case .lost(let lost): .action(lost.id)
            }
        }
    }

    var commands: [Command] { [.open, .cancelAction, .undo, .acknowledge, .yank] }

    func commands(_ context: PanelContext) -> [Command] {
        if Self.lost(context.state) != nil { return [.open, .yank] }
        guard let action = Self.selected(context.state) else { return [] }
        var commands: [Command] = [.open]
        if Self.mayStop(action) { commands.append(.cancelAction) }
        if context.state.acting.mayUndo(action) { commands.append(.undo) }
        if context.state.acting.unread.contains(action.id) { commands.append(.acknowledge) }
        return commands + [.yank]
    }

    func title(_ context: PanelContext) -> String {
        let count = context.state.acting.underWay.count
        return count == 0 ? "Actions" : "Actions \(count)"
    }

    func rightTitle(_ context: PanelContext) -> String {
        context.state.actingRefusal == nil ? "" : "read-only"
    }

    /// The list of all actions. What stands first is selected there.
    static let pane: PaneID = "actions"

    static func lines(_ state: DashboardState) -> [Line] {
        let unread = state.acting.unread
        let all = state.acting.confirmed
        return ActionLook.Group.allCases.flatMap { group -> [Line] in
            let found = sorted(
                all.filter { ActionLook(action: $0).group(unread: unread) == group }, group)
            let lost = group == .waiting ? state.acting.lost : []
            let lines = lost.map { Line.lost($0) } + found.map { .action($0) }
            guard !lines.isEmpty else { return [] }
            return [.heading(group, count: lines.count)] + lines
        }
    }

    /// What is over by when it ended, as its times tell; the rest as it was begun. The last is first.
    private static func sorted(
        _ actions: [ActionProgress], _ group: ActionLook.Group
    ) -> [ActionProgress] {
        guard group == .trouble || group == .done else { return actions }
        func end(_ action: ActionProgress) -> Int64 {
            (action.ended ?? action.begun)?.nanoseconds ?? 0
        }
        return actions.enumerated().sorted {
            (-end($0.element), $0.offset) < (-end($1.element), $1.offset)
        }.map(\.element)
    }

    private static func ids(_ state: DashboardState) -> [Identity] {
        lines(state).compactMap(\.id)
    }

    /// The selected action; `nil` where none is, or its plan is lost.
    static func selected(_ state: DashboardState) -> ActionProgress? {
        guard case .action(let id) = state.selection[pane] else { return nil }
        return state.acting.actions[id]
    }

    /// The selected action whose plan is lost.
    static func lost(_ state: DashboardState) -> LostPlan? {
        state.acting.lost.first { .action($0.id) == state.selection[pane] }
    }

    func prepare(_ pane: Pane, state: inout DashboardState) {
        let ids = Self.ids(state)
        if let selected = state.selection[pane.id], ids.contains(selected) { return }
        // Confirmed a moment ago, and not heard of yet.
        if let selected = Self.selected(state), !selected.isConfirmed { return }
        state.selection[pane.id] = ids.first
    }

    func perform(_ command: Command, context: PanelContext, state: inout DashboardState) -> Outcome
    {
        let cursor = RowCursor(rows: Self.ids(state), page: max(1, context.size.rows - 1))
        if let outcome = cursor.move(command, pane: context.pane, state: &state) { return outcome }
        return act(command, context, &state)
    }

    /// Acts on what is selected in the list, for the list and for what stands beside it.
    func act(
        _ command: Command, _ context: PanelContext, _ state: inout DashboardState
    ) -> Outcome {
        guard commands.contains(command) else { return .ignored }
        if let lost = Self.lost(state) { return act(command, lost, &state) }
        guard let action = Self.selected(state) else {
            return .refused("Nothing was done yet: d, u, r or s on a row plans something.")
        }
        return act(command, action, context, &state)
    }

    /// How it ended is all that can be said of it.
    private func act(
        _ command: Command, _ lost: LostPlan, _ state: inout DashboardState
    ) -> Outcome {
        switch command {
        case .open:
            state.layers.append(MenuLayer("How it ended", lost.decisions))
            return .done([])
        case .yank:
            state.tell(Notice("Copied the id."))
            return .done([.yank(lost.id)])
        default: return .refused(lost.sentence)
        }
    }

    private func act(
        _ command: Command, _ action: ActionProgress, _ context: PanelContext,
        _ state: inout DashboardState
    ) -> Outcome {
        switch command {
        case .open:
            guard action.needsDecision else {
                if context.pane == Self.pane { state.focus[state.view] = ActionPanel.pane }
                return .done([])
            }
            let id = action.id
            state.layers.append(
                MenuLayer("What is to become of it", state) { state in
                    state.acting.actions[id].map(Self.decisions) ?? []
                })
        case .cancelAction:
            guard Self.mayStop(action) else { return .refused(Self.advice(action, state)) }
            state.layers.append(ConfirmLayer.cancel(action))
        case .undo:
            guard action.isOver, state.acting.undos[action.id]?.isWhole != true else {
                return .refused(Self.advice(action, state))
            }
            if let refusal = state.actingRefusal { return .refused(refusal) }
            return .done(Reducer.plan(.undo(action.id), &state))
        case .acknowledge:
            guard state.acting.unread.contains(action.id) else {
                return .refused("There is nothing to acknowledge about it.")
            }
            state.acting.acknowledge(action.id)
        case .yank:
            state.tell(Notice("Copied the id."))
            return .done([.yank(action.id)])
        default: return .ignored
        }
        return .done([])
    }

    /// Whether there is anything to stop: what goes back is not held up.
    private static func mayStop(_ action: ActionProgress) -> Bool {
        action.isUnderWay && !action.isElsewhere && !action.isGoingBack
    }

    /// What can be done with it as it stands.
    private static func advice(_ action: ActionProgress, _ state: DashboardState) -> String {
        if action.needsDecision { return "It waits for a decision: Enter." }
        if action.isElsewhere {
            let which = action.elsewhere.isEmpty ? "" : " (\(action.elsewhere))"
            return "It is under way in another hybridtop\(which): stop it there."
        }
        if action.isGoingBack, !action.isOver { return "It goes back already." }
        guard action.isOver else { return "It is under way: c stops it." }
        let look = state.look(of: action)
        let undone = look.undone.isEmpty ? "" : ", \(look.undone)"
        let end = "It is over: \(look.word)\(undone)."
        return state.acting.mayUndo(action) ? "\(end) U plans the way back." : end
    }

    /// What is to become of an action that an earlier start has left, as it stands now.
    private static func decisions(_ action: ActionProgress) -> [MenuLayer.Item] {
        guard action.needsDecision else { return [] }
        func item(_ label: String, _ detail: String, _ decision: ActionDecision) -> MenuLayer.Item {
            MenuLayer.Item(label, detail: detail, request: .decide(action.id, decision))
        }
        var items: [MenuLayer.Item] = []
        if !action.isOver {
            items.append(item("look", "how it stands; nothing is sent", .look))
            if action.mayGoOn { items.append(item("go on", "send what is left of it", .goOn)) }
            if action.mayGoBack { items.append(item("go back", "to the state before", .goBack)) }
        }
        for state in [ActionState.failed, .partial, .rolledBack] {
            items.append(item("it ended as \(state.word)", "only written down", .settle(state)))
        }
        return items
    }

    func click(_ click: Click, context: PanelContext, state: inout DashboardState) -> Outcome {
        switch click.kind {
        case .wheelUp: return perform(.up, context: context, state: &state)
        case .wheelDown: return perform(.down, context: context, state: &state)
        case .press:
            let lines = Self.lines(state)
            let place =
                Self.top(lines, state.selection[context.pane], click.rect.height)
                + click.row - click.rect.row
            guard lines.indices.contains(place), let id = lines[place].id else {
                return .ignored
            }
            state.selection[context.pane] = id
            return .done([])
        }
    }

    private static func top(_ lines: [Line], _ selected: Identity?, _ height: Int) -> Int {
        let place = lines.firstIndex { $0.id != nil && $0.id == selected }
        return TableScroll.top(0, line: place ?? 0, count: lines.count, height: height)
    }

    func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {
        let lines = Self.lines(context.state)
        guard !lines.isEmpty else { return empty(into: &canvas, rect, context) }
        let top = Self.top(lines, context.selected, rect.height)
        for (place, line) in lines.dropFirst(top).prefix(rect.height).enumerated() {
            let row = rect.row + place
            switch line {
            case .heading(let group, let count):
                let text = "\(group.rawValue) \(count)"
                canvas.drawCut(
                    text, column: rect.column, row: row, width: rect.width, role: .heading)
                let times = ActionLine.times(of: group)
                guard text.count + times.count + 2 <= rect.width else { continue }
                canvas.drawRight(
                    times, right: rect.column + rect.width, row: row, role: .heading)
            case .action(let action):
                ActionLine.draw(action, row: row, rect, context, into: &canvas)
            case .lost(let lost):
                canvas.drawPieces(
                    lost.pieces, column: rect.column, row: row, right: rect.column + rect.width)
            }
            if let id = line.id, id == context.selected {
                canvas.overlay(
                    Canvas.Rect(column: rect.column, row: row, width: rect.width, height: 1),
                    role: .selection, isWeak: !context.isFocused)
            }
        }
    }

    private func empty(into canvas: inout Canvas, _ rect: Canvas.Rect, _ context: PanelContext) {
        var sentences = ["Nothing was done yet."]
        sentences.append(
            context.state.actingRefusal
                ?? "d drain, u resume, r reroute and s scale plan something for the selected row.")
        let lines = sentences.flatMap { FindingText.wrap($0, width: rect.width) }
        for (place, line) in lines.prefix(rect.height).enumerated() {
            canvas.center(
                line, in: rect, row: rect.row + max(0, (rect.height - lines.count) / 2) + place,
                role: place == 0 ? .text : .dim)
        }
    }
}
