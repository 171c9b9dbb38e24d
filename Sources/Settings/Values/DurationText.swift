import Fleet

/// Durations as people write them: `250ms`, `2s`, `1m30s`, `1h`, `7d`.
package enum DurationText {
    private static let units: [(suffix: String, nanoseconds: Int64)] = [
        ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000),
        ("h", 3_600_000_000_000), ("d", 86_400_000_000_000),
    ]

    /// The duration, or `nil` where the text is none. Not negative, at most ten years.
    package static func parse(_ text: String) -> Duration? {
        var rest = text[...]
        var total = 0.0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            guard let number = Double(digits), number.isFinite else { return nil }
            rest = rest.dropFirst(digits.count)
            let suffix = rest.prefix { $0.isLetter }
            guard let unit = units.first(where: { $0.suffix == suffix }) else { return nil }
            rest = rest.dropFirst(suffix.count)
            total += number * Double(unit.nanoseconds)
        }
        guard total <= 3.2e17 else { return nil }
        return .nanoseconds(Int64(total.rounded()))
    }

    /// The shortest way to write a duration with one unit.
    package static func format(_ duration: Duration) -> String {
        let nanoseconds = duration.nanoseconds
        for (suffix, length) in units.reversed() where nanoseconds % length == 0 && nanoseconds > 0
        {
            return "\(nanoseconds / length)\(suffix)"
        }
        return nanoseconds == 0 ? "0s" : "\(Double(nanoseconds) / 1e6)ms"
    }
}
