import Fleet

extension TablePanel {
    package func perform(_ command: Command, context: PanelContext, state: inout DashboardState)
        -> Outcome
    {
        guard let memo = state.cache.memos[context.pane] else { return .ignored }
        let page = state.panes.first { $0.id == context.pane }?.inner.height ?? 10
        let arranged = state.tables[context.pane] ?? TableState()
        if let line = TableScroll.move(
            command, from: arranged.line, count: memo.lines.count, page: page - 1)
        {
            if !memo.lines.isEmpty { select(line, memo, context.pane, &state) }
            return .done([])
        }
        switch command {
        case .left, .right:
            scroll(command == .right ? 1 : -1, arranged, context.pane, &state)
            return .done([])
        case .open: return open(context.pane, &state)
        case .mark: return mark(memo, context.pane, &state)
        case .yank: return yank(context.pane, &state)
        default: return arrange(command, context.pane, arranged, &state)
        }
    }

    private func arrange(
        _ command: Command, _ pane: PaneID, _ arranged: TableState, _ state: inout DashboardState
    ) -> Outcome {
        switch command {
        case .sort: state.layers.append(TableMenus.sort(source.columns, arranged))
        case .columns:
            state.layers.append(TableMenus.columns(source.columns, visible(pane, state)))
        case .group: state.layers.append(TableMenus.group(arranged, state.shown))
        case .filter: state.layers.append(FilterLayer(text: state.filter.text))
        case .back where !state.filter.text.isEmpty: state.filter = FilterState()
        case .reverse:
            guard arranged.sortColumn != nil else {
                return .refused("The rows are in the fleet's own order; o chooses a column.")
            }
            state.tables[pane]?.isDescending.toggle()
        default: return .ignored
        }
        return .done([])
    }

    private func select(
        _ line: Int, _ memo: TableMemo, _ pane: PaneID, _ state: inout DashboardState
    ) {
        state.tables[pane]?.line = line
        state.tables[pane]?.offered = nil
        state.selection[pane] = identity(memo.lines[line], state.shown)
    }

    private func scroll(
        _ step: Int, _ arranged: TableState, _ pane: PaneID, _ state: inout DashboardState
    ) {
        let width = state.panes.first { $0.id == pane }?.inner.width ?? 0
        let widths = state.cache.memos[pane]?.widths ?? [:]
        let layout = TableLayout(source.columns, arranged, widths: widths, width: width)
        state.tables[pane]?.left = max(0, min(layout.scrollable, arranged.left + step))
    }

    private func open(_ pane: PaneID, _ state: inout DashboardState) -> Outcome {
        guard let selected = state.selection[pane] else { return .refused("Nothing is selected.") }
        if case .group(let name) = selected {
            if state.tables[pane]?.collapsed.remove(name) == nil {
                state.tables[pane]?.collapsed.insert(name)
            }
            return .done([])
        }
        state.tables[pane]?.offered = nil
        return source.open(selected, &state)
    }

    private func mark(_ memo: TableMemo, _ pane: PaneID, _ state: inout DashboardState) -> Outcome {
        guard let selected = state.selection[pane], !memo.lines.isEmpty else {
            return .refused("There is no row to mark.")
        }
        if case .group = selected { return .refused("A group is not marked: mark its rows.") }
        if state.marks.remove(selected) == nil { state.marks.insert(selected) }
        let line = state.tables[pane]?.line ?? 0
        select(min(line + 1, memo.lines.count - 1), memo, pane, &state)
        return .done([])
    }

    /// The names of what is marked, else of what is selected.
    private func yank(_ pane: PaneID, _ state: inout DashboardState) -> Outcome {
        var names = marks(state).map(\.text).sorted(by: NaturalOrder.isBefore)
        if names.isEmpty { names = [state.selection[pane]].compactMap { $0?.text } }
        guard !names.isEmpty else { return .refused("Nothing is selected to copy.") }
        state.tell(Notice("Copied \(names.count == 1 ? names[0] : "\(names.count) names")."))
        return .done([.yank(names.joined(separator: "\n"))])
    }

