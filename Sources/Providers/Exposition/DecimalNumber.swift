/// Reads numbers as Go and Python print them, from bytes.
enum DecimalNumber {
    /// The number that the bytes spell from first to last, or `nil`: decimal with an exponent of any
    /// length, `NaN`, and infinity in any case (`+Inf`, `-inf`, `Infinity`).
    static func parse(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Double? {
        var place = range.lowerBound
        guard place < range.upperBound else { return nil }
        let isNegative = bytes[place] == 0x2d
        if isNegative || bytes[place] == 0x2b { place += 1 }
        var digits = Digits()
        digits.read(bytes, &place, range.upperBound)
        guard digits.count > 0 else { return special(bytes, place..<range.upperBound, isNegative) }
        guard digits.readExponent(bytes, &place, range.upperBound), place == range.upperBound else {
            return nil
        }
        if let exact = digits.exact { return isNegative ? -exact : exact }
        return Double(String(decoding: bytes[range], as: UTF8.self))
    }

    /// The same for text.
    static func parse(_ text: String) -> Double? {
        var copy = text
        return copy.withUTF8 { parse($0, 0..<$0.count) }
    }

    /// `nan`, `inf` or `infinity`, in any case.
    private static func special(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ isNegative: Bool
    ) -> Double? {
        guard range.count == 3 || range.count == 8 else { return nil }
        switch String(decoding: bytes[range].map { $0 | 0x20 }, as: UTF8.self) {
        case "nan": return .nan
        case "inf", "infinity": return isNegative ? -.infinity : .infinity
        default: return nil
        }
    }

    /// The digits of a number while they are read.
    private struct Digits {
        var mantissa: UInt64 = 0
        var scale = 0
        var count = 0
        private var isRounded = false

        mutating func read(
            _ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int, _ end: Int
        ) {
            var hasPoint = false
            while place < end {
                let byte = bytes[place]
                if byte == 0x2e, !hasPoint {
                    hasPoint = true
                } else if byte &- 0x30 < 10 {
                    count += 1
                    if mantissa < 100_000_000_000_000_000 {
                        mantissa = mantissa &* 10 &+ UInt64(byte &- 0x30)
                        if hasPoint { scale -= 1 }
                    } else {
                        isRounded = true
                        if !hasPoint { scale += 1 }
                    }
                } else {
                    return
                }
                place += 1
            }
        }

        /// Takes over an exponent, if one follows; `false` if it is broken.
        mutating func readExponent(
            _ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int, _ end: Int
        ) -> Bool {
            guard place < end, bytes[place] | 0x20 == 0x65 else { return true }
            place += 1
            var isNegative = false
            if place < end, bytes[place] == 0x2d || bytes[place] == 0x2b {
                isNegative = bytes[place] == 0x2d
                place += 1
            }
            var exponent = 0
            let first = place
            while place < end, bytes[place] &- 0x30 < 10 {
                exponent = min(exponent * 10 + Int(bytes[place] &- 0x30), 100_000)
                place += 1
            }
            scale += isNegative ? -exponent : exponent
            return place > first
        }

        /// The value, where one multiplication or division of exact numbers gives it.
        var exact: Double? {
            if mantissa == 0, !isRounded { return 0 }
            guard !isRounded, mantissa <= 1 << 53, abs(scale) <= 22 else { return nil }
            let power = DecimalNumber.powers[abs(scale)]
            return scale < 0 ? Double(mantissa) / power : Double(mantissa) * power
        }
    }

    /// The powers of ten that a double holds exactly.
    private static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
        1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]
}
