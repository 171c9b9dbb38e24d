import Fleet

/// Draws a table: a heading, and as many lines as fit.
struct TablePainter<Source: TableSource> {
    let source: Source
    let context: PanelContext
    let rect: Canvas.Rect
    let table: TableContext

    init(source: Source, context: PanelContext, rect: Canvas.Rect) {
        self.source = source
        self.context = context
        self.rect = rect
        table = context.state.tableContext
    }

    func paint(into canvas: inout Canvas) {
        let memo = context.state.cache.memos[context.pane]
        let arranged = context.state.tables[context.pane] ?? TableState()
        guard let memo, !memo.lines.isEmpty else {
            empty(memo, into: &canvas)
            return
        }
        let layout = TableLayout(
            source.columns, arranged, widths: memo.widths, width: rect.width)
        heading(layout, arranged, into: &canvas)
        let height = rect.height - 1
        let top = TableScroll.top(
            arranged.top, line: arranged.line, count: memo.lines.count, height: height)
        for place in 0..<max(0, min(height, memo.lines.count - top)) {
            let number = top + place
            line(
                memo.lines[number], row: rect.row + 1 + place, layout,
                isSelected: number == arranged.line, into: &canvas)
        }
    }

    private func empty(_ memo: TableMemo?, into canvas: inout Canvas) {
        let isFiltered = (memo?.all ?? 0) > 0
        let text =
            isFiltered
            ? "None of \(Format.counted(memo?.all ?? 0, source.noun)) matches the filter."
            : source.emptyText
        let row = rect.row + max(0, rect.height / 2 - 1)
        canvas.center(text, in: rect, row: row, role: .dim)
        if isFiltered {
            canvas.center("Esc clears it.", in: rect, row: row + 1, role: .dim)
        }
    }

    private func heading(_ layout: TableLayout, _ arranged: TableState, into canvas: inout Canvas) {
        for place in layout.places {
            let isSorted = place.column.id == arranged.sortColumn
            let mark = arranged.isDescending ? Glyph.descending : Glyph.ascending
            let title = isSorted ? place.column.title + mark : place.column.title
            let role: Role = isSorted ? .bright : .heading
            if place.column.isRight {
                canvas.drawRight(
                    title, right: rect.column + place.x + place.width, row: rect.row, role: role,
                    limit: place.width + 1)
            } else {
                canvas.drawCut(
                    title, column: rect.column + place.x, row: rect.row, width: place.width + 1,
                    role: role)
            }
        }
        if layout.hasMore {
            // Beside the columns, in the frame's margin: never against a heading.
            canvas.draw(Glyph.more, column: rect.column + rect.width, row: rect.row, role: .bright)
        }
        if layout.hasLess, let first = layout.places.first(where: { !$0.column.isPinned }) {
            canvas.draw(
                Glyph.less, column: rect.column + max(0, first.x - 1), row: rect.row,
                role: .bright)
        }
    }

    private func line(
        _ line: TableLine, row: Int, _ layout: TableLayout, isSelected: Bool,
        into canvas: inout Canvas
    ) {
        switch line {
        case .group(let group): heading(of: group, row: row, layout, into: &canvas)
        case .row(let reference): cells(of: reference, row: row, layout, into: &canvas)
        }
        let strip = Canvas.Rect(column: rect.column, row: row, width: rect.width, height: 1)
        if isSelected {
            canvas.overlay(strip, role: .selection, isWeak: !context.isFocused)
        }
    }

