/// Any colour through a terminal description that knows only 256.
///
/// Most terminals show 24-bit colours and most descriptions do not say so. Colours get the numbers 16 to
/// 255 in the order in which they come, curses draws with those, and the sequences that set them are
/// rewritten on their way out: `CSI 38;5;17 m` becomes `CSI 38;2;R;G;B m`.
struct DirectColors {
    private var numbers: [Int: Int] = [:]
    private var colors: [Int] = []
    private static let first = 16
    private static let count = 240

    /// The number that stands for 0xRRGGBB. When there are none left: the number of the colour nearest.
    mutating func number(of rgb: Int) -> Int {
        if let known = numbers[rgb] { return known }
        guard colors.count < Self.count else {
            let nearest = colors.indices.min {
                distance(colors[$0], rgb) < distance(colors[$1], rgb)
            }
            return Self.first + (nearest ?? 0)
        }
        colors.append(rgb)
        numbers[rgb] = Self.first + colors.count - 1
        return Self.first + colors.count - 1
    }

    /// The bytes with the colours put in.
    func rewritten(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + bytes.count / 4)
        var start = 0
        var index = 0
        while index < bytes.count {
            guard bytes[index] == 0x1b, let match = sequence(in: bytes, at: index) else {
                index += 1
                continue
            }
            result += bytes[start..<index]
            result += match.replacement
            index = match.end
            start = index
        }
        result += bytes[start...]
        return result
    }

    /// `ESC [ 3|4 8 ; 5 ; N m` with one of our numbers.
    private func sequence(in bytes: [UInt8], at index: Int) -> (replacement: [UInt8], end: Int)? {
        guard index + 8 < bytes.count, bytes[index + 1] == 0x5b,
            bytes[index + 2] == 0x33 || bytes[index + 2] == 0x34, bytes[index + 3] == 0x38,
            bytes[index + 4] == 0x3b, bytes[index + 5] == 0x35, bytes[index + 6] == 0x3b
        else { return nil }
        var number = 0
        var end = index + 7
        while end < bytes.count, (0x30...0x39).contains(bytes[end]), number < 1000 {
            number = number * 10 + Int(bytes[end] - 0x30)
            end += 1
        }
        guard end < bytes.count, bytes[end] == 0x6d, colors.indices.contains(number - Self.first)
        else { return nil }
        let rgb = colors[number - Self.first]
        let text = "8;2;\(rgb >> 16 & 255);\(rgb >> 8 & 255);\(rgb & 255)m"
        return ([0x1b, 0x5b, bytes[index + 2]] + Array(text.utf8), end + 1)
    }

    private func distance(_ one: Int, _ other: Int) -> Int {
        [16, 8, 0].reduce(0) { sum, shift in
            let difference = (one >> shift & 255) - (other >> shift & 255)
            return sum + difference * difference
        }
    }
}
