import Fleet

extension Reducer {
    /// A choice from a menu or the palette.
    static func carryOut(_ request: Request, _ state: inout DashboardState) -> [Effect] {
        switch request {
        case .command(let command): return perform(command, &state)
        case .theme(let name): chooseTheme(name, &state)
        case .metric(let name): chooseMetric(name, &state)
        case .graphs(let name): chooseGraphs(name, &state)
        case .filter(let text): filter(text, &state)
        case .interval(let interval):
            state.interval = interval
            state.tell(Notice("Asking every \(Format.age(interval))."))
            return [.changeInterval(interval)]
        case .acknowledge(let id, let lasting):
            let text = lasting.map { "Quiet for \(Format.age($0))." } ?? "Acknowledged."
            state.tell(Notice(text))
            return [.acknowledge(finding: id, lasting: lasting)]
        case .saveLayout:
            state.tell(Notice("Theme, graphs, sorting and columns are kept for the next start."))
            return [.saveLayout(state.layout)]
        case .unlock(let context): return unlock(context, &state)
        case .lock: return lock(&state)
        case .order(let kind, let wish): return begin(kind, wish, state.panes, &state)
        case .act(let kind, let identity): return begin(kind, on: identity, &state)
        case .decide(let id, let decision): return decide(id, decision, &state)
        case .sort, .column, .group: return ask(request, &state)
        }
        return []
    }

    /// Hands a request to the focused panel.
    private static func ask(_ request: Request, _ state: inout DashboardState) -> [Effect] {
        guard let pane = state.focusedPane(state.panes) else { return [] }
        let context = state.context(pane, isFocused: true)
        switch pane.panel.carryOut(request, context: context, state: &state) {
        case .done(let effects): return effects
        case .refused(let reason): state.tell(Notice(reason))
        case .ignored: state.tell(Notice("There is no table here to arrange."))
        }
        return []
    }

    /// One that nothing here goes by would lie in wait, out of sight.
    private static func filter(_ text: String, _ state: inout DashboardState) {
        guard state.panes.contains(where: { $0.panel.commands.contains(.filter) }) else {
            return state.tell(Notice(Refusal.reason(.filter, state)))
        }
        do {
            try state.filter.set(text)
        } catch {
            state.tell(Notice(error.message, .warning))
        }
    }

    private static func chooseTheme(_ name: String, _ state: inout DashboardState) {
        let themes = state.options.themes
        let best =
            themes.first { $0.name == name }
            ?? themes.filter { Fuzzy.score(name, $0.name) != nil }
            .max { (Fuzzy.score(name, $0.name) ?? 0) < (Fuzzy.score(name, $1.name) ?? 0) }
        guard let best else {
            let names = themes.map(\.name).joined(separator: ", ")
            state.tell(Notice("There is no theme '\(name)'; there are \(names).", .warning))
            return
        }
        state.themeName = best.name
    }

    private static func chooseGraphs(_ name: String, _ state: inout DashboardState) {
        let all = PlotGlyphs.allCases
        guard let glyphs = all.first(where: { $0.rawValue.hasPrefix(name) && !name.isEmpty }) else {
            let names = all.map(\.rawValue).joined(separator: ", ")
            state.tell(Notice("Graphs are drawn with one of \(names).", .warning))
            return
        }
        state.graphs = glyphs
    }

    private static func chooseMetric(_ name: String, _ state: inout DashboardState) {
        guard
            let metric = AcceleratorMetric.allCases.first(where: {
                $0.title == name || $0.field == name
            })
        else {
            let names = HeatMetric.all.map(\.0.title).joined(separator: ", ")
            state.tell(Notice("There is no metric '\(name)'; there are \(names).", .warning))
            return
        }
        state.metric = metric
    }
}

extension DashboardState {
    /// What is worth keeping for the next start.
    package var layout: SavedLayout {
        let kept = tables.map { pane, table in
            (
                pane.name,
                SavedLayout.Table(
                    sortColumn: table.sortColumn, isDescending: table.isDescending,
                    hidden: table.hidden.sorted(), shown: table.shown.sorted(),
                    group: table.group?.text)
            )
        }
        return SavedLayout(
            theme: theme.name, graphs: graphs.rawValue,
            tables: Dictionary(kept) { first, _ in first })
    }

    /// Takes up what was kept of the last time.
    package mutating func restore(_ layout: SavedLayout) {
        if options.themes.contains(where: { $0.name == layout.theme }) { themeName = layout.theme }
        if let glyphs = layout.graphs.flatMap({ PlotGlyphs(rawValue: $0) }) { graphs = glyphs }
        for (name, saved) in layout.tables {
            var table = TableState(sortColumn: saved.sortColumn)
            table.isDescending = saved.isDescending
            table.hidden = Set(saved.hidden)
            table.shown = Set(saved.shown)
            table.group = saved.group.flatMap { Grouping($0) }
            tables[PaneID(stringLiteral: name)] = table
        }
    }
}
