/// Series over time with both axes: the newest at the right, gaps left open, nothing drawn outside.
package struct Graph: Sendable {
    /// One line, or one filled area.
    package struct Series: Sendable {
        /// Samples at equal distances, oldest first; `nil` is a gap.
        package var values: [Float?]
        /// The colour; for an area, `nil` means the load ramp by height.
        package var role: Role?
        /// Whether the area under the line is filled.
        package var isFilled: Bool

        /// A line, or an area.
        package init(_ values: [Float?], role: Role?, isFilled: Bool = false) {
            self.values = values
            self.role = role
            self.isFilled = isFilled
        }
    }

    /// Drawn in this order, so that the last one lies on top.
    package var series: [Series]
    /// The vertical axis.
    package var scale: GraphScale
    /// The length of a sample.
    package var bucket: Duration
    /// The number of the newest sample since the epoch, for steady grouping.
    package var newest: Int = 0
    /// How a tick is written.
    package var label: @Sendable (Double) -> String = { "\(Int($0.rounded()))" }

    /// A graph of series that share one scale.
    package init(_ series: [Series], scale: GraphScale, bucket: Duration) {
        self.series = series
        self.scale = scale
        self.bucket = bucket
    }

    /// Draws the graph: labels at the left where there is room, ages below where there is.
    package func draw(on canvas: inout Canvas, in rect: Canvas.Rect) {
        guard rect.width > 0, rect.height > 0 else { return }
        let hasAxis = rect.height >= 3 && rect.width >= 12
        var plot = rect
        plot.height -= hasAxis ? 1 : 0
        let gutter = rect.width >= 20 ? gutterWidth(rows: plot.height) : 0
        plot.column += gutter
        plot.width -= gutter
        guard plot.width > 0, plot.height > 0 else { return }
        drawTicks(on: &canvas, plot: plot, gutter: gutter)
        let glyphs = canvas.plots
        let dots = glyphs == .braille ? plot.width * 2 : plot.width
        let fit = SeriesFit(count: series.map(\.values.count).max() ?? 0, dots: dots)
        let spread = series.map { fit.spread($0.values, newest: newest) }
        switch glyphs {
        case .braille: drawDots(spread, on: &canvas, plot: plot)
        case .blocks, .ascii: drawCells(spread, on: &canvas, plot: plot, glyphs: glyphs)
        }
        if hasAxis {
            let axis = TimeAxis(span: fit.span(bucket: bucket), columns: plot.width)
            drawAges(axis, on: &canvas, plot: plot)
        }
    }
}

extension Graph {
    /// Columns for the labels and a space; 0 where there is nothing to write.
    private func gutterWidth(rows: Int) -> Int {
        let widest = tickRows(rows: rows).map { DisplayWidth.columns(of: tick($0.value)) }.max()
        return widest.map { min($0, 12) + 1 } ?? 0
    }

    /// The ticks that get a row of their own: as many as stand at even distances.
    func tickRows(rows: Int) -> [(value: Double, row: Int)] {
        guard rows >= 2 else { return rows == 1 ? [(scale.upper, 0)] : [] }
        let ticks = scale.ticks
        let last = ticks.count - 1
        for stride in 1..<max(2, last) where last % stride == 0 {
            let chosen = ticks.indices.filter { $0 % stride == 0 }.map {
                (value: ticks[$0], row: tickRow(ticks[$0], rows: rows))
            }
            let gaps = zip(chosen, chosen.dropFirst()).map { $0.row - $1.row }
            let (least, most) = (gaps.min() ?? 0, gaps.max() ?? 0)
            if least == most && least >= 2 || least >= 3 && most == least + 1 { return chosen }
        }
        return [(0, rows - 1), (scale.upper, 0)]
    }

    /// A tick is round: `50.0k` is `50k`.
    private func tick(_ value: Double) -> String {
        let text = label(value)
        guard let point = text.firstIndex(of: ".") else { return text }
        let digits = text[text.index(after: point)...].prefix(while: \.isNumber)
        guard digits.allSatisfy({ $0 == "0" }) else { return text }
        return String(text[..<point] + text[digits.endIndex...])
    }

    private func tickRow(_ value: Double, rows: Int) -> Int {
        rows - 1 - Int((scale.fraction(value) * Double(rows * 4 - 1)).rounded()) / 4
    }

