import Fleet

/// A table of few rows whose columns make room for each other: those that matter least go first, and
/// bars, trends and names share what is left over.
package struct FigureTable {
    /// A column.
    package struct Column {
        /// The heading, with the unit.
        package var title: String
        /// Columns it takes at least; also what a bar or a trend has.
        package var width: Int
        /// How far it may grow: by what its text needs, then by what is left over.
        package var most: Int
        /// Whether it takes a share of what is left over.
        package var stretches = false
        /// Whether cells stand at the right of their column, as figures do.
        package var isRight = true
        /// The lowest go last; 0 never does.
        package var rank: Int

        /// A column of figures, as wide as they need.
        package static func figure(_ title: String, _ width: Int, rank: Int) -> Column {
            Column(title: title, width: width, most: max(width, 10), rank: rank)
        }

        /// A column of text at the left.
        package static func text(
            _ title: String, _ width: Int, most: Int, rank: Int, stretches: Bool = false
        ) -> Column {
            Column(
                title: title, width: width, most: most, stretches: stretches, isRight: false,
                rank: rank)
        }
    }

    /// What stands in a cell.
    package enum Entry {
        /// Does not apply.
        case blank
        /// Applies, and is not known.
        case absent
        /// A name or a figure, in its role.
        case text(String, Role)
        /// A bar, with the number after it and a remark after that.
        case meter(Meter, String, Role)
        /// A small graph, as wide as its column.
        case trend(Sparkline, Role)

        /// Ordinary text.
        package static func plain(_ text: String) -> Entry { .text(text, .text) }

        var columns: Int {
            switch self {
            case .blank: 0
            case .absent: 1
            case .text(let text, _): DisplayWidth.columns(of: text)
            case .meter(_, let text, _): max(4, DisplayWidth.columns(of: text)) + 7
            case .trend: 0
            }
        }
    }

    /// All columns; `render` leaves out what does not fit.
    package var columns: [Column]
    /// The rows to be drawn.
    package var rows: [[Entry]]
    /// The place of the selected row among them.
    package var selected: Int?
    /// Whether the rows are old readings: all of a row's text is drawn so.
    package var stale: Set<Int> = []
    /// Two spaces between columns, or one where it is tight.
    package var gap = 2

    /// A table.
    package init(columns: [Column], rows: [[Entry]]) {
        self.columns = columns
        self.rows = rows
    }

    /// Draws the heading and the rows.
    package func draw(on canvas: inout Canvas, in rect: Canvas.Rect) {
        guard rect.height > 0, rect.width > 0 else { return }
        let places = layout(width: rect.width)
        for place in places {
            let column = columns[place.column]
            draw(
                .text(column.title, .heading), at: place, row: rect.row, rect: rect,
                isRight: column.isRight, on: &canvas)
        }
        for (number, row) in rows.prefix(max(0, rect.height - 1)).enumerated() {
            let line = rect.row + 1 + number
            for place in places where row.indices.contains(place.column) {
                let entry =
                    stale.contains(number) ? Self.aged(row[place.column]) : row[place.column]
                draw(
                    entry, at: place, row: line, rect: rect,
                    isRight: columns[place.column].isRight, on: &canvas)
            }
            if number == selected {
                canvas.highlight(
                    Canvas.Rect(column: rect.column, row: line, width: rect.width, height: 1))
            }
        }
    }
}

extension FigureTable.Entry {
    /// A reading: blank where it does not apply, a dash where it is missing.
    init(_ reading: Reading<Double>, _ text: (Double) -> String) {
        switch reading {
        case .value(let value): self = .plain(text(value))
        case .absent: self = FigureTable.isForeign(reading) ? .blank : .absent
        }
    }
}

extension FigureTable {
    /// Whether a reading is absent because the thing has no such quantity.
    static func isForeign(_ reading: Reading<Double>) -> Bool {
        guard let absence = reading.absence else { return false }
        return absence.kind == .unsupported && absence.detail == .none
    }