    package func click(_ click: Click, context: PanelContext, state: inout DashboardState)
        -> Outcome
    {
        guard let memo = state.cache.memos[context.pane], !memo.lines.isEmpty else {
            return .ignored
        }
        let arranged = state.tables[context.pane] ?? TableState()
        switch click.kind {
        case .wheelUp, .wheelDown:
            let line = arranged.line + (click.kind == .wheelDown ? 3 : -3)
            select(max(0, min(memo.lines.count - 1, line)), memo, context.pane, &state)
        case .press where click.row == click.rect.row:
            return sortByHeading(click, memo, arranged, context.pane, &state)
        case .press:
            let line = arranged.top + click.row - click.rect.row - 1
            guard memo.lines.indices.contains(line) else { return .ignored }
            if line == arranged.line { return open(context.pane, &state) }
            select(line, memo, context.pane, &state)
        }
        return .done([])
    }

    private func sortByHeading(
        _ click: Click, _ memo: TableMemo, _ arranged: TableState, _ pane: PaneID,
        _ state: inout DashboardState
    ) -> Outcome {
        let layout = TableLayout(
            source.columns, arranged, widths: memo.widths, width: click.rect.width)
        let x = click.column - click.rect.column
        guard let place = layout.places.first(where: { x >= $0.x && x < $0.x + $0.width }) else {
            return .ignored
        }
        sort(by: place.column, isDescending: nil, pane, &state)
        return .done([])
    }

    /// Sorts by a column; chosen again, the other way round.
    func sort(
        by column: TableColumn, isDescending: Bool?, _ pane: PaneID, _ state: inout DashboardState
    ) {
        let isSame = state.tables[pane]?.sortColumn == column.id
        let turned = !(state.tables[pane]?.isDescending ?? false)
        state.tables[pane, default: TableState()].sortColumn = column.id
        state.tables[pane]?.isDescending =
            isDescending ?? (isSame ? turned : column.startsDescending)
    }
}

extension TablePanel {
    package var columns: [TableColumn] { source.columns }

    package func carryOut(_ request: Request, context: PanelContext, state: inout DashboardState)
        -> Outcome
    {
        let pane = context.pane
        switch request {
        case .sort(let name, let isDescending):
            if name == "none" {
                state.tables[pane]?.sortColumn = nil
            } else if let column = source.column(name) {
                sort(by: column, isDescending: isDescending, pane, &state)
            } else {
                return .refused(missing(name))
            }
        case .column(let name):
            guard let column = source.column(name) else { return .refused(missing(name)) }
            toggle(column, pane, &state)
        case .group(let grouping):
            state.tables[pane]?.group = grouping
            state.tables[pane]?.collapsed = []
        default: return .ignored
        }
        return .done([])
    }

    private func missing(_ name: String) -> String {
        let ids = source.columns.map(\.id)
        let near = PaletteAdvice.nearest(name, ids)
        return near.isEmpty
            ? "There is no column '\(name)'; there are \(ids.joined(separator: ", "))."
            : "There is no column '\(name)'. Did you mean \(near)?"
    }

    private func toggle(_ column: TableColumn, _ pane: PaneID, _ state: inout DashboardState) {
        let isOn = visible(pane, state).contains(column.id)
        var table = state.tables[pane] ?? TableState()
        if isOn {
            table.hidden.insert(column.id)
            table.shown.remove(column.id)
        } else {
            table.hidden.remove(column.id)
            table.shown.insert(column.id)
        }
        state.tables[pane] = table
    }

    /// The ids of the columns shown, those that came because there was room among them.
    private func visible(_ pane: PaneID, _ state: DashboardState) -> Set<String> {
        let width = state.panes.first { $0.id == pane }?.inner.width ?? 0
        let columns = TableLayout.visible(
            source.columns, state.tables[pane] ?? TableState(),
            widths: state.cache.memos[pane]?.widths ?? [:], width: width)
        return Set(columns.map(\.id))
    }
}
