import Fleet

/// Owned and rented side by side, in the same columns.
struct SitesPanel: Panel {
    var minimumSize: PanelSize { PanelSize(columns: 30, rows: 2) }
    var commands: [Command] { [.open] }

    func title(_ context: PanelContext) -> String { "Sites" }

    func rightTitle(_ context: PanelContext) -> String {
        let total = context.state.fleetSummary.total
        return context.more(
            of: Self.rowCount(context.state.fleetSummary),
            then: "\(total.sourcesLive) of \(total.sources) sources live")
    }

    /// Rows below the heading: every site, and the sum if there are several.
    static func rowCount(_ summary: FleetSummary) -> Int {
        max(1, summary.sites.count + (summary.sites.count > 1 ? 1 : 0))
    }

    /// Sites that there is room for below the heading; the sum is the last row whatever is left out.
    private static func page(_ summary: FleetSummary, height: Int) -> Int {
        max(0, height - (summary.sites.count > 1 ? 2 : 1))
    }

    func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {
        let summary = context.state.fleetSummary
        let page = Self.page(summary, height: rect.height)
        let cursor = cursor(summary, rows: page)
        let top = cursor.top(context.selected)
        let findings = context.snapshot.findings
        var rows = summary.sites.dropFirst(top).prefix(page)
            .map { Self.entries($0.site, $0.summary, findings) }
        let isSelecting = context.isFocused && context.selected != nil
        if page == 0, isSelecting {
            rows = summary.sites.dropFirst(top).map { Self.entries($0.site, $0.summary, findings) }
        }
        if summary.sites.count > 1 {
            rows.append(Self.row(.text("all", .heading), .blank, summary.total, findings))
        }
        var table = FigureTable(columns: Self.columns, rows: rows)
        if context.isFocused, let place = cursor.place(context.selected) {
            table.selected = place - top
        }
        table.draw(on: &canvas, in: rect)
    }

    func perform(_ command: Command, context: PanelContext, state: inout DashboardState) -> Outcome
    {
        if command == .metric { return HeatMapPanel.switchMetric(&state) }
        let cursor = cursor(context.state.fleetSummary, rows: 4)
        if let outcome = cursor.move(command, pane: context.pane, state: &state) { return outcome }
        guard command == .open else { return .ignored }
        let summary = context.state.fleetSummary
        guard case .site(let name) = context.selected, let site = summary.site(name) else {
            return .refused("Select a site first.")
        }
        state.go(in: site.nodes > 0 ? .nodes : .endpoints, only: "site", name)
        return .done([])
    }

    func click(_ click: Click, context: PanelContext, state: inout DashboardState) -> Outcome {
        let summary = context.state.fleetSummary
        let cursor = cursor(summary, rows: Self.page(summary, height: click.rect.height))
        let opens = cursor.click(click, heading: 1, pane: context.pane, state: &state)
        return opens ? perform(.open, context: context, state: &state) : .done([])
    }

    private func cursor(_ summary: FleetSummary, rows: Int) -> RowCursor {
        RowCursor(rows: summary.sites.map { .site($0.site.name) }, page: max(1, rows))
    }
}

extension SitesPanel {
    private static let columns: [FigureTable.Column] = [
        .text("site", 6, most: 20, rank: 0), .text("placement", 9, most: 12, rank: 7),
        .figure("nodes", 4, rank: 4), .figure("GPUs", 4, rank: 2), .figure("endp", 4, rank: 5),
        .text("busy", 15, most: 64, rank: 0, stretches: true), .figure("mem", 4, rank: 8),
        .figure("req/s", 6, rank: 1), .figure("err %", 5, rank: 3),
        .figure("tok/s", 5, rank: 9), .figure("queue", 5, rank: 10),
        FigureTable.Column(title: "obj", width: 3, most: 14, rank: 6),
        .figure("kW", 5, rank: 11), .text("", 1, most: 9, rank: 3),
    ]

