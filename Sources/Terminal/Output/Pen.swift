import Dashboard

/// What a terminal draws with, as SGR sequences set it.
struct Pen: Equatable {
    /// `nil`: the terminal's own.
    var foreground: Ink?
    /// `nil`: the terminal's own.
    var background: Ink?
    var attributes: Style.Attributes = []

    /// A colour in the way it is asked for: one of the 16 named ones, or one of 256.
    enum Ink: Equatable {
        case named(Int), indexed(Int)
    }

    /// Whether a space drawn with it shows more than the background.
    var showsOnSpaces: Bool { !attributes.isDisjoint(with: [.underline, .reverse]) }

    /// Takes the parameters of one SGR sequence; false for those that it does not know.
    mutating func take(_ parameters: [Int]) -> Bool {
        var rest = parameters[...]
        while let code = rest.popFirst() {
            switch code {
            case 0: self = Pen()
            case 1: attributes.insert(.bold)
            case 2: attributes.insert(.dim)
            case 4: attributes.insert(.underline)
            case 7: attributes.insert(.reverse)
            case 10: break  // the usual font
            case 22: attributes.subtract([.bold, .dim])
            case 24: attributes.remove(.underline)
            case 27: attributes.remove(.reverse)
            case 30...37: foreground = .named(code - 30)
            case 90...97: foreground = .named(code - 82)
            case 39: foreground = nil
            case 40...47: background = .named(code - 40)
            case 100...107: background = .named(code - 92)
            case 49: background = nil
            case 38, 48:
                guard rest.popFirst() == 5, let number = rest.popFirst() else { return false }
                if code == 38 {
                    foreground = .indexed(number)
                } else {
                    background = .indexed(number)
                }
            default: return false
            }
        }
        return true
    }

    /// Writes the sequence that makes `shown` into this; all of it where that is not known.
    func write(after shown: Pen?, _ direct: DirectColors?, to bytes: inout [UInt8]) {
        bytes += [0x1b, 0x5b]
        let start = writeStart(shown, to: &bytes)
        for (attribute, code) in Self.codes
        where attributes.contains(attribute) && !start.attributes.contains(attribute) {
            Self.write(code, to: &bytes)
        }
        if foreground != start.foreground { Self.write(foreground, 30, direct, to: &bytes) }
        if background != start.background { Self.write(background, 40, direct, to: &bytes) }
        bytes[bytes.count - 1] = 0x6d
    }

    /// Takes away what is too much, and gives what is left of `shown`.
    private func writeStart(_ shown: Pen?, to bytes: inout [UInt8]) -> Pen {
        guard var shown else {
            Self.write(0, to: &bytes)
            return Pen()
        }
        let surplus = shown.attributes.subtracting(attributes)
        if surplus.isEmpty { return shown }
        // What has 256 colours can also leave one attribute, which leaves the background as it is.
        guard case .indexed = background, shown.background == background else {
            Self.write(0, to: &bytes)
            return Pen()
        }
        if !surplus.isDisjoint(with: [.bold, .dim]) { Self.write(22, to: &bytes) }
        if surplus.contains(.underline) { Self.write(24, to: &bytes) }
        if surplus.contains(.reverse) { Self.write(27, to: &bytes) }
        shown.attributes.formIntersection(attributes)
        if !surplus.isDisjoint(with: [.bold, .dim]) { shown.attributes.subtract([.bold, .dim]) }
        return shown
    }

    private static let codes: [(Style.Attributes, Int)] = [
        (.bold, 1), (.dim, 2), (.underline, 4), (.reverse, 7),
    ]

    /// `base` is 30 for text and 40 for what is behind it.
    private static func write(
        _ ink: Ink?, _ base: Int, _ direct: DirectColors?, to bytes: inout [UInt8]
    ) {
        switch ink {
        case nil: write(base + 9, to: &bytes)
        case .named(let number): write(number < 8 ? base + number : base + 52 + number, to: &bytes)
        case .indexed(let number):
            write(base + 8, to: &bytes)
            guard let rgb = direct?.rgb(of: number) else {
                write(5, to: &bytes)
                return write(number, to: &bytes)
            }
            write(2, to: &bytes)
            for shift in [16, 8, 0] { write(rgb >> shift & 255, to: &bytes) }
        }
    }

    private static func write(_ code: Int, to bytes: inout [UInt8]) {
        if code >= 100 { bytes.append(UInt8(0x30 + code / 100 % 10)) }
        if code >= 10 { bytes.append(UInt8(0x30 + code / 10 % 10)) }
        bytes.append(UInt8(0x30 + code % 10))
        bytes.append(0x3b)
    }
}
