/// The readings of many rows: one ``Column`` for each metric that the source reports at all.
public struct MetricTable<M: Metric>: Sendable, Equatable {
    /// How many rows every column has.
    public let rowCount: Int
    private var columns: [Column?]

    /// A table in which nothing is reported yet.
    public init(rowCount: Int) {
        self.rowCount = rowCount
        columns = [Column?](repeating: nil, count: M.allCases.count)
    }

    /// The reading of a metric in a row; not reported where the source has no such column.
    public subscript(metric: M, row: Int) -> Reading<Double> {
        get { columns[metric.rawValue]?[row] ?? .absent(.notReported) }
        set {
            if columns[metric.rawValue] == nil {
                columns[metric.rawValue] = Column(count: rowCount)
            }
            if case .value(let value) = newValue, value.isFinite, !metric.unit.admits(value) {
                columns[metric.rawValue]?[row] = .absent(.outOfRange)
            } else {
                columns[metric.rawValue]?[row] = newValue
            }
        }
    }

    /// The whole column, or `nil` where the source never reports the metric.
    public subscript(metric: M) -> Column? {
        get { columns[metric.rawValue] }
        set {
            precondition(newValue.map { $0.count == rowCount } ?? true, "a column has every row")
            columns[metric.rawValue] = newValue
        }
    }

    /// The value, or `nil`; cheaper than the reading where the reason does not matter.
    public func value(_ metric: M, _ row: Int) -> Double? {
        columns[metric.rawValue]?.value(row)
    }

    /// The metrics that have a column.
    public var reported: [M] {
        M.allCases.filter { columns[$0.rawValue] != nil }
    }

    /// Takes over every column that `other` has; the rest stays. Both have the same rows.
    public mutating func merge(_ other: MetricTable<M>) {
        precondition(other.rowCount == rowCount, "tables of the same rows")
        for (place, column) in other.columns.enumerated() where column != nil {
            columns[place] = column
        }
    }

    /// The table with its rows taken from `rows` (an index into this table, or `nil` for a new row).
    public func rearranged(_ rows: [Int?]) -> MetricTable<M> {
        var table = MetricTable(rowCount: rows.count)
        for metric in reported {
            for (place, row) in rows.enumerated() {
                if let row { table[metric, place] = self[metric, row] }
            }
        }
        return table
    }
}
