import Fleet

/// What needs attention, one line each, with its evidence and next step.
struct AttentionDigest: Panel {
    var minimumSize: PanelSize { PanelSize(columns: 20, rows: 1) }
    var commands: [Command] { [.open, .acknowledge, .yank] }

    func title(_ context: PanelContext) -> String {
        let count = Self.open(context.snapshot).count
        return count == 0 ? "Attention" : "Attention \(count)"
    }

    func rightTitle(_ context: PanelContext) -> String {
        let quiet = FindingText.quiet(context.snapshot.findings).map { "\($0) · 0 all" } ?? "0 all"
        return context.more(of: Self.open(context.snapshot).count, heading: 0, then: quiet)
    }

    func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {
        let findings = Self.open(context.snapshot)
        guard !findings.isEmpty else {
            quiet(into: &canvas, rect: rect, context: context)
            return
        }
        let cursor = cursor(findings, rows: rect.height)
        let top = cursor.top(context.selected)
        let shown = findings.dropFirst(top).prefix(rect.height)
        let name = shown.map { DisplayWidth.columns(of: Self.name($0, context)) }.max() ?? 0
        for (line, finding) in shown.enumerated() {
            draw(
                finding, nameWidth: min(name, max(8, rect.width / 4)), row: rect.row + line,
                into: &canvas, rect: rect, context)
            if context.isFocused, context.selected == .finding(finding.id) {
                canvas.highlight(
                    Canvas.Rect(
                        column: rect.column, row: rect.row + line, width: rect.width, height: 1))
            }
        }
    }

    /// As Enter has it: the first, until somebody has selected another.
    func subject(_ context: PanelContext) -> Identity? {
        let findings = Self.open(context.snapshot)
        let place = cursor(findings, rows: 4).place(context.selected) ?? 0
        return findings.indices.contains(place) ? .finding(findings[place].id) : nil
    }

    func perform(_ command: Command, context: PanelContext, state: inout DashboardState) -> Outcome
    {
        if command == .metric { return HeatMapPanel.switchMetric(&state) }
        let findings = Self.open(context.snapshot)
        let cursor = cursor(findings, rows: 4)
        if let outcome = cursor.move(command, pane: context.pane, state: &state) { return outcome }
        let place = cursor.place(context.selected) ?? 0
        guard findings.indices.contains(place) else { return FindingActions.refusal(command) }
        return FindingActions.perform(command, findings[place], &state)
    }

    func click(_ click: Click, context: PanelContext, state: inout DashboardState) -> Outcome {
        let cursor = cursor(Self.open(context.snapshot), rows: click.rect.height)
        let opens = cursor.click(click, heading: 0, pane: context.pane, state: &state)
        return opens ? perform(.open, context: context, state: &state) : .done([])
    }

    /// Findings that nobody has acknowledged, most severe first.
    static func open(_ snapshot: FleetSnapshot) -> [Finding] {
        snapshot.findings.filter { $0.acknowledgement == nil }
    }

    private func cursor(_ findings: [Finding], rows: Int) -> RowCursor {
        RowCursor(rows: findings.map { .finding($0.id) }, page: max(1, rows))
    }
}

extension AttentionDigest {
    private static func name(_ finding: Finding, _ context: PanelContext) -> String {
        let more = finding.also.isEmpty ? "" : " +\(finding.also.count)"
        return context.names.name(finding.subject) + more
    }

    private func draw(
        _ finding: Finding, nameWidth: Int, row: Int, into canvas: inout Canvas,
        rect: Canvas.Rect, _ context: PanelContext
    ) {
        let role = finding.severity.role
        let right = rect.column + rect.width
        canvas.draw(Glyph.of(finding.severity), column: rect.column, row: row, role: role)
        canvas.drawCut(
            Self.name(finding, context), column: rect.column + 2, row: row, width: nameWidth,
            role: .bright)
        let age = Format.age(context.now.wall - finding.since)
        canvas.drawRight(age, right: right, row: row, role: .dim, limit: 6)
        let start = rect.column + 2 + nameWidth + 2
        let room = right - 7 - start
        guard room > 0 else { return }
        let parts = Self.parts(finding, room: room)
        var pieces = [Piece(finding.title, finding.titleRole)]
        pieces += parts.evidence.map { Piece(" · " + $0, .dim) }
        let used = canvas.drawPieces(pieces, column: start, row: row, right: start + room) - start
        if !parts.step.isEmpty {
            canvas.drawCut(
                "→ " + parts.step, column: start + used + 2, row: row, width: room - used - 2)
        }
    }

    /// What fits beside the title: the next step first, and then as much of the evidence as fits whole.
    /// A step that does not fit is cut; evidence never is, since the step leads to all of it.
    static func parts(_ finding: Finding, room: Int) -> (evidence: [String], step: String) {
        var left = room - DisplayWidth.columns(of: finding.title)
        let step = finding.nextStep
        let wanted = step.isEmpty ? 0 : DisplayWidth.columns(of: step) + 4
        let isShown = wanted <= left || left >= 16
        left -= isShown ? wanted : 0
        var evidence: [String] = []
        for line in finding.evidence {
            let line = line.hasSuffix(".") ? String(line.dropLast()) : line
            left -= DisplayWidth.columns(of: line) + 3
            if left < 0 { break }
            evidence.append(line)
        }
        return (evidence, isShown ? step : "")
    }

    private func quiet(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {
        guard rect.height > 0 else { return }
        let snapshot = context.snapshot
        var pieces: [Piece]
        if snapshot.sources.allSatisfy({ $0.status == .waiting }) {
            pieces = [
                Piece(Glyph.waiting + " ", .dim), Piece("waiting for the first answers", .dim),
            ]
        } else {
            let quiet = FindingText.quiet(snapshot.findings)
            pieces = [
                Piece(Glyph.good + " ", .good),
                Piece(quiet == nil ? "nothing needs attention" : "nothing new needs attention"),
                Piece(quiet.map { " · \($0)" } ?? "", .notice),
            ]
        }
        if let change = context.state.changes.first {
            let age = Format.age(context.now.wall - change.time)
            pieces.append(
                Piece(
                    " · last change \(age) ago: \(context.names.name(change.subject)) \(change.text)",
                    .dim))
        }
        canvas.drawPieces(
            pieces, column: rect.column, row: rect.row, right: rect.column + rect.width)
    }
}

extension Finding {
    /// The colour of what is wrong: a notice is ordinary text.
    var titleRole: Role { severity == .notice ? .text : severity.role }
}
