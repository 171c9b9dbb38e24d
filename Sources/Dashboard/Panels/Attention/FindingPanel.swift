import Fleet

/// The selected finding: the readings that say so, and what to do.
struct FindingPanel: Panel {
    func title(_ context: PanelContext) -> String { "Why, and what to do" }

    func rightTitle(_ context: PanelContext) -> String { finding(context)?.rule ?? "" }

    private func finding(_ context: PanelContext) -> Finding? {
        guard case .finding(let id) = context.state.selection["findings"] else { return nil }
        return context.snapshot.findings.first { $0.id == id }
    }

    func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {
        guard let finding = finding(context) else { return }
        let lines = Self.text(finding, width: rect.width, context.state).fitting(rect.height)
        for (place, line) in lines.prefix(rect.height).enumerated() {
            canvas.drawPieces(
                line, column: rect.column, row: rect.row + place, right: rect.column + rect.width)
        }
    }

    /// Rows that the longest finding takes with all it tells. Of a flood the gravest will do, since this
    /// is asked often.
    static func rowCount(_ width: Int, _ state: DashboardState) -> Int {
        let rows = state.shown.findings.prefix(32).map { finding in
            let text = text(finding, width: width, state)
            return text.facts.reduce(1) { $0 + $1.count } + text.step.count
        }
        return rows.max() ?? 0
    }

    /// A finding in lines: what it is about, the facts, what is to be done.
    private struct Text {
        var heading: [Piece]
        var facts: [[[Piece]]]
        var step: [[Piece]]

        /// As much as fits into so many rows: facts are left out before the step is, and it is told how
        /// many.
        func fitting(_ rows: Int) -> [[Piece]] {
            let room = rows - 1 - step.count
            if facts.reduce(0, { $0 + $1.count }) <= room {
                return [heading] + facts.joined() + step
            }
            var shown: [[Piece]] = []
            var count = 0
            for fact in facts {
                // The heading says that there are more where no line is left for that.
                guard shown.count + fact.count <= room else { break }
                shown += fact
                count += 1
            }
            let more = Piece("  \(facts.count - count) more", .dim)
            return [heading + [more]] + shown + step
        }
    }

    private static func text(_ finding: Finding, width: Int, _ state: DashboardState) -> Text {
        let offset = state.options.zoneOffset
        let since = Format.clock(finding.since, offset: offset)
        let place = [finding.subject.site, finding.subject.name].compactMap { $0 }
        let heading = [
            Piece(place.joined(separator: " · "), .bright), Piece("  since \(since)", .dim),
        ]
        var facts = finding.evidence.map { wrapped($0, "· ", .dim, .text, width) }
        if let note = finding.acknowledgement {
            facts.append([[Piece(quiet(note, offset), .notice)]])
        }
        if !finding.also.isEmpty {
            let also = SubjectNames.text(finding.also, state)
            facts.append(wrapped("also \(also)", "  ", .dim, .dim, width))
        }
        let step =
            finding.nextStep.isEmpty
            ? [] : wrapped(finding.nextStep, "→ ", .focus, .bright, width)
        return Text(heading: heading, facts: facts, step: step)
    }

    private static func quiet(_ note: Acknowledgement, _ offset: Int) -> String {
        let until = note.until.map { "until \(Format.clock($0, offset: offset))" }
        return "quiet \(until ?? "until it goes away"), by \(note.by)"
    }

    /// A sentence over several lines, with a sign before the first.
    private static func wrapped(
        _ text: String, _ sign: String, _ signRole: Role, _ role: Role, _ width: Int
    ) -> [[Piece]] {
        FindingText.wrap(text, width: width - 2).enumerated().map { place, line in
            [Piece(place == 0 ? sign : "  ", signRole), Piece(line, role)]
        }
    }
}
