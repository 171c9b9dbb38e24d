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

extension Unit {
    /// Whether a source can have meant the number. What lies far out of range is garbage, whoever says
    /// it, and no reading; so nothing that is shown or counted with is ever beyond what an `Int` holds.
    public func admits(_ value: Double) -> Bool {
        switch self {
        case .celsius: value > -274 && value < 1000
        // Until something expires, which may be over.
        case .seconds: abs(value) <= Self.most
        default: value >= -1e-9 && value <= Self.most
        }
    }

    /// A thousand terabytes, or as many of anything.
    private static var most: Double { 1e15 }
}
