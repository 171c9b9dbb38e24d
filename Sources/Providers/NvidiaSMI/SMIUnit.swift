/// Units that nvidia-smi writes behind numbers, and what they are in base units.
enum SMIUnit: Hashable, Sendable {
    case mebibytes, celsius, watts, megahertz, percent, plain, kilobytesPerSecond

    /// The number in base units: by the unit that the cell names, else by this one; `nil` for a unit of
    /// another kind or an unknown one.
    func value(_ number: Double, _ name: UnsafeRawBufferPointer) -> Double? {
        if self == .percent {
            // Divided, so that 57 becomes 0.57 and not 0.5700000000000001.
            return name.isEmpty || CellText.equals(name, "%") ? number / 100 : nil
        }
        if name.isEmpty { return number * factor }
        for (word, unit, factor) in Self.names
        where unit == self && CellText.equals(name, word) {
            return number * factor
        }
        return nil
    }

    private var factor: Double {
        switch self {
        case .mebibytes: 1_048_576
        case .megahertz: 1_000_000
        case .kilobytesPerSecond: 1000
        case .celsius, .watts, .plain, .percent: 1
        }
    }

    private static let names: [(StaticString, SMIUnit, Double)] = [
        ("MiB", .mebibytes, 1_048_576), ("W", .watts, 1),
        ("MHz", .megahertz, 1_000_000), ("C", .celsius, 1), ("x", .plain, 1),
        ("KB/s", .kilobytesPerSecond, 1000), ("MB/s", .kilobytesPerSecond, 1_000_000),
        ("GB/s", .kilobytesPerSecond, 1_000_000_000), ("GiB", .mebibytes, 1_073_741_824),
        ("KiB", .mebibytes, 1024), ("B", .mebibytes, 1), ("mW", .watts, 0.001),
        ("GHz", .megahertz, 1_000_000_000),
    ]
}
