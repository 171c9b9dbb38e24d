import Fleet

/// The top line: whose fleet, whether it is live, how much of it there is, and what time it is. What
/// matters least goes first when it gets narrow.
enum HeaderLine {
    static func render(into canvas: inout Canvas, row: Int, state: DashboardState) {
        let width = canvas.frame.width
        canvas.paint(Canvas.Rect(column: 0, row: row, width: width, height: 1), role: .header)
        let right = rightPieces(state, width)
        let end = width - Self.columns(right) - 1
        var left = lead(state, width)
        for form in fitting(figures(state), room: end - Self.columns(left) - 4) {
            left += [Piece("   ", .header)] + form
        }
        canvas.drawPieces(left, column: 1, row: row, right: end - 1)
        canvas.drawPieces(right, column: max(1, end), row: row, right: width)
    }

    /// As many figures as fit, what matters most first: all in their short forms before any in a longer
    /// one, so that no remark takes the room of a figure.
    static func fitting(_ figures: [[[Piece]]], room: Int) -> [[Piece]] {
        var chosen: [Int] = []
        func width(_ places: [Int]) -> Int {
            zip(figures, places).reduce(0) { $0 + columns($1.0[$1.1]) + 3 }
        }
        for forms in figures {
            guard width(chosen + [forms.count - 1]) <= room else { break }
            chosen.append(forms.count - 1)
        }
        for place in chosen.indices {
            for form in 0..<chosen[place] {
                var longer = chosen
                longer[place] = form
                if width(longer) <= room {
                    chosen = longer
                    break
                }
            }
        }
        return zip(figures, chosen).map { $0[$1] }
    }

    private static func columns(_ pieces: [Piece]) -> Int {
        pieces.reduce(0) { $0 + DisplayWidth.columns(of: $1.text) }
    }

    private static func lead(_ state: DashboardState, _ width: Int) -> [Piece] {
        var pieces = [Piece("hybridtop", .title)]
        // The badge of the demo says as much as its name.
        let isNamed = state.shown.isDemo ? state.shown.context != "demo" : width >= 60
        let context = Format.cut(state.shown.context, 16)
        if let frame = state.options.frame, frame != .border {
            // In brackets, so that it is told without colours as well.
            pieces += [
                Piece("  ", .header),
                Piece("[\(context.isEmpty ? frame.rawValue : context)]", frame),
            ]
        } else if !context.isEmpty, isNamed {
            pieces += [Piece("  \(context)", .header)]
        }
        pieces.append(Piece("  ", .header))
        // A word, so that it is told without colours as well; it goes before what else there is to say.
        if state.shown.isProduction {
            let word = width >= 60 ? " PRODUCTION " : " PROD "
            pieces += [Piece(word, .production), Piece("  ", .header)]
        }
        return pieces + badges(state, width)
    }

    private static func badges(_ state: DashboardState, _ width: Int) -> [Piece] {
        var pieces: [Piece] = []
        if state.shown.isDemo { pieces += [Piece(" DEMO ", .badge), Piece(" ", .header)] }
        if let frozen = state.frozen {
            let clock = Format.clock(frozen.time.wall, offset: state.options.zoneOffset)
            return pieces + [Piece(" PAUSED \(clock) ", .badge)]
        }
        let total = state.summary.total
        if total.sources == 0 { return pieces + [Piece("\(Glyph.waiting) no source", .dim)] }
        if total.sourcesLive == total.sources {
            return pieces + [Piece(Glyph.good, .good), Piece(" live", .header)]
        }
        if total.sourcesLive > 0 {
            let (live, all) = (total.sourcesLive, total.sources)
            let text = width >= 60 ? "\(live) of \(all)" : "\(live)/\(all)"
            let noun = width >= 100 ? " sources" : ""
            let isStarting = state.shown.sources.allSatisfy { $0.isLive || $0.status == .waiting }
            return pieces + [
                Piece(Glyph.partly, isStarting ? .dim : .warning),
                Piece(" \(text)\(noun) live", isStarting ? .header : .warning),
            ]
        }
        let isWaiting = state.shown.sources.allSatisfy { $0.status == .waiting }
        let word = isWaiting ? "\(Glyph.waiting) asking" : "\(Glyph.stale) stale"
        return pieces + [Piece(word, isWaiting ? .dim : .warning)]
    }

