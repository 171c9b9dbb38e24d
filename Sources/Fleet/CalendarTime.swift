/// A moment in UTC in the parts of the proleptic Gregorian calendar, after Howard Hinnant's
/// "chrono-compatible low-level date algorithms". For wire formats that write times out; what is shown
/// to people goes through the dashboard's own formats.
package struct CalendarTime: Hashable, Sendable {
    /// Years of the common era.
    package let year: Int
    /// 1...12.
    package let month: Int
    /// 1...31.
    package let day: Int
    /// 0...23.
    package let hour: Int
    /// 0...59.
    package let minute: Int
    /// 0...59: there are no leap seconds in the count of seconds since the epoch.
    package let second: Int
    /// 0...999; what is below a millisecond is cut off towards the past.
    package let millisecond: Int

    /// The parts of a moment.
    package init(_ time: WallTime) {
        let milliseconds = Self.floor(Int(time.nanoseconds), by: 1_000_000)
        let days = Self.floor(milliseconds, by: 86_400_000)
        let rest = milliseconds - days * 86_400_000
        let shifted = days + 719_468
        let era = Self.floor(shifted, by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let part = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * part + 2) / 5 + 1
        month = part < 10 ? part + 3 : part - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        hour = rest / 3_600_000
        minute = rest / 60_000 % 60
        second = rest / 1000 % 60
        millisecond = rest % 1000
    }

    /// Days from the epoch to a date.
    package static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = floor(shifted, by: 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }

    /// `7` as `07`: a part with as many digits as it has in a wire format.
    package static func padded(_ part: Int, _ width: Int = 2) -> String {
        let text = String(part)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    private static func floor(_ value: Int, by divisor: Int) -> Int {
        value >= 0 ? value / divisor : (value - divisor + 1) / divisor
    }
}
