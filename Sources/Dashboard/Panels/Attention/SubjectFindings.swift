import Fleet

/// What is wrong with the one node or endpoint that a detail view is about: each finding with its
/// evidence and next step.
struct SubjectFindings: Panel {
    func title(_ context: PanelContext) -> String {
        let findings = Self.findings(context.subject, in: context.state)
        let open = findings.count { $0.acknowledgement == nil }
        return open == 0 ? "Attention" : "Attention \(open)"
    }

    func rightTitle(_ context: PanelContext) -> String {
        let findings = Self.findings(context.subject, in: context.state)
        let quiet = FindingText.quiet(findings).map { "\($0) · 0 all" } ?? "0 all"
        return context.more(of: findings.count, heading: 0, then: quiet)
    }

    /// The findings about what a detail view shows, by any of its sources; in the snapshot's order.
    static func findings(_ identity: Identity?, in state: DashboardState) -> [Finding] {
        let places: Set<Place>
        switch identity {
        case .node:
            guard let node = NodeSubject(identity, in: state) else { return [] }
            places = Set(
                node.host.parts.map { Place(source: $0.source.id, name: $0.identity.name) })
        case .endpoint(let source, _):
            guard let endpoint = EndpointRow.find(identity, in: state.shown) else { return [] }
            let names = [endpoint.identity.label, endpoint.identity.name]
            places = Set(names.map { Place(source: source, name: $0) })
        default: return []
        }
        return state.shown.findings.filter { finding in
            ([finding.subject] + finding.also).contains { subject in
                subject.source.map { places.contains(Place(source: $0, name: subject.name)) }
                    ?? false
            }
        }
    }

    private struct Place: Hashable {
        let source: SourceID
        let name: String
    }

    /// Rows that everything about the findings takes.
    static func rowCount(_ findings: [Finding], width: Int) -> Int {
        findings.reduce(0) { $0 + lines($1, width: width).count }
    }

    func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {
        let findings = Self.findings(context.subject, in: context.state)
        let isTight = Self.rowCount(findings, width: rect.width) > rect.height
        var row = rect.row
        for finding in findings {
            let age = Format.age(context.now.wall - finding.since)
            // Where there is no room for all, each keeps its first line and what is to be done.
            let all = Self.lines(finding, width: rect.width)
            let lines = isTight ? Self.short(finding, all, rect.width) : all
            for (place, line) in lines.enumerated() where row < rect.row + rect.height {
                canvas.drawPieces(
                    line, column: rect.column, row: row, right: rect.column + rect.width - 7)
                if place == 0 {
                    canvas.drawRight(
                        age, right: rect.column + rect.width, row: row, role: .dim, limit: 6)
                }
                row += 1
            }
        }
    }

    private static func lines(_ finding: Finding, width: Int) -> [[Piece]] {
        var lines = [heading(finding)]
        let evidence = finding.evidence.joined(separator: " · ")
        if !evidence.isEmpty { lines += wrapped(evidence, "  · ", .dim, width) }
        if !finding.nextStep.isEmpty { lines += wrapped(finding.nextStep, "  → ", .bright, width) }
        return lines
    }

    private static func short(_ finding: Finding, _ all: [[Piece]], _ width: Int) -> [[Piece]] {
        guard let first = all.first, !finding.nextStep.isEmpty else { return [heading(finding)] }
        return [first + [Piece("  → \(finding.nextStep)", .dim)]]
    }

    private static func heading(_ finding: Finding) -> [Piece] {
        let state = RowState(finding)
        let isQuiet = finding.acknowledgement != nil
        return [
            Piece(isQuiet ? "· " : state.glyph + " ", isQuiet ? .dim : state.role),
            Piece(finding.title, isQuiet ? .dim : .bright),
            Piece(isQuiet ? "  quiet" : "", .dim),
        ]
    }

    private static func wrapped(
        _ text: String, _ sign: String, _ role: Role, _ width: Int
    ) -> [[Piece]] {
        FindingText.wrap(text, width: width - 11).enumerated().map { place, line in
            [Piece(place == 0 ? sign : "    ", .dim), Piece(line, role)]
        }
    }
}

extension PaneStack {
    /// Asks for a pane with what is wrong with the subject, above all others, if anything is.
    mutating func wantFindings(_ state: DashboardState, width: Int) {
        let findings = SubjectFindings.findings(state.location.subject, in: state)
        guard !findings.isEmpty else { return }
        let rows = 2 + SubjectFindings.rowCount(findings, width: width - 4)
        want(
            "findings.own", SubjectFindings(),
            Wish(least: 3, decent: min(rows, 8), most: min(rows, 20)), place: -1, canFocus: false)
    }
}
