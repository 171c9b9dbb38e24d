/// Units that nvidia-smi writes behind numbers, and what they are in base units.
enum SMIUnit: Hashable, Sendable {
    case mebibytes, celsius, watts, megahertz, percent, plain, kilobytesPerSecond

    /// What a number has to be multiplied with: by the unit that the cell names, else by this one;
    /// `nil` for a unit of another kind or an unknown one.
    func factor(_ name: UnsafeRawBufferPointer) -> Double? {
        if name.isEmpty { return factor }
        for (word, unit, factor) in Self.names
        where unit == self && CellText.equals(name, word) {
            return factor
        }
        return nil
    }

    private var factor: Double {
        switch self {
        case .mebibytes: 1_048_576
        case .megahertz: 1_000_000
        case .kilobytesPerSecond: 1000
        case .percent: 0.01
        case .celsius, .watts, .plain: 1
        }
    }

    private static let names: [(StaticString, SMIUnit, Double)] = [
        ("%", .percent, 0.01), ("MiB", .mebibytes, 1_048_576), ("W", .watts, 1),
        ("MHz", .megahertz, 1_000_000), ("C", .celsius, 1), ("x", .plain, 1),
        ("KB/s", .kilobytesPerSecond, 1000), ("MB/s", .kilobytesPerSecond, 1_000_000),
        ("GB/s", .kilobytesPerSecond, 1_000_000_000), ("GiB", .mebibytes, 1_073_741_824),
        ("KiB", .mebibytes, 1024), ("B", .mebibytes, 1), ("mW", .watts, 0.001),
        ("GHz", .megahertz, 1_000_000_000),
    ]
}
