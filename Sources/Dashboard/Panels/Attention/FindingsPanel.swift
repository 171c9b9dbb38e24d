import Fleet

/// The findings, worst first, under a heading for each severity; what somebody acknowledged comes last
/// and is quiet.
package struct FindingsPanel: Panel {
    package var commands: [Command] { [.open, .acknowledge, .yank] }

    package func title(_ context: PanelContext) -> String {
        let open = context.snapshot.findings.filter { $0.acknowledgement == nil }.count
        return open == 0 ? "Attention" : "Attention \(open)"
    }

    package func rightTitle(_ context: PanelContext) -> String {
        let findings = context.snapshot.findings
        let top = context.state.tables[context.pane]?.top ?? 0
        let shown = Self.lines(context.snapshot).dropFirst(top).prefix(context.size.rows)
        let hidden = findings.count - shown.count(where: \.isFinding)
        return context.more(
            of: context.size.rows + hidden, heading: 0, then: FindingText.quiet(findings) ?? "")
    }

    /// A line of the list.
    enum Line {
        case heading(String)
        case finding(Finding)

        var isFinding: Bool {
            if case .finding = self { true } else { false }
        }
    }

    static func lines(_ snapshot: FleetSnapshot) -> [Line] {
        var lines: [Line] = []
        for severity in [Severity.critical, .warning, .notice] {
            let found = snapshot.findings.filter {
                $0.severity == severity && $0.acknowledgement == nil
            }
            if !found.isEmpty {
                lines += [.heading("\(severity.word) \(found.count)")] + found.map { .finding($0) }
            }
        }
        let quiet = snapshot.findings.filter { $0.acknowledgement != nil }
        if !quiet.isEmpty {
            lines += [.heading("quiet \(quiet.count)")] + quiet.map { .finding($0) }
        }
        return lines
    }

    package func prepare(_ pane: Pane, state: inout DashboardState) {
        let lines = Self.lines(state.shown)
        var list = state.tables[pane.id] ?? TableState()
        guard !lines.isEmpty else {
            state.selection[pane.id] = nil
            return
        }
        // Until somebody moves it, the cursor is on the worst finding, whatever comes later.
        if state.selection[pane.id] == list.offered { state.selection[pane.id] = nil }
        let isOffered = state.selection[pane.id] == nil && list.line <= 1
        let selected = state.selection[pane.id]
        let line = lines.firstIndex {
            if case .finding(let finding) = $0 { return .finding(finding.id) == selected }
            return false
        }
        list.line = line ?? Self.nearest(isOffered ? 0 : list.line, lines)
        list.offered = nil
        list.top = TableScroll.top(
            list.top, line: list.line, count: lines.count, height: pane.inner.height)
        // The heading above the first finding stays in sight.
        if list.line == 1, list.top == 1 { list.top = 0 }
        if case .finding(let finding) = lines[list.line] {
            state.selection[pane.id] = .finding(finding.id)
            if isOffered { list.offered = .finding(finding.id) }
        }
        state.tables[pane.id] = list
    }

    /// The finding at the line or the next one to it.
    private static func nearest(_ line: Int, _ lines: [Line]) -> Int {
        let line = max(0, min(line, lines.count - 1))
        let places = lines.indices.filter { lines[$0].isFinding }
        return places.min { abs($0 - line) < abs($1 - line) } ?? line
    }

    package func perform(_ command: Command, context: PanelContext, state: inout DashboardState)
        -> Outcome
    {
        let lines = Self.lines(state.shown)
        let page = state.panes.first { $0.id == context.pane }?.inner.height ?? 10
        let findings = lines.compactMap { line -> Finding? in
            if case .finding(let finding) = line { return finding }
            return nil
        }
        let place = findings.firstIndex { .finding($0.id) == context.selected } ?? 0
        if let next = TableScroll.move(command, from: place, count: findings.count, page: page) {
            state.tables[context.pane]?.offered = nil
            if !findings.isEmpty { state.selection[context.pane] = .finding(findings[next].id) }
            return .done([])
        }
        guard findings.indices.contains(place) else {
            return FindingActions.refusal(command)
        }
        // Who acts on a finding has chosen it, and stays with it when it becomes quiet.
        state.tables[context.pane]?.offered = nil
        return FindingActions.perform(command, findings[place], &state)
    }

    package func click(_ click: Click, context: PanelContext, state: inout DashboardState)
        -> Outcome
    {
        switch click.kind {
        case .wheelUp: return perform(.up, context: context, state: &state)
        case .wheelDown: return perform(.down, context: context, state: &state)
        case .press:
            let lines = Self.lines(state.shown)
            let line = (state.tables[context.pane]?.top ?? 0) + click.row - click.rect.row
            guard lines.indices.contains(line), case .finding(let finding) = lines[line] else {
                return .ignored
            }
            if state.selection[context.pane] == .finding(finding.id) {
                return FindingActions.perform(.open, finding, &state)
            }
            state.selection[context.pane] = .finding(finding.id)
            return .done([])
        }
    }

    package func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {
        let lines = Self.lines(context.snapshot)
        guard !lines.isEmpty else {
            let text = "Nothing needs attention."
            canvas.center(
                "\(Glyph.good) \(text)", in: rect, row: rect.row + max(0, rect.height / 2 - 1),
                role: .good)
            return
        }
        let list = context.state.tables[context.pane] ?? TableState()
        let top = TableScroll.top(
            list.top, line: list.line, count: lines.count, height: rect.height)
        let names = lines.map { line -> Int in
            guard case .finding(let finding) = line else { return 0 }
            return DisplayWidth.columns(of: context.names.name(finding.subject))
        }
        let nameWidth = min(names.max() ?? 0, max(12, rect.width / 4))
        for (place, line) in lines.dropFirst(top).prefix(rect.height).enumerated() {
            let row = rect.row + place
            switch line {
            case .heading(let text):
                canvas.drawCut(
                    text, column: rect.column, row: row, width: rect.width, role: .heading)
            case .finding(let finding):
                draw(finding, nameWidth, row: row, rect, context, into: &canvas)
            }
        }
    }

    private func draw(
        _ finding: Finding, _ nameWidth: Int, row: Int, _ rect: Canvas.Rect,
        _ context: PanelContext, into canvas: inout Canvas
    ) {
        let isQuiet = finding.acknowledgement != nil
        let state = RowState(finding)
        let age = Format.age(context.now.wall - finding.since)
        let width = max(0, rect.width - 6)
        canvas.draw(
            isQuiet ? "·" : state.glyph, column: rect.column, row: row,
            role: isQuiet ? .dim : state.role, clip: rect)
        canvas.drawPieces(
            [
                Piece(
                    Format.left(context.names.name(finding.subject), nameWidth),
                    isQuiet ? .dim : .bright),
                Piece("  "), Piece(finding.title, isQuiet ? .dim : finding.titleRole),
                Piece(finding.also.isEmpty ? "" : "  and \(finding.also.count) more", .dim),
                Piece(
                    finding.nextStep.isEmpty ? "" : "  → \(finding.nextStep)",
                    isQuiet ? .dim : .text),
            ], column: rect.column + 2, row: row, right: rect.column + width)
        canvas.drawRight(age, right: rect.column + rect.width, row: row, role: .dim, limit: 6)
        if .finding(finding.id) == context.selected {
            canvas.overlay(
                Canvas.Rect(column: rect.column, row: row, width: rect.width, height: 1),
                role: .selection, isWeak: !context.isFocused)
        }
    }
}