    /// A column that is drawn, and where.
    struct Place: Equatable {
        var column: Int
        var start: Int
        var width: Int
        /// Columns of the longest number beside a bar, so that all bars are equally long.
        var tail = 0
    }

    /// The columns that fit, from left to right.
    func layout(width: Int) -> [Place] {
        let needed = columns.indices.map { place in
            let text =
                rows.lazy.map { $0.indices.contains(place) ? $0[place].columns : 0 }.max() ?? 0
            let column = columns[place]
            let titled = max(column.width, DisplayWidth.columns(of: column.title))
            return max(titled, min(column.most, text))
        }
        var kept = columns.indices.filter(isOfUse)
        func total() -> Int { kept.reduce(0) { $0 + needed[$1] } + gap * max(0, kept.count - 1) }
        while total() > width, kept.count > 1,
            let worst = kept.max(by: { columns[$0].rank < columns[$1].rank }),
            columns[worst].rank > 0
        {
            kept.removeAll { $0 == worst }
        }
        var widths = needed
        var spare = width - total()
        while spare > 0 {
            let growing = kept.filter { columns[$0].stretches && widths[$0] < columns[$0].most }
            if growing.isEmpty { break }
            for place in growing where spare > 0 {
                widths[place] += 1
                spare -= 1
            }
        }
        var start = 0
        return kept.map { place in
            defer { start += widths[place] + gap }
            return Place(
                column: place, start: start, width: min(widths[place], max(0, width - start)),
                tail: tail(place))
        }
    }

    /// Whether a column says anything: what applies to no row is left out, but for bars and trends, which
    /// come and go.
    private func isOfUse(_ column: Int) -> Bool {
        if columns[column].rank == 0 || columns[column].stretches || rows.isEmpty { return true }
        return rows.contains { row in
            guard row.indices.contains(column), case .blank = row[column] else { return true }
            return false
        }
    }

    private func tail(_ column: Int) -> Int {
        let texts = rows.lazy.map { row -> Int in
            guard row.indices.contains(column), case .meter(_, let text, _) = row[column] else {
                return 0
            }
            return text.count + Self.lead(text)
        }
        return texts.max() ?? 0
    }

    /// Spaces before a number beside a bar, so that numbers align whatever follows them.
    private static func lead(_ text: String) -> Int {
        max(0, 4 - text.prefix { $0 != " " }.count)
    }

    private static func aged(_ entry: Entry) -> Entry {
        switch entry {
        case .text(let text, let role):
            .text(text, role == .critical || role == .warning ? role : .stale)
        case .meter(let meter, let text, _):
            .meter(Meter(meter.ratio, role: .stale), text, .stale)
        case .trend(let trend, _): .trend(trend, .stale)
        case .blank, .absent: entry
        }
    }

    private func draw(
        _ entry: Entry, at place: Place, row: Int, rect: Canvas.Rect, isRight: Bool,
        on canvas: inout Canvas
    ) {
        guard place.width > 0 else { return }
        let start = rect.column + place.start
        switch entry {
        case .blank: return
        case .absent:
            let column = isRight ? start + place.width - 1 : start
            canvas.draw(Format.absent, column: column, row: row, role: .dim, clip: rect)
        case .text(let text, let role):
            let cut = Format.cut(text, place.width, isASCII: canvas.isASCII)
            let lead = isRight ? place.width - DisplayWidth.columns(of: cut) : 0
            canvas.draw(cut, column: start + lead, row: row, role: role, clip: rect)
        case .meter(let meter, let text, let role):
            let tail = min(place.width, max(4, place.tail))
            let room = place.width - tail - 1
            if room >= 3, meter.ratio != nil {
                meter.draw(on: &canvas, column: start, row: row, width: room)
            }
            let lead = Self.lead(text)
            canvas.draw(
                text, column: start + place.width - tail + lead, row: row, role: role,
                limit: tail - lead)
        case .trend(let trend, let role):
            let text = trend.text(width: place.width, glyphs: canvas.plots)
            canvas.draw(text, column: start, row: row, role: role, clip: rect)
        }
    }
}
