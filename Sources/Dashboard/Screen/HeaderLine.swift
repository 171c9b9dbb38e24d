import Fleet

/// The top line: whose fleet, whether it is live, how much of it there is, and what time it is. What
/// matters least goes first when it gets narrow.
enum HeaderLine {
    static func render(into canvas: inout Canvas, row: Int, state: DashboardState) {
        let width = canvas.frame.width
        canvas.paint(Canvas.Rect(column: 0, row: row, width: width, height: 1), role: .header)
        let right = rightPieces(state)
        let rightWidth = right.reduce(0) { $0 + DisplayWidth.columns(of: $1.text) }
        var left = lead(state)
        for group in figures(state) {
            let used = (left + group).reduce(0) { $0 + DisplayWidth.columns(of: $1.text) }
            if used + rightWidth + 4 <= width { left += [Piece("   ", .header)] + group }
        }
        canvas.drawPieces(left, column: 1, row: row, right: width - rightWidth - 1)
        canvas.drawPieces(right, column: max(1, width - rightWidth - 1), row: row, right: width)
    }

    private static func lead(_ state: DashboardState) -> [Piece] {
        var pieces = [Piece("hybridtop", .header)]
        if !state.shown.context.isEmpty {
            pieces += [Piece("  \(Format.cut(state.shown.context, 16))", .header)]
        }
        pieces.append(Piece("  ", .header))
        return pieces + badges(state)
    }

    private static func badges(_ state: DashboardState) -> [Piece] {
        var pieces: [Piece] = []
        if state.shown.isDemo { pieces += [Piece(" DEMO ", .badge), Piece(" ", .header)] }
        if let frozen = state.frozen {
            let clock = Format.clock(frozen.time.wall, offset: state.options.zoneOffset)
            return pieces + [Piece(" PAUSED \(clock) ", .badge)]
        }
        let total = state.summary.total
        let interval = Format.age(state.interval)
        if total.sources == 0 { return pieces + [Piece("\(Glyph.waiting) no source", .dim)] }
        if total.sourcesLive > 0 {
            return pieces + [Piece(Glyph.good, .good), Piece(" live \(interval)", .header)]
        }
        let isWaiting = state.shown.sources.allSatisfy { $0.status == .waiting }
        let word = isWaiting ? "\(Glyph.waiting) asking" : "\(Glyph.stale) stale"
        return pieces + [Piece(word, isWaiting ? .dim : .warning)]
    }

    /// The figures, what matters most first.
    private static func figures(_ state: DashboardState) -> [[Piece]] {
        let total = state.summary.total
        guard total.sources > 0 else { return [] }
        var groups: [[Piece]] = []
        let isWhole = total.sourcesLive == total.sources
        let sources =
            isWhole
            ? Format.counted(total.sources, "source")
            : "\(total.sourcesLive) of \(Format.counted(total.sources, "source"))"
        groups.append([Piece(sources, isWhole ? .header : .warning)])
        if total.acceleratorsExpected > 0 {
            let busy = total.busy.mean.map { " \(Format.percent($0)) busy" } ?? ""
            let isAll = total.busy.isComplete
            let part = isAll ? "" : " (\(total.busy.counted) of \(total.busy.expected))"
            let count = Format.count(Double(total.acceleratorsExpected))
            groups.append([Piece("\(count) GPUs\(busy)\(part)", .header)])
        }
        if let rate = total.requestRate.total {
            let isAll = total.requestRate.isComplete
            let part =
                isAll ? "" : " (\(total.requestRate.counted) of \(total.requestRate.expected))"
            groups.append([Piece("\(Format.compact(rate)) req/s\(part)", .header)])
        }
        return groups
    }

    private static func rightPieces(_ state: DashboardState) -> [Piece] {
        let clock = Format.clock(state.now.wall, offset: state.options.zoneOffset)
        let lock = state.options.isReadOnly ? "RO" : "RW"
        return [
            Piece("\(clock)  ", .header), Piece(lock, state.options.isReadOnly ? .dim : .warning),
        ]
    }
}