    private func cells(
        of reference: RowReference, row: Int, _ layout: TableLayout, into canvas: inout Canvas
    ) {
        let isStale = source.isStale(reference, table.snapshot)
        let isMarked =
            !context.state.marks.isEmpty
            && context.state.marks.contains(source.identity(reference, table.snapshot))
        var table = table
        table.plots = canvas.plots
        table.isASCII = canvas.isASCII
        for place in layout.places {
            table.width = place.width
            let cell = place.column.cell(reference, table)
            draw(cell, place, row: row, isStale: isStale && place.column.id != "age", into: &canvas)
        }
        if isMarked {
            canvas.draw(Glyph.marked, column: rect.column, row: row, role: .marked)
            canvas.overlay(
                Canvas.Rect(column: rect.column, row: row, width: rect.width, height: 1),
                role: .marked, isWeak: true)
        }
    }

    private func draw(
        _ cell: TableCell, _ place: TableLayout.Place, row: Int, isStale: Bool,
        into canvas: inout Canvas
    ) {
        var x = rect.column + place.x
        let right = x + place.width
        if place.column.isRight { x = max(x, right - DisplayWidth.columns(of: cell.text)) }
        for piece in cell.pieces {
            let role = isStale && piece.role.fades ? Role.stale : piece.role
            x += canvas.drawCut(piece.text, column: x, row: row, width: right - x, role: role)
        }
    }

    /// The group's name over the pinned columns, and the columns summed up.
    private func heading(
        of group: GroupLine, row: Int, _ layout: TableLayout, into canvas: inout Canvas
    ) {
        let sign = group.isCollapsed ? "▸" : "▾"
        // The name may reach as far as the first sum begins.
        let first = layout.places.first {
            !$0.column.isPinned && group.totals[$0.column.id] != nil
        }
        let end = first.map { place in
            let sum = DisplayWidth.columns(of: group.totals[place.column.id] ?? "")
            return place.x + max(0, place.width - sum)
        }
        let room = max(0, (end ?? rect.width) - 1)
        let name = group.name.isEmpty ? "(none)" : group.name
        var used = canvas.drawCut(
            "\(sign) \(name)", column: rect.column, row: row, width: room, role: .bright)
        // The number alone says it as well, and is never cut.
        let forms = [Format.counted(group.count, source.noun), Format.count(Double(group.count))]
        if let text = forms.first(where: { used + 2 + $0.count <= room }) {
            used += canvas.draw(
                "  " + text, column: rect.column + used, row: row, role: .dim)
        }
        states(of: group, after: used + 2, room, layout, row: row, into: &canvas)
        for place in layout.places where place.x >= first?.x ?? .max {
            guard let total = group.totals[place.column.id] else { continue }
            canvas.drawRight(
                total, right: rect.column + place.x + place.width, row: row, role: .bright,
                limit: place.width)
        }
    }
}

extension TablePainter {
    /// `2 crit 1 silent`: below the heading that says what is wrong, or after the name where there is none;
    /// in glyphs where words do not fit.
    private func states(
        of group: GroupLine, after used: Int, _ room: Int, _ layout: TableLayout, row: Int,
        into canvas: inout Canvas
    ) {
        let kinds: [(state: RowState, word: String)] = [
            (.failed, "crit"), (.warning, "warn"), (.stale, "silent"),
        ]
        let found = kinds.compactMap { kind in
            group.states[kind.state].map { (kind: kind, count: $0) }
        }
        let words = found.map { Piece("\($0.count) \($0.kind.word) ", $0.kind.state.role) }
        let glyphs = found.map { Piece("\($0.kind.state.glyph)\($0.count) ", $0.kind.state.role) }
        let below = layout.places.first { $0.column.id == "health" }
        for pieces in [words, glyphs] {
            let width = pieces.reduce(-1) { $0 + DisplayWidth.columns(of: $1.text) }
            let place: Int
            if let below, width <= below.width {
                place = below.x
            } else if used + width <= room {
                place = used
            } else {
                continue
            }
            canvas.drawPieces(
                pieces, column: rect.column + place, row: row, right: rect.column + rect.width)
            return
        }
    }
}

extension Role {
    /// Whether old readings take its colour away. What is broken stays red when it is old.
    var fades: Bool { self != .critical && self != .warning }
}
