/// What `/` on the screen and `--filter` on the command line say: free text, `/regex/`, comparisons and
/// flags, joined by `&` (or a space), `|`, `!` and brackets.
///
///     util<10 & site=hall-a & mem>80%
///     chat | embed & !stale
package struct Filter: Hashable, Sendable {
    /// As it was written.
    package let text: String
    /// As it was understood.
    package let expression: FilterExpression

    /// Lets everything through.
    package static let all = Filter(text: "", expression: .all)

    /// Reads a filter. Text of blanks alone lets everything through.
    package init(_ text: String) throws(FilterError) {
        var parser = FilterParser(text)
        self.init(text: text, expression: try parser.parse())
    }

    private init(text: String, expression: FilterExpression) {
        self.text = text
        self.expression = expression
    }

    /// Whether it lets everything through.
    package var isAll: Bool { expression == .all }

    /// Which rows of a table it lets through. Works column by column.
    package func mask(_ table: some FilterTable) -> [Bool] {
        if isAll { return [Bool](repeating: true, count: table.rowCount) }
        return FilterMask(table: table).evaluate(expression).map { $0 == .yes }
    }
}

/// Rows that a filter can be applied to, read by columns.
package protocol FilterTable {
    /// How many rows.
    var rowCount: Int { get }
    /// A number of every row in its base unit, `Double.nan` where it is absent; `nil` if rows of this
    /// sort have no such number.
    func numbers(_ field: FilterNumber) -> [Double]?
    /// A text of a row; `nil` if it has none.
    func text(_ field: FilterText, row: Int) -> String?
    /// Every text that a field of a row can be compared by, where there are several words for one thing;
    /// empty if it has none. A comparison holds if it does for one of them, `!=` if for all.
    func texts(_ field: FilterText, row: Int) -> [String]
    /// A label of a row.
    func label(_ key: String, row: Int) -> String?
    /// A flag of a row; `nil` where it is not known or does not apply.
    func flag(_ flag: FilterFlag, row: Int) -> Bool?
    /// What free text is looked for in: names, models, sites.
    func searchable(row: Int) -> [String]
}

extension FilterTable {
    package func texts(_ field: FilterText, row: Int) -> [String] {
        text(field, row: row).map { [$0] } ?? []
    }
}

/// One filter over one table: every part of the expression becomes a column of yes, no and unknown.
struct FilterMask<Table: FilterTable> {
    let table: Table

    enum Truth: UInt8 { case no, yes, unknown }

    func evaluate(_ expression: FilterExpression) -> [Truth] {
        switch expression {
        case .all: [Truth](repeating: .yes, count: table.rowCount)
        case .contains(let text):
            rows { row in table.searchable(row: row).contains { TextPattern.has($0, text) } }
        case .matches(let pattern):
            rows { row in table.searchable(row: row).contains { pattern.isFound(in: $0) } }
        case .flag(let flag): rows { table.flag(flag, row: $0) }
        case .text(let field, let test): rows { self.test(test, self.texts(field, $0)) }
        case .number(let field, let comparison, let value): compare(field, comparison, value)
        case .not(let inner): evaluate(inner).map { Self.not($0) }
        case .and(let left, let right): Self.join(evaluate(left), evaluate(right), deciding: .no)
        case .or(let left, let right): Self.join(evaluate(left), evaluate(right), deciding: .yes)
        }
    }

    private func rows(_ test: (Int) -> Bool?) -> [Truth] {
        (0..<table.rowCount).map { row in test(row).map { $0 ? .yes : .no } ?? .unknown }
    }

    private func texts(_ field: FilterField, _ row: Int) -> [String] {
        switch field {
        case .text(let name): table.texts(name, row: row)
        case .label(let key): table.label(key, row: row).map { [$0] } ?? []
        case .number, .flag: []
        }
    }

    private func test(_ test: FilterExpression.TextTest, _ texts: [String]) -> Bool? {
        if texts.isEmpty { return nil }
        switch test {
        case .equal(let pattern), .found(let pattern):
            return texts.contains { pattern.isFound(in: $0) }
        case .different(let pattern): return !texts.contains { pattern.isFound(in: $0) }
        }
    }

    private func compare(_ field: FilterNumber, _ comparison: FilterComparison, _ value: Double)
        -> [Truth]
    {
        guard let numbers = table.numbers(field) else {
            return [Truth](repeating: .unknown, count: table.rowCount)
        }
        return numbers.map { $0.isNaN ? .unknown : comparison.holds($0, value) ? .yes : .no }
    }

    private static func not(_ truth: Truth) -> Truth {
        switch truth {
        case .no: .yes
        case .yes: .no
        case .unknown: .unknown
        }
    }

    /// `deciding` is the truth that settles it alone: no for and, yes for or.
    private static func join(_ left: [Truth], _ right: [Truth], deciding: Truth) -> [Truth] {
        zip(left, right).map { left, right in
            if left == deciding || right == deciding { return deciding }
            return left == .unknown || right == .unknown ? .unknown : left
        }
    }
}
