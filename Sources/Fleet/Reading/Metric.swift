/// What a metric's numbers count. Values are always in this base unit; scaling is for the screen.
public enum Unit: Sendable, Hashable {
    /// 0...1.
    case ratio
    /// Never KiB, MiB or MB.
    case bytes
    /// Bytes a second.
    case bytesPerSecond
    /// Degrees Celsius.
    case celsius
    /// Watts.
    case watts
    /// Joules.
    case joules
    /// Cycles a second, never MHz.
    case hertz
    /// Seconds, also of latencies.
    case seconds
    /// A plain number: replicas, queue length, errors.
    case count
    /// Events a second.
    case perSecond
    /// 0 or 1.
    case flag
    /// A set of words, as bits (``ThrottleReasons``).
    case bits
    /// An ordinal that is not a quantity: P-state, PCIe generation, recovery action, HTTP status.
    case ordinal
}

/// A kind of number that rows of one sort have. The raw value is the column's place in a
/// ``MetricTable``.
public protocol Metric: RawRepresentable<Int>, CaseIterable, Hashable, Sendable {
    /// The name in logs and exports: snake case, base unit at the end, as Prometheus does.
    var field: String { get }
    /// The short heading on screen.
    var title: String { get }
    /// What the numbers count.
    var unit: Unit { get }
}
