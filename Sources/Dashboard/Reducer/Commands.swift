import Fleet

extension Reducer {
    /// Carries out a command: the focused panel first, then the program.
    static func perform(_ command: Command, _ state: inout DashboardState) -> [Effect] {
        let panes = state.panes
        if let pane = state.focusedPane(panes) {
            let context = state.context(pane, isFocused: true)
            switch pane.panel.perform(command, context: context, state: &state) {
            case .done(let effects): return effects
            case .refused(let reason):
                state.tell(Notice(reason, .notice))
                return []
            case .ignored: break
            }
        }
        return performGlobal(command, panes, &state)
    }

    private static func performGlobal(
        _ command: Command, _ panes: [Pane], _ state: inout DashboardState
    ) -> [Effect] {
        switch command {
        case .quit: return quit(&state)
        case .drain, .resume, .reroute, .scale: return begin(command, panes, &state)
        case .actions: ActionsSide.toggle(&state)
        case .lock: return lock(&state)
        case .suspend: return [.suspend]
        case .redraw: return [.redraw]
        case .refresh: return [.refresh(nil)]
        case .view(let view): state.go(to: Location(view))
        case .back: back(&state)
        case .nextPane: moveFocus(1, panes, &state)
        case .previousPane: moveFocus(-1, panes, &state)
        case .pause: state.frozen = state.isPaused ? nil : state.snapshot
        case .slower: return changeInterval(&state, 1)
        case .faster: return changeInterval(&state, -1)
        case .clearMarks: state.marks = []
        case .help: state.layers.append(HelpLayer())
        case .palette: state.layers.append(PaletteLayer())
        case .theme: state.layers.append(GeneralMenus.themes(state))
        case .demo: return demo(&state)
        case .metric: state.layers.append(GeneralMenus.metrics(state))
        case .shell: return shell(panes, &state)
        case .yank: return yank(panes, &state)
        default: state.tell(Notice(Refusal.reason(command, state)))
        }
        return []
    }

    /// A shell on the node that is selected, or that the view is about.
    private static func shell(_ panes: [Pane], _ state: inout DashboardState) -> [Effect] {
        let selected = state.focusedPane(panes).flatMap { state.selection[$0.id] }
        guard let wanted = state.location.subject ?? selected,
            let (source, name) = wanted.node,
            let node = state.shown.source(source)?.sample?.inventory.nodes
                .first(where: { $0.name == name })
        else {
            state.tell(Notice(Refusal.reason(.shell, state)))
            return []
        }
        guard node.isLocal || node.sshDestination != nil else {
            state.tell(Notice("\(name) is known through \(source) alone: no way to a shell."))
            return []
        }
        return [.openShell(node, source)]
    }

    /// The name of what is selected, or of what the view is about.
    private static func yank(_ panes: [Pane], _ state: inout DashboardState) -> [Effect] {
        let selected = state.focusedPane(panes).flatMap { state.selection[$0.id] }
        guard let name = (selected ?? state.location.subject)?.text else {
            state.tell(Notice(Refusal.reason(.yank, state)))
            return []
        }
        state.tell(Notice("Copied \(name)."))
        return [.yank(name)]
    }

    private static func demo(_ state: inout DashboardState) -> [Effect] {
        guard !state.snapshot.isDemo else {
            state.tell(Notice("This is the simulated fleet already."))
            return []
        }
        let open = state.acting.underWay
        guard open.isEmpty else {
            state.layers.append(ConfirmLayer.leave(open, .startDemo, isDemo: false))
            return []
        }
        return [.startDemo]
    }

    /// Esc: one step back on the way in, and never out of the program.
    private static func back(_ state: inout DashboardState) {
        if state.keyView != state.view {
            state.focus[state.view] = nil
        } else if state.trail.count > 1 {
            state.trail.removeLast()
        } else {
            state.tell(Notice("Nothing to go back to; q quits."))
        }
    }

    private static func moveFocus(_ step: Int, _ panes: [Pane], _ state: inout DashboardState) {
        let stops = panes.filter(\.canFocus)
        guard stops.count > 1, let current = state.focusedPane(panes),
            let place = stops.firstIndex(where: { $0.id == current.id })
        else { return }
        state.focus[state.view] = stops[(place + step + stops.count) % stops.count].id
    }

    private static func changeInterval(_ state: inout DashboardState, _ step: Int) -> [Effect] {
        let steps: [Duration] =
            [.milliseconds(500)] + [1, 2, 5, 10, 15, 30, 60].map { .seconds($0) }
        let place = steps.lastIndex { $0 <= state.interval } ?? 0
        let next = steps[max(0, min(steps.count - 1, place + step))]
        guard next != state.interval else {
            state.tell(Notice("The interval is \(Format.age(next)) already: no further."))
            return []
        }
        state.interval = next
        state.tell(Notice("Asking every \(Format.age(next))."))
        return [.changeInterval(next)]
    }

    /// The mouse outside any layer.
    static func point(_ mouse: MouseEvent, _ state: inout DashboardState) -> [Effect] {
        let panes = state.panes
        guard
            let pane = panes.first(where: {
                $0.rect.contains(column: mouse.column, row: mouse.row)
            }), let kind = Click.Kind(mouse.kind)
        else { return [] }
        if pane.canFocus, kind == .press { state.focus[state.view] = pane.id }
        let click = Click(kind: kind, column: mouse.column, row: mouse.row, rect: pane.inner)
        let context = state.context(pane, isFocused: true)
        if case .done(let effects) = pane.panel.click(click, context: context, state: &state) {
            return effects
        }
        return []
    }
}

extension Click.Kind {
    init?(_ kind: MouseEvent.Kind) {
        switch kind {
        case .press: self = .press
        case .wheelUp: self = .wheelUp
        case .wheelDown: self = .wheelDown
        case .release, .drag: return nil
        }
    }
}
