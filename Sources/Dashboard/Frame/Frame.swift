/// A screenful as a value: what `render` returns, what the terminal shows and what tests compare.
public struct Frame: Equatable, Sendable {
    /// Columns.
    public let width: Int
    /// Rows.
    public let height: Int
    /// Row by row; `width * height` of them.
    public var cells: [Cell]
    /// The styles in use; 0 is the theme's plain text.
    public private(set) var styles: [Style]
    /// Grapheme clusters of more than one scalar, referred to by cells.
    public private(set) var clusters: [String] = []
    /// Where the cursor is to be shown (a text field); `nil` hides it.
    public var cursor: Point?
    private var indices: [Style: UInt16]

    /// A place: column and row from the top left, from 0.
    public struct Point: Hashable, Sendable {
        /// From 0 at the left.
        public var column: Int
        /// From 0 at the top.
        public var row: Int
        /// A place.
        public init(column: Int, row: Int) {
            self.column = column
            self.row = row
        }
    }

    /// A blank frame, all in `base`. Sizes below 1 make an empty frame.
    public init(width: Int, height: Int, base: Style = Style()) {
        self.width = max(0, width)
        self.height = max(0, height)
        cells = [Cell](repeating: .blank, count: self.width * self.height)
        styles = [base]
        indices = [base: 0]
        cursor = nil
    }

    /// The index of a style, which is added if it is new.
    public mutating func index(of style: Style) -> UInt16 {
        if let index = indices[style] { return index }
        guard styles.count < Int(UInt16.max) else { return 0 }
        let index = UInt16(styles.count)
        styles.append(style)
        indices[style] = index
        return index
    }

    /// A scalar value for a cluster of several scalars.
    public mutating func cluster(_ text: String) -> UInt32 {
        if let known = clusters.firstIndex(of: text) { return Cell.clusterBase + UInt32(known) }
        clusters.append(text)
        return Cell.clusterBase + UInt32(clusters.count - 1)
    }

    /// The cell at a place inside the frame.
    public subscript(column: Int, row: Int) -> Cell {
        get { cells[row * width + column] }
        set { cells[row * width + column] = newValue }
    }

    /// The text of a row without trailing spaces.
    public func text(row: Int) -> String {
        var line = ""
        for column in 0..<width {
            let cell = self[column, row]
            if cell.width == 0 { continue }
            if cell.scalar >= Cell.clusterBase {
                line += clusters[Int(cell.scalar - Cell.clusterBase)]
            } else {
                line.unicodeScalars.append(Unicode.Scalar(cell.scalar) ?? " ")
            }
        }
        while line.last == " " { line.removeLast() }
        return line
    }

    /// All rows, one a line: for golden tests and for `hybridtop --once`-like uses.
    public var text: String { (0..<height).map(text(row:)).joined(separator: "\n") }
}
