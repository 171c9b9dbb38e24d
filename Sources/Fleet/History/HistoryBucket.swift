extension FleetHistory {
    /// The readings of all rows of a source over one stretch of time: means, as small floats. One
    /// buffer for all metrics, because a fleet keeps tens of thousands of these.
    package final class Bucket: Sendable {
        /// A whole multiple of the bucket's length after the epoch.
        package let start: WallTime
        /// Which metrics there are, a bit each by raw value, in whose order their rows lie.
        private let accelerators: UInt64
        private let endpoints: UInt64
        private let acceleratorRows: Int
        private let endpointRows: Int
        private let values: [Float]

        /// A finished bucket; `Float.nan` stands for "no reading". Columns shorter than the longest of
        /// their kind are filled up with it.
        package init(
            start: WallTime, accelerators: [AcceleratorMetric: [Float]],
            endpoints: [EndpointMetric: [Float]]
        ) {
            self.start = start
            acceleratorRows = accelerators.values.map(\.count).max() ?? 0
            endpointRows = endpoints.values.map(\.count).max() ?? 0
            var values: [Float] = []
            values.reserveCapacity(
                accelerators.count * acceleratorRows + endpoints.count * endpointRows)
            self.accelerators = Self.lay(accelerators, acceleratorRows, in: &values)
            self.endpoints = Self.lay(endpoints, endpointRows, in: &values)
            self.values = values
        }

        /// The rows of a metric; empty where it was not recorded.
        package subscript(_ metric: AcceleratorMetric) -> ArraySlice<Float> {
            guard let place = Self.place(metric.rawValue, accelerators) else { return [] }
            let start = place * acceleratorRows
            return values[start..<start + acceleratorRows]
        }

        /// The rows of a metric; empty where it was not recorded.
        package subscript(_ metric: EndpointMetric) -> ArraySlice<Float> {
            guard let place = Self.place(metric.rawValue, endpoints) else { return [] }
            let start = accelerators.nonzeroBitCount * acceleratorRows + place * endpointRows
            return values[start..<start + endpointRows]
        }

        /// One recorded value; `nil` for none.
        package func value(_ metric: AcceleratorMetric, _ row: Int) -> Float? {
            Self.value(self[metric], row)
        }

        /// One recorded value; `nil` for none.
        package func value(_ metric: EndpointMetric, _ row: Int) -> Float? {
            Self.value(self[metric], row)
        }

        private static func value(_ column: ArraySlice<Float>, _ row: Int) -> Float? {
            guard row >= 0, row < column.count else { return nil }
            let value = column[column.startIndex + row]
            return value.isNaN ? nil : value
        }

        /// The place of a metric among those that the mask names.
        private static func place(_ metric: Int, _ mask: UInt64) -> Int? {
            let bit: UInt64 = 1 << UInt64(metric)
            return mask & bit == 0 ? nil : (mask & (bit - 1)).nonzeroBitCount
        }

        private static func lay<Key: RawRepresentable<Int> & Hashable>(
            _ columns: [Key: [Float]], _ rows: Int, in values: inout [Float]
        ) -> UInt64 {
            var mask: UInt64 = 0
            for (metric, column) in columns.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                mask |= 1 << UInt64(metric.rawValue)
                values += column
                values += repeatElement(.nan, count: rows - column.count)
            }
            return mask
        }
    }
}
