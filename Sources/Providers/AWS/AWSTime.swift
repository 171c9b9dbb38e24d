package import Fleet

/// Dates as AWS writes them.
package enum AWSTime {
    /// `20261121T140211Z`, for signatures.
    package static func stamp(_ time: WallTime) -> String {
        let parts = CalendarTime(time)
        let date = CalendarTime.padded(parts.year, 4) + two(parts.month) + two(parts.day)
        return date + "T" + two(parts.hour) + two(parts.minute) + two(parts.second) + "Z"
    }

    /// The moment behind `2026-11-21T14:02:11Z` (fractions of a second allowed), or the last that can be
    /// counted; `nil` for anything else.
    package static func parse(_ text: String) -> WallTime? {
        let pattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|\+00:00)$/
        guard let match = text.wholeMatch(of: pattern)?.output,
            let year = Int(match.1), let month = Int(match.2), let day = Int(match.3),
            let hour = Int(match.4), let minute = Int(match.5), let second = Int(match.6)
        else { return nil }
        let days = CalendarTime.days(year: year, month: month, day: day)
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second
        // "Never" is often written as the year 9999, which no count of nanoseconds reaches.
        return WallTime(nanoseconds: Duration.seconds(max(0, seconds)).nanoseconds)
    }

    private static func two(_ part: Int) -> String { CalendarTime.padded(part) }
}
