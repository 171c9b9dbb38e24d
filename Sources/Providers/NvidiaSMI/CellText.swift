/// Reading of short ASCII cells without making strings.
enum CellText {
    /// The cell without blanks at both ends (spaces, tabs, line ends).
    static func trimmed(_ cell: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var start = 0
        var end = cell.count
        while start < end, isBlank(cell[start]) { start += 1 }
        while end > start, isBlank(cell[end - 1]) { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: cell[start..<end])
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || (byte >= 0x09 && byte <= 0x0d)
    }

    /// Whether the cell is this ASCII word, in any case.
    static func equals(_ cell: UnsafeRawBufferPointer, _ word: StaticString) -> Bool {
        guard cell.count == word.utf8CodeUnitCount else { return false }
        for place in 0..<cell.count
        where lowercase(cell[place]) != lowercase(word.utf8Start[place]) {
            return false
        }
        return true
    }

    /// Where the ASCII word first stands in the text, in any case; `nil` if nowhere.
    static func find(_ word: StaticString, in text: UnsafeRawBufferPointer) -> Int? {
        let length = word.utf8CodeUnitCount
        guard length > 0, text.count >= length else { return nil }
        for start in 0...(text.count - length) {
            let piece = UnsafeRawBufferPointer(rebasing: text[start..<(start + length)])
            if equals(piece, word) { return start }
        }
        return nil
    }

    static func lowercase(_ byte: UInt8) -> UInt8 {
        byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte
    }

    /// The number that the cell starts with, and how many bytes it takes; `nil` where it starts with
    /// none. Decimal with sign, fraction and exponent, or hexadecimal with `0x`.
    static func number(_ cell: UnsafeRawBufferPointer) -> (value: Double, length: Int)? {
        if cell.count > 2, cell[0] == 0x30, cell[1] | 0x20 == 0x78 { return hexadecimal(cell) }
        var place = 0
        var isNegative = false
        if let first = cell.first, first == 0x2d || first == 0x2b {
            isNegative = first == 0x2d
            place = 1
        }
        let start = place
        var value = digits(cell, &place)
        var hasDigits = place > start
        if place < cell.count, cell[place] == 0x2e {
            place += 1
            let point = place
            let fraction = digits(cell, &place)
            hasDigits = hasDigits || place > point
            value += fraction / power(place - point)
        }
        guard hasDigits else { return nil }
        value = scaled(value, cell, &place)
        return (isNegative ? -value : value, place)
    }

    private static func digits(_ cell: UnsafeRawBufferPointer, _ place: inout Int) -> Double {
        var value = 0.0
        while place < cell.count, cell[place] >= 0x30, cell[place] <= 0x39 {
            value = value * 10 + Double(cell[place] - 0x30)
            place += 1
        }
        return value
    }

    /// 10 to the power of `exponent`; whole powers up to 22 are exact in a Double.
    private static func power(_ exponent: Int) -> Double {
        var result = 1.0
        for _ in 0..<min(exponent, 400) { result *= 10 }
        return result
    }

    /// Takes over an exponent (`e+06`) where a complete one stands at `place`.
    private static func scaled(
        _ value: Double, _ cell: UnsafeRawBufferPointer, _ place: inout Int
    ) -> Double {
        guard place + 1 < cell.count, cell[place] | 0x20 == 0x65 else { return value }
        var next = place + 1
        var isNegative = false
        if cell[next] == 0x2d || cell[next] == 0x2b {
            isNegative = cell[next] == 0x2d
            next += 1
        }
        let start = next
        let exponent = digits(cell, &next)
        guard next > start else { return value }
        place = next
        let factor = power(Int(min(exponent, 400)))
        return isNegative ? value / factor : value * factor
    }

    private static func hexadecimal(_ cell: UnsafeRawBufferPointer) -> (Double, Int)? {
        var value: UInt64 = 0
        var place = 2
        while place < cell.count, place < 18, let digit = hexDigit(cell[place]) {
            value = value << 4 | UInt64(digit)
            place += 1
        }
        return place > 2 ? (Double(value), place) : nil
    }

    static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
