/// One place on the screen: a scalar, a style and a width.
///
/// Eight bytes, and public: frames are filled and compared thousands of cells at a time.
public struct Cell: Equatable, Sendable {
    /// The Unicode scalar; 0 in the second column of a wide one. Values from `clusterBase` on refer to
    /// ``Frame/clusters``.
    public var scalar: UInt32
    /// Index into ``Frame/styles``.
    public var style: UInt16
    /// Columns: 1, 2 for a wide scalar, 0 for the column that a wide scalar covers.
    public var width: UInt8
    private var unused: UInt8 = 0

    /// The first value of ``scalar`` that is an index into the frame's clusters and not a scalar.
    public static let clusterBase: UInt32 = 0x20_0000

    /// A cell.
    public init(scalar: UInt32, style: UInt16, width: UInt8 = 1) {
        self.scalar = scalar
        self.style = style
        self.width = width
    }

    /// A space in style 0.
    public static let blank = Cell(scalar: 0x20, style: 0)
}

/// A colour as a theme gives it.
public struct Color: Hashable, Sendable {
    /// 0xRRGGBB.
    public var rgb: UInt32
    /// Which of the 16 named colours stands for it where there are no more; by nearest match if `nil`.
    public var ansi: UInt8?

    /// A colour from 0xRRGGBB.
    public init(rgb: UInt32, ansi: UInt8? = nil) {
        self.rgb = rgb
        self.ansi = ansi
    }
}

/// How a cell looks.
public struct Style: Hashable, Sendable {
    /// `nil`: the terminal's own.
    public var foreground: Color?
    /// `nil`: the terminal's own.
    public var background: Color?
    /// On top of the colours.
    public var attributes: Attributes

    /// Weight and decoration. No blinking, ever.
    public struct Attributes: OptionSet, Hashable, Sendable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        /// Heavier, or brighter where a terminal has no weights.
        public static let bold = Attributes(rawValue: 1)
        /// Fainter.
        public static let dim = Attributes(rawValue: 2)
        /// Underlined.
        public static let underline = Attributes(rawValue: 4)
        /// Foreground and background changed over.
        public static let reverse = Attributes(rawValue: 8)
    }

    /// A style; what is not given is the terminal's own.
    public init(
        foreground: Color? = nil, background: Color? = nil, attributes: Attributes = []
    ) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }
}

/// How many colours the terminal has.
public enum ColorLevel: Int, Comparable, Sendable, CaseIterable {
    /// None, 8 named ones, 16 of them, 256, and 24 bits: in rising order.
    case mono, eight, sixteen, palette, truecolor

    public static func < (left: ColorLevel, right: ColorLevel) -> Bool {
        left.rawValue < right.rawValue
    }
}
