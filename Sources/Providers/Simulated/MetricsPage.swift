/// Writes a metrics page in the Prometheus text format, version 0.0.4.
struct MetricsPage {
    private(set) var bytes: [UInt8] = []

    /// Declares a metric's type.
    mutating func declare(_ name: String, _ type: String) {
        bytes += Array("# TYPE \(name) \(type)\n".utf8)
    }

    /// A line; `labels` without braces.
    mutating func line(_ name: String, _ labels: String, _ value: Double) {
        bytes += Array(name.utf8)
        if !labels.isEmpty {
            bytes.append(UInt8(ascii: "{"))
            bytes += Array(labels.utf8)
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(UInt8(ascii: " "))
        write(value)
    }

    /// A declared metric of one line.
    mutating func metric(_ type: String, _ name: String, _ labels: String, _ value: Double) {
        declare(name, type)
        line(name, labels, value)
    }

    /// A histogram with all its buckets.
    mutating func histogram(_ name: String, _ labels: String, _ histogram: SimulatedHistogram) {
        declare(name, "histogram")
        let prefix = Array("\(name)_bucket{\(labels)\(labels.isEmpty ? "" : ",")le=\"".utf8)
        for (place, bound) in histogram.bounds.enumerated() {
            bytes += prefix
            bytes += Array("\(bound)\"} ".utf8)
            write(histogram.counts[place].rounded(.down))
        }
        let all = histogram.counts[histogram.bounds.count].rounded(.down)
        bytes += prefix
        bytes += Array("+Inf\"} ".utf8)
        write(all)
        line("\(name)_sum", labels, histogram.sum)
        line("\(name)_count", labels, all)
    }

    private mutating func write(_ value: Double) {
        if value == value.rounded(), value >= 0, value < 1e15 {
            bytes.append(decimal: Int(value))
        } else {
            bytes += Array("\(value)".utf8)
        }
        bytes.append(0x0a)
    }
}
