/// Walks through JSON bytes without building anything. Every step either succeeds or throws; nothing is
/// read beyond the end.
struct JSONCursor {
    /// The text is not JSON, or ends too early.
    struct Broken: Error {
        /// Where, in bytes.
        var place: Int
    }

    let bytes: UnsafeBufferPointer<UInt8>
    /// The next byte.
    var place = 0

    /// A cursor at the beginning.
    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// Whether the next byte, blanks passed over, is this one; then it is passed over too.
    mutating func take(_ byte: UInt8) -> Bool {
        skipBlanks()
        guard place < bytes.count, bytes[place] == byte else { return false }
        place += 1
        return true
    }

    /// Passes over a byte that has to come.
    mutating func expect(_ byte: UInt8) throws(Broken) {
        guard take(byte) else { throw Broken(place: place) }
    }

    /// Whether another element follows in an object or array that ends with `end`; `isFirst` is true
    /// before the first.
    mutating func hasNext(_ end: UInt8, isFirst: inout Bool) throws(Broken) -> Bool {
        if take(end) { return false }
        if !isFirst { try expect(0x2c) }
        isFirst = false
        return true
    }

    /// The bytes between the quotes of a string.
    mutating func string() throws(Broken) -> Range<Int> {
        try expect(0x22)
        let start = place
        while place < bytes.count {
            switch bytes[place] {
            case 0x22:
                place += 1
                return start..<(place - 1)
            case 0x5c: place += 2
            default: place += 1
            }
        }
        throw Broken(place: place)
    }

    /// The bytes of a number.
    mutating func number() throws(Broken) -> Double {
        skipBlanks()
        let start = place
        while place < bytes.count, bytes[place] > 0x20, bytes[place] != 0x2c, bytes[place] != 0x5d,
            bytes[place] != 0x7d
        {
            place += 1
        }
        guard place < bytes.count, let value = DecimalNumber.parse(bytes, start..<place) else {
            throw Broken(place: start)
        }
        return value
    }

    /// Passes over a value of any kind.
    mutating func skipValue(depth: Int = 0) throws(Broken) {
        skipBlanks()
        guard place < bytes.count, depth < 64 else { throw Broken(place: place) }
        switch bytes[place] {
        case 0x22: _ = try string()
        case 0x7b, 0x5b:
            let isObject = bytes[place] == 0x7b
            place += 1
            var isFirst = true
            while try hasNext(isObject ? 0x7d : 0x5d, isFirst: &isFirst) {
                if isObject {
                    _ = try string()
                    try expect(0x3a)
                }
                try skipValue(depth: depth + 1)
            }
        default: try skipWord()
        }
    }

    /// The text of a string's bytes with its escapes resolved.
    func text(_ range: Range<Int>) -> String {
        guard bytes[range].contains(0x5c) else {
            return String(decoding: bytes[range], as: UTF8.self)
        }
        var units: [UInt16] = []
        var part = range.lowerBound
        while part < range.upperBound {
            let start = part
            while part < range.upperBound, bytes[part] != 0x5c { part += 1 }
            units += Array(String(decoding: bytes[start..<part], as: UTF8.self).utf16)
            guard part + 1 < range.upperBound else { break }
            part += 1
            units.append(unescape(&part, range.upperBound))
        }
        return String(decoding: units, as: UTF16.self)
    }

    private func unescape(_ part: inout Int, _ end: Int) -> UInt16 {
        let byte = bytes[part]
        part += 1
        switch byte {
        case 0x6e: return 0x0a
        case 0x74: return 0x09
        case 0x72: return 0x0d
        case 0x62: return 0x08
        case 0x66: return 0x0c
        case 0x75 where part + 4 <= end:
            let digits = String(decoding: bytes[part..<(part + 4)], as: UTF8.self)
            part += 4
            return UInt16(digits, radix: 16) ?? 0xfffd
        default: return UInt16(byte)
        }
    }

    /// A number, `true`, `false` or `null`.
    private mutating func skipWord() throws(Broken) {
        let start = place
        while place < bytes.count, isWord(bytes[place]) { place += 1 }
        guard place > start, place < bytes.count else { throw Broken(place: place) }
    }

    private func isWord(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2d || byte == 0x2b
            || byte == 0x2e
    }

    private mutating func skipBlanks() {
        while place < bytes.count, bytes[place] <= 0x20 { place += 1 }
    }
}
