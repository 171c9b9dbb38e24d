/// Graphs side by side, each under its title, and in several rows where one would make them slivers.
struct GraphStrip {
    /// A graph and what it is called.
    struct Entry {
        var title: [Piece]
        /// The same in fewer columns, the longest first: no figure is cut for a word.
        var shorter: [[Piece]] = []
        var graph: Graph
    }

    /// In the order of importance: the last are left out where there is no room.
    let graphs: [Entry]
    /// Columns that a graph needs to say anything.
    let least: Int

    /// A strip of graphs.
    init(graphs: [Entry], least: Int = 26) {
        self.graphs = graphs
        self.least = least
    }

    /// Draws those that fit.
    func draw(on canvas: inout Canvas, in rect: Canvas.Rect) {
        guard rect.width > 0, rect.height > 0, !graphs.isEmpty else { return }
        let gap = 3
        let across = max(1, min(graphs.count, (rect.width + gap) / (least + gap)))
        let wanted = (graphs.count + across - 1) / across
        // Wide graphs rather than towers.
        let enough = graphs.count >= 4 && rect.height >= 20 ? 2 : 1
        let down = max(1, min(max(wanted, enough), rect.height / 6))
        let shown = graphs.prefix(across * down)
        // Rows as equal as can be, each over the whole width: no holes.
        for line in 0..<down {
            let first = shown.count * line / down
            let row = shown[first..<(shown.count * (line + 1) / down)]
            let width = (rect.width - gap * (row.count - 1)) / max(1, row.count)
            let top = rect.height * line / down
            for (place, entry) in row.enumerated() {
                let area = Canvas.Rect(
                    column: rect.column + place * (width + gap), row: rect.row + top, width: width,
                    height: rect.height * (line + 1) / down - top)
                draw(entry, on: &canvas, in: area)
            }
        }
    }

    private func draw(_ entry: Entry, on canvas: inout Canvas, in area: Canvas.Rect) {
        let title = ([entry.title] + entry.shorter).first { pieces in
            pieces.reduce(0) { $0 + DisplayWidth.columns(of: $1.text) } <= area.width
        }
        canvas.drawPieces(
            title ?? entry.shorter.last ?? entry.title, column: area.column, row: area.row,
            right: area.column + area.width)
        var plot = area
        plot.row += 1
        plot.height = max(0, plot.height - 1)
        entry.graph.draw(on: &canvas, in: plot)
    }
}
