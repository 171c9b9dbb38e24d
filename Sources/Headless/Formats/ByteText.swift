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
        let calendar = CalendarTime(time)
        append(padded: calendar.year, width: 4)
        append(UInt8(ascii: "-"))
        append(padded: calendar.month, width: 2)
        append(UInt8(ascii: "-"))
        append(padded: calendar.day, width: 2)
        append(UInt8(ascii: "T"))
        append(padded: calendar.hour, width: 2)
        append(UInt8(ascii: ":"))
        append(padded: calendar.minute, width: 2)
        append(UInt8(ascii: ":"))
        append(padded: calendar.second, width: 2)
        append(UInt8(ascii: "."))
        append(padded: calendar.millisecond, width: 3)
        append(UInt8(ascii: "Z"))
    }
}
