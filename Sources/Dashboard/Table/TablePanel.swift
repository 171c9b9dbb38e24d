import Fleet

/// A table as a panel: selection by identity, sorting, columns, groups, marks.
package struct TablePanel<Source: TableSource>: Panel {
    /// What its rows are of.
    package let source: Source
    private let heading: String

    /// A table of what `source` tells, under a title.
    package init(_ source: Source, title: String) {
        self.source = source
        heading = title
    }

    package var minimumSize: PanelSize { PanelSize(columns: 30, rows: 3) }
    package var commands: [Command] {
        [.open, .filter, .sort, .columns, .group, .mark, .yank]
    }

    package func commands(_ context: PanelContext) -> [Command] {
        let memo = context.state.cache.memos[context.pane]
        let hasRows = memo?.lines.isEmpty == false
        let needRow: [Command] = [.open, .mark, .yank]
        return commands.filter { hasRows || !needRow.contains($0) }
    }

    package func title(_ context: PanelContext) -> String {
        guard let memo = context.state.cache.memos[context.pane] else { return heading }
        let all = Format.count(Double(memo.all))
        let census = source.census(memo.all, context.snapshot)
        if memo.shown == memo.all { return "\(heading) \(census)" }
        // Where one thing may have several rows, a part of them is counted in rows.
        let rows = census == all ? "" : " rows"
        return "\(heading) \(Format.count(Double(memo.shown))) of \(all)\(rows)"
    }

    package func rightTitle(_ context: PanelContext) -> String {
        let arranged = context.state.tables[context.pane] ?? TableState()
        var parts: [String] = []
        if !context.state.filter.text.isEmpty { parts.append("/ \(context.state.filter.text)") }
        if let group = arranged.group { parts.append("by \(group.text)") }
        let marks = marks(context.state)
        if !marks.isEmpty { parts.append("\(marks.count) marked") }
        return parts.joined(separator: " · ")
    }

    package func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {
        TablePainter(source: source, context: context, rect: rect).paint(into: &canvas)
    }

    package func prepare(_ pane: Pane, state: inout DashboardState) {
        var arranged = state.tables[pane.id] ?? source.firstState
        let key = TableMemo.Key(
            generation: state.shown.generation, filter: state.filter.text,
            sortColumn: arranged.sortColumn, isDescending: arranged.isDescending,
            group: arranged.group, collapsed: arranged.collapsed,
            actions: source.showsActions ? state.acting.revision : 0)
        if state.cache.memos[pane.id]?.key != key {
            let builder = TableBuilder(source: source, context: state.tableContext)
            state.cache.memos[pane.id] = builder.build(key, filter: state.filter.filter)
        }
        if let memo = state.cache.memos[pane.id], !memo.lines.isEmpty {
            follow(&arranged, memo, pane, &state)
            arranged.top = TableScroll.top(
                arranged.top, line: arranged.line, count: memo.lines.count,
                height: pane.inner.height - 1)
        }
        state.tables[pane.id] = arranged
    }

    /// Puts the cursor where the selected thing is now; if it is gone, on what took its line.
    private func follow(
        _ arranged: inout TableState, _ memo: TableMemo, _ pane: Pane, _ state: inout DashboardState
    ) {
        arranged.line = max(0, min(arranged.line, memo.lines.count - 1))
        let snapshot = state.shown
        // Until somebody moves it, the cursor stays at the top, whatever comes to be there.
        if state.selection[pane.id] == nil || state.selection[pane.id] == arranged.offered {
            arranged.line = 0
            arranged.offered = identity(memo.lines[0], snapshot)
            state.selection[pane.id] = arranged.offered
            return
        }
        arranged.offered = nil
        if let selected = state.selection[pane.id] {
            if stands(memo.lines[arranged.line], for: selected, snapshot) { return }
            if let line = memo.lines.firstIndex(where: { stands($0, for: selected, snapshot) }) {
                arranged.line = line
                return
            }
        }
        state.selection[pane.id] = identity(memo.lines[arranged.line], snapshot)
    }

    package func holds(_ identity: Identity) -> Bool { source.holds(identity) }

    /// What is marked of its rows; other views have marks of their own.
    func marks(_ state: DashboardState) -> Set<Identity> { state.marks.filter(holds) }

    package func shows(_ identity: Identity, context: PanelContext) -> Bool {
        context.state.cache.memos[context.pane]?.lines.contains {
            stands($0, for: identity, context.snapshot)
        } ?? false
    }

    func stands(_ line: TableLine, for identity: Identity, _ snapshot: FleetSnapshot) -> Bool {
        switch line {
        case .row(let row): source.stands(row, for: identity, snapshot)
        case .group(let group): identity == .group(group.name)
        }
    }

    func identity(_ line: TableLine, _ snapshot: FleetSnapshot) -> Identity {
        switch line {
        case .row(let row): source.identity(row, snapshot)
        case .group(let group): .group(group.name)
        }
    }
}
