import Fleet

/// A moment in parts, in UTC, for the wire formats that write times out.
struct SimulatedCalendar: Sendable {
    let year: Int
    let month: Int
    let day: Int
    let hour: Int
    let minute: Int
    let second: Int
    let millisecond: Int

    /// The parts of a moment (days to civil date, after Hinnant's algorithm).
    init(_ time: WallTime) {
        let milliseconds = time.nanoseconds / 1_000_000
        let days = Int(milliseconds / 86_400_000)
        let rest = Int(milliseconds % 86_400_000)
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        hour = rest / 3_600_000
        minute = rest / 60_000 % 60
        second = rest / 1000 % 60
        millisecond = rest % 1000
    }

    /// `2026/11/21 14:02:11.482`, as nvidia-smi writes it.
    var slashed: String {
        "\(year)/\(two(month))/\(two(day)) \(two(hour)):\(two(minute)):\(two(second)).\(three)"
    }

    /// `2026-11-21T14:02:11`.
    var international: String {
        "\(year)-\(two(month))-\(two(day))T\(two(hour)):\(two(minute)):\(two(second))"
    }

    private var three: String {
        let text = "\(millisecond)"
        return String(repeating: "0", count: 3 - text.count) + text
    }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