    /// The figures, what matters most first, each in a long form and a short one.
    private static func figures(_ state: DashboardState) -> [[[Piece]]] {
        let total = state.summary.total
        guard total.sources > 0 else { return [] }
        return [sources(state), accelerators(total), requests(total), objectives(state)]
            .filter { !$0.isEmpty }
    }

    private static func sources(_ state: DashboardState) -> [[Piece]] {
        // Beside the badge that says how many of them are live, their number is there already.
        let total = state.summary.total
        let isPart = total.sourcesLive > 0 && total.sourcesLive < total.sources
        let isTold = isPart && state.frozen == nil
        return isTold ? [] : [[Piece(Format.counted(total.sources, "source"), .header)]]
    }

    private static func accelerators(_ total: SiteSummary) -> [[Piece]] {
        guard total.acceleratorsExpected > 0 else { return [] }
        let gpus = Format.counted(total.acceleratorsExpected, "GPU")
        guard let busy = total.busy.mean else { return [[Piece(gpus, .header)]] }
        let short = [Piece("\(gpus) \(Format.percent(busy))", .header)]
        return [short + [Piece(" busy", .header), Piece(part(total.busy), .dim)], short]
    }

    private static func requests(_ total: SiteSummary) -> [[Piece]] {
        guard let rate = total.requestRate.total else { return [] }
        let short = [Piece("\(Format.compact(rate)) req/s", .header)]
        return [short + [Piece(part(total.requestRate), .dim)], short]
    }

    /// Those met of those known; the colour of trouble only where one is breached.
    private static func objectives(_ state: DashboardState) -> [[Piece]] {
        let tally = state.summary.total.objectives
        guard tally.total > 0 else { return [] }
        let role = tally.role(state.shown.findings, or: .header)
        let figure = tally.known > 0 ? "\(tally.met)/\(tally.known)" : Format.absent
        let long = [Piece("objectives ", .header), Piece(figure, role)]
        let part = tally.unknown > 0 ? " (\(tally.known) of \(tally.total) known)" : ""
        return [
            long + [Piece(part, .dim)], long, [Piece("obj ", .header), Piece(figure, role)],
        ]
    }

    /// ` (31 of 40)` where not everything reports.
    private static func part(_ tally: Tally) -> String {
        tally.isComplete ? "" : " (\(tally.counted) of \(tally.expected))"
    }

    private static func rightPieces(_ state: DashboardState, _ width: Int) -> [Piece] {
        let clock = Format.clock(state.now.wall, offset: state.options.zoneOffset)
        let lock = state.acting.access.badge(at: state.now.monotonic)
        return actions(state, width) + [
            Piece("\(clock)  ", .header), Piece(lock, lock == "RO" ? .dim : .warning),
        ]
    }

    /// What is under way, what waits for somebody, and what went wrong and was not read yet.
    private static func actions(_ state: DashboardState, _ width: Int) -> [Piece] {
        let all = state.acting.confirmed
        let counts: [(String, Role, Int, String)] = [
            (Glyph.critical, .critical, state.acting.unread.count, "unread"),
            (
                Glyph.notice, .warning,
                all.count(where: \.needsDecision) + state.acting.lost.count, "waiting"
            ),
            (Glyph.draining, .notice, all.count(where: \.isUnderWay), "under way"),
        ]
        return counts.filter { $0.2 > 0 }.map { glyph, role, count, word in
            Piece("\(glyph) \(count)\(width >= 100 ? " \(word)" : "")  ", role)
        }
    }
}
