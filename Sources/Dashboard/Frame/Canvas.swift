/// Where a panel draws: a rectangle of a frame, in roles. Nothing drawn here can leave the rectangle.
public struct Canvas: ~Copyable {
    /// The frame drawn into.
    public var frame: Frame
    /// The theme that roles are looked up in.
    public let theme: Theme
    /// Whether only ASCII may be drawn.
    public let isASCII: Bool
    /// What plots are drawn with.
    package private(set) var plots: PlotGlyphs = .braille
    /// What lines around panels are drawn in.
    package var frameRole = Role.border
    private var roles: [Role: UInt16] = [:]

    /// A rectangle of the frame.
    public struct Rect: Hashable, Sendable {
        /// Of its left edge, from 0.
        public var column: Int
        /// Of its upper edge, from 0.
        public var row: Int
        /// In columns; 0 for nothing.
        public var width: Int
        /// In rows; 0 for nothing.
        public var height: Int

        /// A rectangle; negative sizes count as 0.
        public init(column: Int, row: Int, width: Int, height: Int) {
            self.column = column
            self.row = row
            self.width = max(0, width)
            self.height = max(0, height)
        }

        /// The rectangle without a border of so many cells.
        public func inset(_ columns: Int = 1, _ rows: Int = 1) -> Rect {
            Rect(
                column: column + columns, row: row + rows, width: width - 2 * columns,
                height: height - 2 * rows)
        }

        /// Whether the rectangle holds the place.
        public func contains(column: Int, row: Int) -> Bool {
            (self.column..<self.column + width).contains(column)
                && (self.row..<self.row + height).contains(row)
        }
    }

    /// An empty canvas of a size.
    public init(width: Int, height: Int, theme: Theme, isASCII: Bool = false) {
        frame = Frame(width: width, height: height, base: theme[.text])
        self.theme = theme
        self.isASCII = isASCII
        if isASCII { plots = .ascii }
    }

    /// Chooses what plots are drawn with; ASCII stays ASCII.
    package mutating func plot(with glyphs: PlotGlyphs) {
        if !isASCII { plots = glyphs }
    }

    /// The whole canvas.
    public var bounds: Rect { Rect(column: 0, row: 0, width: frame.width, height: frame.height) }

    /// The index of a role's style in the frame.
    public mutating func style(_ role: Role) -> UInt16 {
        if let index = roles[role] { return index }
        let index = frame.index(of: theme[role])
        roles[role] = index
        return index
    }

    /// Draws text from a place to the right, no further than `limit` columns and never outside `clip`.
    /// Returns the columns used. The text must be clean (``CleanText``).
    @discardableResult
    public mutating func draw(
        _ text: String, column: Int, row: Int, role: Role = .text, limit: Int = .max,
        clip: Rect? = nil
    ) -> Int {
        let area = clip ?? bounds
        guard row >= max(0, area.row), row < min(frame.height, area.row + area.height) else {
            return 0
        }
        let index = style(role)
        let right = min(frame.width, area.column + area.width, column &+ min(limit, 1 << 20))
        var place = column
        for original in text {
            let width = DisplayWidth.columns(of: original)
            let character = isASCII ? Glyph.ascii(original) : original
            if width == 0 { continue }
            guard place + width <= right else { break }
            if place >= max(0, area.column) { put(character, width, place, row, index) }
            place += width
        }
        return max(0, place - column)
    }

    /// Gives cells another style and leaves their text.
    public mutating func paint(_ rect: Rect, role: Role) {
        let index = style(role)
        for row in max(0, rect.row)..<max(0, min(frame.height, rect.row + rect.height)) {
            for column in max(0, rect.column)..<max(0, min(frame.width, rect.column + rect.width)) {
                frame[column, row].style = index
            }
        }
    }

    /// Blanks a rectangle.
    public mutating func clear(_ rect: Rect, role: Role = .text) {
        let cell = Cell(scalar: 0x20, style: style(role))
        for row in max(0, rect.row)..<max(0, min(frame.height, rect.row + rect.height)) {
            let columns = max(0, rect.column)..<max(0, min(frame.width, rect.column + rect.width))
            if let first = columns.first, let last = columns.last {
                sever(first, row)
                sever(last, row)
            }
            for column in columns { frame[column, row] = cell }
        }
    }

    /// Blanks the other half of a wide character, of which the cell is about to lose this half.
    private mutating func sever(_ column: Int, _ row: Int) {
        switch frame[column, row].width {
        case 0 where column > 0:
            frame[column - 1, row] = Cell(scalar: 0x20, style: frame[column - 1, row].style)
        case 2 where column + 1 < frame.width:
            frame[column + 1, row] = Cell(scalar: 0x20, style: frame[column + 1, row].style)
        default: break
        }
    }

    private mutating func put(
        _ character: Character, _ width: Int, _ column: Int, _ row: Int, _ index: UInt16
    ) {
        let scalars = character.unicodeScalars
        let scalar: UInt32
        if scalars.count == 1, let only = scalars.first {
            scalar = only.value
        } else {
            scalar = frame.cluster(String(character))
        }
        sever(column, row)
        if width == 2 { sever(column + 1, row) }
        frame[column, row] = Cell(scalar: scalar, style: index, width: UInt8(width))
        guard width == 2 else { return }
        if isASCII {
            // Keep the columns of the wide character, so that ASCII moves nothing.
            frame[column, row].width = 1
            frame[column + 1, row] = Cell(scalar: 0x20, style: index)
        } else {
            frame[column + 1, row] = Cell(scalar: 0, style: index, width: 0)
        }
    }
}
