import Fleet

/// How numbers, times and text become bytes, without a string in between where that can be avoided:
/// a log of 40,960 accelerators is a million of them a tick.
extension [UInt8] {
    /// The bytes of the text as they are.
    mutating func append(text: String) {
        let done: Void? = text.utf8.withContiguousStorageIfAvailable {
            append(contentsOf: UnsafeRawBufferPointer($0))
        }
        if done == nil { append(contentsOf: text.utf8) }
    }

    /// A whole number in decimal digits.
    mutating func append(integer: Int) {
        if integer < 0 { append(UInt8(ascii: "-")) }
        var rest = integer.magnitude
        let start = count
        repeat {
            append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        if count - start > 1 { self[start...].reverse() }
    }

    /// The shortest digits that read back as the same number; whole numbers without `.0`.
    /// The number is finite: columns hold no other.
    mutating func append(number: Double) {
        if number.magnitude < 9_007_199_254_740_992, number == number.rounded(.towardZero) {
            append(integer: Int(number))
        } else {
            append(text: number.description)
        }
    }

    /// Digits padded with zeros to a width.
    mutating func append(padded number: Int, width: Int) {
        var divisor = 1
        for _ in 1..<Swift.max(width, 1) { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }

    /// The time as RFC 3339 in UTC with milliseconds: `2026-11-21T14:02:11.482Z`.
    mutating func append(time: WallTime) {
        let civil = CivilTime(time)
        append(padded: civil.year, width: 4)
        append(UInt8(ascii: "-"))
        append(padded: civil.month, width: 2)
        append(UInt8(ascii: "-"))
        append(padded: civil.day, width: 2)
        append(UInt8(ascii: "T"))
        append(padded: civil.second / 3600, width: 2)
        append(UInt8(ascii: ":"))
        append(padded: civil.second / 60 % 60, width: 2)
        append(UInt8(ascii: ":"))
        append(padded: civil.second % 60, width: 2)
        append(UInt8(ascii: "."))
        append(padded: civil.millisecond, width: 3)
        append(UInt8(ascii: "Z"))
    }
}

/// A moment in UTC, split by the proleptic Gregorian calendar.
struct CivilTime {
    let year: Int
    let month: Int
    let day: Int
    /// Seconds since midnight.
    let second: Int
    let millisecond: Int

    /// Splits a moment; days to dates as in Hinnant's `civil_from_days`.
    init(_ time: WallTime) {
        let milliseconds = Int(time.nanoseconds) / 1_000_000
        let total = milliseconds - (Int(time.nanoseconds) % 1_000_000 < 0 ? 1 : 0)
        let perDay = 86_400_000
        let days = total >= 0 ? total / perDay : (total - perDay + 1) / perDay
        let rest = total - days * perDay
        second = rest / 1000
        millisecond = rest % 1000
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }
}
