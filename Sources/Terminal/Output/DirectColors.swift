/// Any colour through a terminal description that knows only 256.
///
/// Most terminals show 24-bit colours and most descriptions do not say so. Colours get the numbers 16 to
/// 255 in the order in which they come, curses draws with those, and the ``PenFilter`` puts the colours in
/// on the way out: `CSI 38;5;17 m` becomes `CSI 38;2;R;G;B m`.
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

    /// The colour that a number stands for; `nil` for one that stands for itself.
    func rgb(of number: Int) -> Int? {
        colors.indices.contains(number - Self.first) ? colors[number - Self.first] : nil
    }

    private func distance(_ one: Int, _ other: Int) -> Int {
        [16, 8, 0].reduce(0) { sum, shift in
            let difference = (one >> shift & 255) - (other >> shift & 255)
            return sum + difference * difference
        }
    }
}
