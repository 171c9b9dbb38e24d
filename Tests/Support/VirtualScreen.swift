/// A terminal as far as curses uses one: what xterm-256color, tmux-256color and vt100 would show after
/// the bytes they were sent. Written from ECMA-48 and the xterm control sequences, not from the code
/// under test.
package struct VirtualScreen: Sendable {
    /// Columns.
    package private(set) var columns: Int
    /// Rows.
    package private(set) var rows: Int
    /// One text and one look a cell; empty text in the second column of a wide one.
    package private(set) var cells: [[Glyph]]
    /// Where the next character goes.
    package private(set) var column = 0, row = 0
    /// Private modes that are on: 1049 alternate screen, 25 cursor, 1006 mouse, 2004 paste...
    package private(set) var modes: Set<Int> = [25]
    /// Sequences that no terminal here knows: a test may want none.
    package private(set) var unknown: [String] = []
    private var look = GraphicRendition()
    private var top = 0, bottom: Int
    private var wrapsNext = false
    private var saved = (column: 0, row: 0)
    private var lastGlyph: String = " "
    var pending: [UInt8] = []

    /// A cell: its text and what it was drawn with.
    package struct Glyph: Equatable, Sendable {
        package var text = " "
        package var rendition = GraphicRendition()

        /// The SGR parameters that make it look so.
        package var look: String { rendition.text }
    }

    /// A blank screen.
    package init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        bottom = rows - 1
        cells = Self.blank(columns, rows)
    }

    /// The rows without trailing spaces, one a line.
    package var text: String {
        cells.map { row in
            var line = row.map(\.text).joined()
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }

    /// Whether the alternate screen is on.
    package var isAlternate: Bool { modes.contains(1049) }
    /// Whether the cursor shows.
    package var showsCursor: Bool { modes.contains(25) }

    /// Another size: what fits stays.
    package mutating func resize(columns: Int, rows: Int) {
        var fresh = Self.blank(columns, rows)
        for row in 0..<min(rows, self.rows) {
            for column in 0..<min(columns, self.columns) { fresh[row][column] = cells[row][column] }
        }
        (cells, self.columns, self.rows) = (fresh, columns, rows)
        (top, bottom, wrapsNext) = (0, rows - 1, false)
        (column, row) = (min(column, columns - 1), min(row, rows - 1))
    }

    private static func blank(_ columns: Int, _ rows: Int) -> [[Glyph]] {
        [[Glyph]](repeating: [Glyph](repeating: Glyph(), count: columns), count: rows)
    }

    // MARK: What the parser calls

    mutating func put(_ scalar: Unicode.Scalar) {
        let width = wcwidthOf(scalar)
        if width == 0 {
            let place = max(0, wrapsNext ? column : column - 1)
            let lead = cells[row][place].text.isEmpty ? max(0, place - 1) : place
            cells[row][lead].text.unicodeScalars.append(scalar)
            return
        }
        if wrapsNext || (width == 2 && column == columns - 1) {
            column = 0
            lineFeed()
        }
        wrapsNext = false
        lastGlyph = String(Character(scalar))
        cells[row][column] = Glyph(text: lastGlyph, rendition: look)
        if width == 2 { cells[row][column + 1] = Glyph(text: "", rendition: look) }
        column += width
        if column >= columns { (column, wrapsNext) = (columns - 1, true) }
    }

    mutating func control(_ byte: UInt8) {
        switch byte {
        case 0x08: column = max(0, column - 1)
        case 0x09: column = min(columns - 1, (column / 8 + 1) * 8)
        case 0x0a: lineFeed()
        case 0x0d: column = 0
        default: return
        }
        wrapsNext = false
    }

    mutating func escape(_ byte: UInt8) {
        switch byte {
        case 0x37: saved = (column, row)
        case 0x38: (column, row) = saved
        case 0x4d: if row == top { scroll(-1) } else { row = max(0, row - 1) }
        case 0x3d, 0x3e, 0x5c: break
        default: unknown.append("ESC \(UnicodeScalar(byte))")
        }
        wrapsNext = false
    }

    mutating func mode(_ numbers: [Int], on: Bool) {
        for number in numbers {
            if on { modes.insert(number) } else { modes.remove(number) }
            if number == 1049 { cells = Self.blank(columns, rows) }
        }
    }

    mutating func style(_ parameters: String) { look.take(parameters) }

    mutating func report(_ sequence: String) { unknown.append(sequence) }

    mutating func sequence(_ final: UInt8, _ n: Int, _ second: Int) {
        switch final {
        case 0x41: row = max(row >= top ? top : 0, row - n)
        case 0x42: row = min(row <= bottom ? bottom : rows - 1, row + n)
        case 0x43: column = min(columns - 1, column + n)
        case 0x44: column = max(0, column - n)
        case 0x47: column = min(columns, n) - 1
        case 0x48: (row, column) = (min(rows, n) - 1, min(columns, second) - 1)
        case 0x5a: column = max(0, (column - 1) / 8 * 8)
        case 0x64: row = min(rows, n) - 1
        case 0x62: (0..<n).forEach { _ in lastGlyph.unicodeScalars.first.map { put($0) } }
        case 0x72:
            (top, bottom) = (n - 1, (second == 1 ? rows : min(rows, second)) - 1)
            (column, row) = (0, 0)
        default: edit(final, n)
        }
        if final != 0x62 { wrapsNext = false }
    }

    private mutating func edit(_ final: UInt8, _ n: Int) {
        let blank = Glyph(rendition: look.erased)
        switch final {
        case 0x40:
            cells[row].insert(contentsOf: Array(repeating: blank, count: n), at: column)
            cells[row].removeLast(n)
        case 0x50:
            cells[row].removeSubrange(column..<min(columns, column + n))
            cells[row] += Array(repeating: blank, count: columns - cells[row].count)
        case 0x58:
            for place in column..<min(columns, column + n) { cells[row][place] = blank }
        case 0x4c: if (top...bottom).contains(row) { shift(from: row, -n) }
        case 0x4d: if (top...bottom).contains(row) { shift(from: row, n) }
        case 0x53: scroll(n)
        case 0x54: scroll(-n)
        default: unknown.append("CSI \(n) \(UnicodeScalar(final))")
        }
    }

    mutating func erase(line mode: Int) {
        let range = mode == 0 ? column..<columns : mode == 1 ? 0..<column + 1 : 0..<columns
        for place in range { cells[row][place] = Glyph(rendition: look.erased) }
    }

    mutating func erase(screen mode: Int) {
        if mode != 2 { erase(line: mode) }
        let range = mode == 0 ? row + 1..<rows : mode == 1 ? 0..<row : 0..<rows
        for line in range {
            cells[line] = Array(repeating: Glyph(rendition: look.erased), count: columns)
        }
    }

    private mutating func lineFeed() {
        if row == bottom { scroll(1) } else { row = min(rows - 1, row + 1) }
    }

    private mutating func scroll(_ n: Int) { shift(from: top, n) }

    /// Moves lines of the scroll region from `first` on up (positive) or down.
    private mutating func shift(from first: Int, _ n: Int) {
        let blank = Array(repeating: Glyph(rendition: look.erased), count: columns)
        for _ in 0..<abs(n) {
            cells.remove(at: n > 0 ? first : bottom)
            cells.insert(blank, at: n > 0 ? bottom : first)
        }
    }
}
