import Fleet

/// How the state changes: pure, so that a script of messages is a test.
package enum Reducer {
    /// Takes one message into account and says what is to be done outside.
    package static func update(_ state: inout DashboardState, _ message: Message) -> [Effect] {
        var effects: [Effect] = []
        switch message {
        case .snapshotArrived(let snapshot):
            state.snapshot = snapshot
            if snapshot.time.monotonic > state.now.monotonic { state.now = snapshot.time }
        case .ticked(let now):
            state.now = now
            expireNotice(&state)
        case .resized(let columns, let rows):
            state.columns = max(0, columns)
            state.rows = max(0, rows)
        case .noticed(let notice): state.tell(notice)
        case .intervalChanged(let interval): state.interval = interval
        case .themesLoaded(let themes): state.options.themes = themes
        case .input(let event):
            effects = handle(event, &state)
            // A question that comes back is read anew.
            if state.awaitsPaint { state.acting.seen = nil }
        default: follow(message, &state)
        }
        state.settle()
        return effects
    }

    /// Ordinary notices go after a while; a failure stays until a key is pressed.
    private static func expireNotice(_ state: inout DashboardState) {
        guard let notice = state.notice, notice.severity != .critical else { return }
        if let at = notice.at, state.now.monotonic - at >= .seconds(6) { state.notice = nil }
    }

    private static func handle(_ event: InputEvent, _ state: inout DashboardState) -> [Effect] {
        if case .key(let key) = event {
            if state.swallows(key) { return [] }
            state.notice = nil
            state.noteEarly(key)
        }
        // It locks whatever is open: a question that is left on the screen is refused from then on.
        if event == .key(.control("r")) { return lock(&state) }
        if let layer = state.layers.popLast() { return hand(event, to: layer, &state) }
        switch event {
        case .key(let key):
            guard let command = Keymap.command(key, in: state.keyView) else { return [] }
            return perform(command, &state)
        case .paste: return []
        case .mouse(let mouse): return point(mouse, &state)
        }
    }

    private static func hand(
        _ event: InputEvent, to layer: any Layer, _ state: inout DashboardState
    ) -> [Effect] {
        var layer = layer
        let isAsking = layer.question(state) != nil
        let depth = state.layers.count
        switch layer.handle(event, state: &state) {
        case .stay(let effects):
            state.layers.insert(layer, at: min(depth, state.layers.count))
            return effects
        case .close(let effects):
            if isAsking, !effects.isEmpty, case .key(let key) = event {
                state.acting.answered = (key, state.now.monotonic)
            }
            return effects
        case .request(let request): return carryOut(request, &state)
        }
    }
}

extension DashboardState {
    /// Puts a line into the one place for such lines.
    package mutating func tell(_ notice: Notice) {
        self.notice = notice
        self.notice?.at = now.monotonic
    }

    /// Brings what is derived up to date.
    package mutating func settle() {
        noteActions()
        if settled != shown.generation {
            summary = FleetSummary(shown, reusing: summary.roster)
            index = FleetIndex(shown)
            trends.follow(shown, summary.roster)
            settled = shown.generation
        }
        if view == .overview { HeatMapPanel.remember(&self) }
        for pane in panes { pane.panel.prepare(pane, state: &self) }
    }

    /// What the cells of tables are drawn from.
    package var tableContext: TableContext {
        var context = TableContext(
            snapshot: shown, now: shownTime, index: index, roster: fleetSummary.roster)
        context.actions = acting.open
        return context
    }

    /// The panes of the view shown, where they lie now.
    package var panes: [Pane] {
        let body = DashboardView.body(columns: columns, rows: rows)
        if NothingFound.applies(self) { return [Pane("nothing", NothingFound(), body)] }
        guard let (rest, side) = ActionsSide.split(body, self) else {
            return ScreenRegistry.screen(view).panes(in: body, state: self)
        }
        return ScreenRegistry.screen(view).panes(in: rest, state: self)
            + ActionsScreen().panes(in: side, state: self)
    }

    /// Whose keys are in force: those of Actions where these have the focus beside another view.
    var keyView: ViewID {
        guard showsActions, view != .actions else { return view }
        return ActionsSide.isOne(focusedPane(panes)?.id) ? .actions : view
    }

    /// The pane that has the focus.
    package func focusedPane(_ panes: [Pane]) -> Pane? {
        panes.first { $0.id == focus[view] && $0.canFocus } ?? panes.first { $0.canFocus }
    }

    /// The context of a pane.
    package func context(_ pane: Pane, isFocused: Bool) -> PanelContext {
        PanelContext(state: self, pane: pane, isFocused: isFocused)
    }

    /// Goes into a list of what is left by a filter, as one goes into a detail: Esc comes back, once it
    /// has cleared the filter.
    package mutating func go(in view: ViewID, only field: String, _ text: String) {
        trail.append(Location(view))
        do {
            try filter.set("\(field)=\"\(text)\"")
        } catch {
            tell(Notice(error.message, .warning))
        }
    }

    /// Goes back to where one was before Actions.
    mutating func leaveActions() {
        guard !beforeActions.isEmpty else {
            return tell(Notice("Nothing to go back to: a digit shows another view."))
        }
        trail = beforeActions
        beforeActions = []
    }

    /// Goes to a view. A list view starts a new way back; a detail view adds to it.
    package mutating func go(to location: Location) {
        guard location != self.location else { return }
        if location.view == .actions { beforeActions = trail }
        if location.subject != nil {
            trail.append(location)
        } else {
            trail = [location]
        }
    }
}
