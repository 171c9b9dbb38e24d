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
        var row = rect.row
        for line in lines(finding, width: rect.width, context) where row < rect.row + rect.height {
            canvas.drawPieces(
                line, column: rect.column, row: row, right: rect.column + rect.width)
            row += 1
        }
    }

    private func lines(_ finding: Finding, width: Int, _ context: PanelContext) -> [[Piece]] {
        let offset = context.state.options.zoneOffset
        let since = Format.clock(finding.since, offset: offset)
        let place = [finding.subject.site, finding.subject.name].compactMap { $0 }
        var lines: [[Piece]] = [
            [
                Piece(place.joined(separator: " · "), .bright),
                Piece("  since \(since)", .dim),
            ]
        ]
        for line in finding.evidence { lines += wrapped(line, "· ", .dim, .text, width) }
        if !finding.nextStep.isEmpty {
            lines += wrapped(finding.nextStep, "→ ", .focus, .bright, width)
        }
        if !finding.also.isEmpty {
            let names = finding.also.map(context.names.name).joined(separator: ", ")
            lines += wrapped("also \(names)", "  ", .dim, .dim, width)
        }
        if let note = finding.acknowledgement {
            lines.append([Piece(quiet(note, offset), .notice)])
        }
        return lines
    }

    private func quiet(_ note: Acknowledgement, _ offset: Int) -> String {
        let until = note.until.map { "until \(Format.clock($0, offset: offset))" }
        return "quiet \(until ?? "until it goes away"), by \(note.by)"
    }

    /// A sentence over several lines, with a sign before the first.
    private func wrapped(
        _ text: String, _ sign: String, _ signRole: Role, _ role: Role, _ width: Int
    ) -> [[Piece]] {
        FindingText.wrap(text, width: width - 2).enumerated().map { place, line in
            [Piece(place == 0 ? sign : "  ", signRole), Piece(line, role)]
        }
    }
}
