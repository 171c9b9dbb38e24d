/// The colours of terminals that have a fixed number of them, as xterm shows them, and which of them comes
/// nearest to a colour.
enum NearestColor {
    /// The cube and the greys of a 256-colour terminal. The first 16 are left out: people change them.
    /// What has a hue keeps it, even where a grey or a neighbouring hue is a little nearer: a ramp of one
    /// hue stays one.
    static func inPalette(to rgb: UInt32) -> Int {
        let wanted = hue(rgb)
        var best = (number: 16, miss: Int.max)
        for number in 16...255 {
            let color = paletteColor(number)
            var miss = distance(rgb, color)
            if let wanted {
                // A grey is better than a hue that is half a sixth away, and worse than a nearer one.
                let apart = hue(color).map { turn(from: wanted, to: $0) } ?? 0.45
                miss += Int(60_000 * apart * apart)
            }
            if miss < best.miss { best = (number, miss) }
        }
        return best.number
    }

    /// 0xRRGGBB of a number of 0 to 255.
    static func rgb(of number: Int) -> UInt32 {
        number < 16 ? xterm[max(0, number)] : paletteColor(min(255, number))
    }

    /// The contrast of two colours, nearly as WCAG 2 defines it: 1 for none, 21 for black and white.
    static func contrast(_ one: UInt32, _ other: UInt32) -> Double {
        let (light, light2) = (light(one), light(other))
        return (max(light, light2) + 0.05) / (min(light, light2) + 0.05)
    }

    /// How much light a colour gives, 0...1. The square stands for sRGB's curve.
    private static func light(_ rgb: UInt32) -> Double {
        let (red, green, blue) = parts(rgb)
        let sum = 2126 * red * red + 7152 * green * green + 722 * blue * blue
        return Double(sum) / 650_250_000
    }

    /// 0xRRGGBB of the numbers from 16 on.
    private static func paletteColor(_ number: Int) -> UInt32 {
        if number >= 232 {
            let level = 8 + 10 * (number - 232)
            return pack(level, level, level)
        }
        let cube = number - 16
        return pack(cubeLevel(cube / 36), cubeLevel(cube / 6 % 6), cubeLevel(cube % 6))
    }

    private static func cubeLevel(_ step: Int) -> Int { step == 0 ? 0 : 55 + 40 * step }

    /// The hue in sixths of the circle; `nil` for what has hardly any.
    private static func hue(_ rgb: UInt32) -> Double? {
        let (red, green, blue) = parts(rgb)
        let high = max(red, green, blue)
        let spread = high - min(red, green, blue)
        guard high >= 32, spread * 4 >= high else { return nil }
        return switch high {
        case red: Double(green - blue) / Double(spread) + 6
        case green: Double(blue - red) / Double(spread) + 2
        default: Double(red - green) / Double(spread) + 4
        }
    }

    /// How far apart two hues are, the short way round.
    private static func turn(from one: Double, to other: Double) -> Double {
        let apart = abs(one - other).truncatingRemainder(dividingBy: 6)
        return min(apart, 6 - apart)
    }

    /// What xterm shows for its 16 named colours.
    private static let xterm: [UInt32] = [
        0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
        0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
    ]

    /// By hue, because it carries the meaning: the colour nearest to amber is a grey, and amber has to
    /// be yellow and never red. What has hardly any hue is black, white or a grey.
    static func named(to rgb: UInt32) -> Int {
        var choices = [0, 8, 7, 15]
        if let hue = hue(rgb) {
            let name = [1, 3, 2, 6, 4, 5][Int(hue.rounded()) % 6]
            choices = [name, name + 8]
        }
        let wanted = luminance(rgb)
        func miss(_ number: Int) -> Int { abs(luminance(xterm[number]) - wanted) }
        return choices.min { miss($0) < miss($1) } ?? 7
    }

    private static func parts(_ rgb: UInt32) -> (Int, Int, Int) {
        (Int(rgb >> 16 & 0xff), Int(rgb >> 8 & 0xff), Int(rgb & 0xff))
    }

    private static func pack(_ red: Int, _ green: Int, _ blue: Int) -> UInt32 {
        UInt32(red << 16 | green << 8 | blue)
    }

    /// 0...255, weighted as eyes do.
    private static func luminance(_ rgb: UInt32) -> Int {
        let (red, green, blue) = parts(rgb)
        return (red * 299 + green * 587 + blue * 114) / 1000
    }

    /// Squared "redmean": close enough to how different two colours look, in integers.
    static func distance(_ one: UInt32, _ other: UInt32) -> Int {
        let (red, green, blue) = parts(one)
        let (red2, green2, blue2) = parts(other)
        let mean = (red + red2) / 2
        let (r, g, b) = (red - red2, green - green2, blue - blue2)
        return (512 + mean) * r * r / 256 + 4 * g * g + (767 - mean) * b * b / 256
    }
}