    private static func entries(
        _ site: Site, _ summary: SiteSummary, _ findings: [Finding]
    ) -> [FigureTable.Entry] {
        let own = findings.filter { $0.subject.site == site.name }
        // Of sources that name no site there is nothing to say where they are.
        if site.name == Site.unnamed.name, site.placement == nil {
            return row(.text("no site named", .dim), .blank, summary, own)
        }
        let placement: FigureTable.Entry =
            site.placement.map { .text($0.rawValue, $0.isOwned ? .owned : .rented) } ?? .absent
        return row(.text(site.name, .bright), placement, summary, own)
    }

    private static func row(
        _ name: FigureTable.Entry, _ placement: FigureTable.Entry, _ summary: SiteSummary,
        _ findings: [Finding]
    ) -> [FigureTable.Entry] {
        [
            name, placement, count(summary.nodesLive, summary.nodes),
            count(summary.acceleratorsSeen, summary.acceleratorsExpected),
            count(summary.endpointsServing, summary.endpoints), busy(summary), memory(summary),
            figure(summary.requestRate, Format.rate), errors(summary),
            figure(summary.tokensOut, Format.compact), figure(summary.waiting, Format.count),
            objectives(summary.objectives, findings),
            figure(summary.power) { Format.fixed($0 / 1000, $0 < 100_000 ? 1 : 0) },
            attention(summary),
        ]
    }

    /// `303/304`: what is there of what there should be; bright where some is missing.
    private static func count(_ seen: Int, _ expected: Int) -> FigureTable.Entry {
        if expected == 0 { return .blank }
        let all = Format.count(Double(expected))
        if seen == expected { return .plain(all) }
        return .text("\(Format.count(Double(seen)))/\(all)", .bright)
    }

    private static func busy(_ summary: SiteSummary) -> FigureTable.Entry {
        guard summary.busy.applies else { return .blank }
        guard let mean = summary.busy.mean else { return .meter(Meter(nil), Format.absent, .dim) }
        let text = Format.percent(mean)
        // Where as many tell as are seen, the capacity column has said so already.
        if summary.busy.counted >= summary.acceleratorsSeen {
            return .meter(Meter(mean), text, .bright)
        }
        let counted = Format.count(Double(summary.busy.counted))
        return .meter(Meter(mean), "\(text) of \(counted)", .bright)
    }

    private static func memory(_ summary: SiteSummary) -> FigureTable.Entry {
        guard summary.memoryTotal.applies else { return .blank }
        return summary.memoryRatio.map { .plain(Format.percent($0)) } ?? .absent
    }

    private static func errors(_ summary: SiteSummary) -> FigureTable.Entry {
        guard summary.endpoints > 0 else { return .blank }
        guard let ratio = summary.errorRatio else { return .absent }
        return .text(Format.finePercent(ratio), EndpointLook.errorRole(ratio))
    }

    private static func figure(_ tally: Tally, _ text: (Double) -> String) -> FigureTable.Entry {
        guard tally.applies else { return .blank }
        return tally.total.map { .plain(text($0)) } ?? .absent
    }

    /// `11/12 of 14`: those met of those known, and of how many where some are not.
    private static func objectives(
        _ tally: ObjectiveTally, _ findings: [Finding]
    ) -> FigureTable.Entry {
        guard tally.total > 0 else { return .blank }
        guard tally.known > 0 else { return .absent }
        let all = tally.unknown > 0 ? " of \(tally.total)" : ""
        return .text("\(tally.met)/\(tally.known)\(all)", tally.role(findings, or: .text))
    }

    private static func attention(_ summary: SiteSummary) -> FigureTable.Entry {
        if summary.critical > 0 { return .text("\(Glyph.critical) \(summary.critical)", .critical) }
        if summary.warnings > 0 { return .text("\(Glyph.warning) \(summary.warnings)", .warning) }
        return .blank
    }
}
