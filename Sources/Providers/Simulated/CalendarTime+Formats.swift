import Fleet

/// The ways in which the simulated systems write times, in UTC.
extension CalendarTime {
    /// `2026/11/21 14:02:11.482`, as nvidia-smi writes it.
    var slashed: String {
        "\(year)/\(two(month))/\(two(day)) \(clock).\(Self.padded(millisecond, 3))"
    }

    /// `2026-11-21T14:02:11`.
    var international: String { "\(year)-\(two(month))-\(two(day))T\(clock)" }

    private var clock: String { "\(two(hour)):\(two(minute)):\(two(second))" }

    private func two(_ part: Int) -> String { Self.padded(part) }
}
