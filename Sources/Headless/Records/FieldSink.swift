import Fleet

/// Takes the fields of one record, in order. JSON, CSV and the CSV header are three of them, so that
/// all formats have the same fields under the same names.
protocol FieldSink {
    /// A metric that the source never reports. Every record of a kind has all fields of it, so that
    /// whoever reads it need not know which source can tell what.
    mutating func unreported<M: Metric>(_ metric: M)
    /// Text, or that it is not known.
    mutating func text(_ name: String, _ value: String?)
    /// A whole number, or that it is not known.
    mutating func integer(_ name: String, _ value: Int?)
    /// A number in its base unit, or that there is none.
    mutating func number(_ name: String, _ value: Double?)
    /// A measured value, or why there is none.
    mutating func reading(_ name: String, _ reading: Reading<Double>)
    /// The reading of a metric.
    mutating func reading<M: Metric>(of metric: M, _ reading: Reading<Double>)
    /// A moment, or that it is not known.
    mutating func time(_ name: String, _ value: WallTime?)
    /// Several texts.
    mutating func list(_ name: String, _ values: [String])
    /// Names to text.
    mutating func mapping(_ name: String, _ values: [String: String])
}

extension FieldSink {
    /// The metrics of a row. Those of a source that does not answer are `stale`: a log line has its
    /// own time, and an old value under a new time would be a lie.
    mutating func metrics<M: Metric>(_ table: MetricTable<M>, row: Int, isLive: Bool) {
        for metric in M.allCases {
            if let column = table[metric] {
                let reading = column[row]
                reading.value != nil && !isLive
                    ? self.reading(of: metric, .absent(Absence(.stale)))
                    : self.reading(of: metric, reading)
            } else {
                unreported(metric)
            }
        }
    }

    mutating func reading<M: Metric>(of metric: M, _ reading: Reading<Double>) {
        self.reading(metric.field, reading)
    }

    mutating func unreported<M: Metric>(_ metric: M) {
        reading(metric.field, .absent(.notReported))
    }
}