    private func drawTicks(on canvas: inout Canvas, plot: Canvas.Rect, gutter: Int) {
        for (value, row) in tickRows(rows: plot.height) {
            if gutter > 0 {
                let text = tick(value)
                let start = plot.column - 1 - min(DisplayWidth.columns(of: text), gutter - 1)
                canvas.draw(
                    text, column: start, row: plot.row + row, role: .dim, limit: gutter - 1)
            }
            for column in stride(from: 0, to: plot.width, by: 4) {
                canvas.plot(
                    canvas.isASCII ? "." : "·", column: plot.column + column, row: plot.row + row,
                    role: .border)
            }
        }
    }

    private func drawAges(_ axis: TimeAxis, on canvas: inout Canvas, plot: Canvas.Rect) {
        let row = plot.row + plot.height
        var free = plot.column + plot.width
        for label in axis.labels.reversed() {
            let width = label.text.utf8.count
            let middle = plot.column + label.column - width / 2
            let start = min(middle, plot.column + plot.width - width)
            guard start >= plot.column, start + width <= free else { continue }
            canvas.draw(label.text, column: start, row: row, role: .dim)
            free = start - 2
        }
    }
}

extension Graph {
    private func role(_ owner: Int, row: Int, rows: Int) -> Role {
        guard series.indices.contains(owner) else { return .text }
        return series[owner].role ?? Role.ramp((Double(rows - row) - 0.5) / Double(max(1, rows)))
    }

    private func drawDots(_ spread: [[Float?]], on canvas: inout Canvas, plot: Canvas.Rect) {
        var grid = DotGrid(columns: plot.width, rows: plot.height)
        for (owner, values) in spread.enumerated() {
            trace(values, owner: owner, in: &grid)
        }
        for row in 0..<plot.height {
            for column in 0..<plot.width {
                guard let cell = grid.cell(column: column, row: row) else { continue }
                canvas.plot(
                    cell.scalar, column: plot.column + column, row: plot.row + row,
                    role: role(cell.owner, row: row, rows: plot.height))
            }
        }
    }

    private func trace(_ values: [Float?], owner: Int, in grid: inout DotGrid) {
        var previous: Int?
        for (x, value) in values.enumerated() {
            guard let value else {
                previous = nil
                continue
            }
            let y = Int((scale.fraction(Double(value)) * Double(grid.height - 1)).rounded())
            let low = series[owner].isFilled ? 0 : min(previous ?? y, y)
            grid.fill(x: x, from: low, to: max(previous ?? y, y), owner: owner)
            if series[owner].isFilled { grid.fill(x: x, from: 0, to: y, owner: owner) }
            previous = y
        }
    }

    private func drawCells(
        _ spread: [[Float?]], on canvas: inout Canvas, plot: Canvas.Rect, glyphs: PlotGlyphs
    ) {
        let marks: [Unicode.Scalar] =
            glyphs == .ascii ? ["*", "+", "o", "x"] : ["•", "◦", "▪", "▫"]
        for (owner, values) in spread.enumerated() {
            for (column, value) in values.enumerated() {
                guard let value else { continue }
                let height = scale.fraction(Double(value)) * Double(plot.height)
                let top = min(plot.height - 1, Int(height))
                let lowest = series[owner].isFilled ? 0 : top
                for level in lowest...max(lowest, top) {
                    let row = plot.height - 1 - level
                    let part = height - Double(level)
                    let scalar =
                        series[owner].isFilled
                        ? Self.fill(part, glyphs: glyphs) : marks[owner % marks.count]
                    canvas.plot(
                        scalar, column: plot.column + column, row: plot.row + row,
                        role: role(owner, row: row, rows: plot.height))
                }
            }
        }
    }

    /// A cell filled to a part of its height.
    private static func fill(_ part: Double, glyphs: PlotGlyphs) -> Unicode.Scalar {
        let eighth = max(1, min(8, Int((part * 8).rounded(.up))))
        if glyphs == .ascii { return eighth >= 7 ? "#" : eighth >= 4 ? ":" : "." }
        return Unicode.Scalar(0x2580 + UInt32(eighth)) ?? "█"
    }
}
