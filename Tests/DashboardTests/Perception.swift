import Dashboard
import Foundation

/// How colours look to people, by published formulas: WCAG 2 contrast, CIE 1976 distance, and deuteranopia
/// as Machado, Oliveira and Fernandes simulate it (2009, severity 1).
enum Perception {
    private static func linear(_ color: Color) -> [Double] {
        [16, 8, 0].map { shift in
            let value = Double(color.rgb >> shift & 255) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
    }

    private static func luminance(_ color: Color) -> Double {
        zip(linear(color), [0.2126, 0.7152, 0.0722]).reduce(0) { $0 + $1.0 * $1.1 }
    }

    static func contrast(_ left: Color, _ right: Color) -> Double {
        let values = [luminance(left), luminance(right)]
        return ((values.max() ?? 0) + 0.05) / ((values.min() ?? 0) + 0.05)
    }

    static func deuteranopia(_ color: Color) -> Color {
        let light = linear(color)
        let rows = [
            [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
        let channels = rows.map { row -> UInt32 in
            let value = max(0, min(1, zip(row, light).reduce(0) { $0 + $1.0 * $1.1 }))
            let encoded = value <= 0.0031308 ? 12.92 * value : 1.055 * pow(value, 1 / 2.4) - 0.055
            return UInt32((encoded * 255).rounded())
        }
        return Color(rgb: channels[0] << 16 | channels[1] << 8 | channels[2])
    }

    /// The colour of 256 that stands for another.
    static func inPalette(_ color: Color) -> Color {
        Color(rgb: xterm(ColorRule.number(of: color, at: .palette)))
    }

    /// A colour of xterm's table.
    static func xterm(_ number: Int) -> UInt32 {
        if number < 16 {
            let named: [UInt32] = [
                0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
                0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
            ]
            return named[number]
        }
        let levels = [0, 95, 135, 175, 215, 255]
        if number >= 232 { return UInt32(8 + 10 * (number - 232)) * 0x010101 }
        let parts = [(number - 16) / 36, (number - 16) / 6 % 6, (number - 16) % 6]
        return parts.reduce(0) { $0 << 8 | UInt32(levels[$1]) }
    }

    /// The hue in degrees; `nil` for what is all but grey.
    static func hue(of rgb: UInt32) -> Double? {
        let (red, green, blue) = (
            Double(rgb >> 16 & 255), Double(rgb >> 8 & 255), Double(rgb & 255)
        )
        let x = red - (green + blue) / 2
        let y = (green - blue) * 3.0.squareRoot() / 2
        guard (x * x + y * y).squareRoot() > 12 else { return nil }
        let angle = atan2(y, x) * 180 / .pi
        return angle < 0 ? angle + 360 : angle
    }

    static func distance(_ left: Color, _ right: Color) -> Double {
        zip(lab(left), lab(right)).reduce(0) { $0 + pow($1.0 - $1.1, 2) }.squareRoot()
    }

    private static func lab(_ color: Color) -> [Double] {
        let light = linear(color)
        let rows = [
            [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
        let white = [0.95047, 1, 1.08883]
        let curved = zip(rows, white).map { row, white -> Double in
            let value = zip(row, light).reduce(0) { $0 + $1.0 * $1.1 } / white
            return value > 0.008856 ? cbrt(value) : 7.787 * value + 16.0 / 116
        }
        return [
            116 * curved[1] - 16, 500 * (curved[0] - curved[1]), 200 * (curved[1] - curved[2]),
        ]
    }
}
