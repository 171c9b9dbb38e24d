import Fleet

/// The first screen where no source is configured and none was found: what was looked for, and what to
/// do now.
struct NothingFound: Panel {
    /// Whether it is what there is to show.
    static func applies(_ state: DashboardState) -> Bool {
        state.shown.sources.isEmpty && state.shown.generation > 0 && !state.view.comesLater
    }

    func title(_ context: PanelContext) -> String { "Nothing found" }

    func perform(_ command: Command, context: PanelContext, state: inout DashboardState)
        -> Outcome
    {
        command == .open || command == .demo ? .done([.startDemo]) : .ignored
    }

    func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {
        let empty = context.state.options.emptyConfiguration
        var lines: [[Piece]] = [
            [Piece("There is nothing to watch yet.", .bright)], [],
            [Piece("\(empty.map { "\($0) names no source" } ?? "hybridtop has no configuration")")],
            [Piece("What was looked for:")],
        ]
        let path = empty == nil ? context.state.options.configurationPath : nil
        let looked =
            path.map { ["a configuration at \($0)"] + context.state.options.lookedFor }
            ?? context.state.options.lookedFor
        let actions = Self.actions(empty)
        lines += Self.list(looked, rows: rect.height - lines.count - actions.count)
        lines += actions
        let top = rect.row + max(0, (rect.height - lines.count) / 3)
        let width = lines.map { $0.reduce(0) { $0 + DisplayWidth.columns(of: $1.text) } }.max() ?? 0
        let column = rect.column + max(0, (rect.width - width) / 2)
        for (place, pieces) in lines.enumerated() where top + place < rect.row + rect.height {
            canvas.drawPieces(
                pieces, column: column, row: top + place, right: rect.column + rect.width)
        }
    }

    /// What was looked for, in so many rows; what is left out is counted.
    private static func list(_ looked: [String], rows: Int) -> [[Piece]] {
        if looked.isEmpty { return [[Piece("  · nothing: no source is configured", .dim)]] }
        let rows = max(1, rows)
        let shown = looked.count <= rows ? looked : Array(looked.prefix(rows - 1))
        let lines = shown.map { [Piece("  · ", .dim), Piece($0)] }
        let left = looked.count - shown.count
        return left == 0 ? lines : lines + [[Piece("  · and \(left) more", .dim)]]
    }

    /// What can be done now: always in sight.
    private static func actions(_ empty: String?) -> [[Piece]] {
        [
            [],
            [Piece("D", .key), Piece("  look at the simulated fleet")],
            empty == nil
                ? [
                    Piece("q", .key), Piece("  leave, and write a configuration: "),
                    Piece("hybridtop config init", .bright),
                ] : [Piece("q", .key), Piece("  leave, and list your sources in that file")],
        ]
    }
}
