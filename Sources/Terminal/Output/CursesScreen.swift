import CNCurses
import CTerminal
import Dashboard
import Glibc

/// The screen as curses keeps it. curses draws into a file in memory, from where each update is taken
/// as one piece: onto a terminal it makes one write a changed row, whatever the buffer.
final class CursesScreen: ScreenBackend {
    /// Columns and rows of a screen, and what it may draw.
    struct Setup {
        var type: String
        var columns: Int
        var rows: Int
        var level: ColorLevel
        var isDirect: Bool
        var isASCII: Bool
    }

    private let file: UnsafeMutablePointer<FILE>
    private let setup: Setup
    private let screen: OpaquePointer
    private let hasColors: Bool
    private var direct: DirectColors?
    private var filter = PenFilter()
    private var base = Style()
    private var looks: [(attributes: attr_t, pair: Int32)] = []
    private var clusters: [[wchar_t]] = []
    private var row: [cchar_t] = []
    /// The scrolling region as the size wants it, ahead of the next update, which clears.
    private var region: [UInt8] = []
    private var needsRegion = true

    init(_ setup: Setup) throws(TerminalError) {
        let descriptor = cterminal_memory_file("hybridtop-screen")
        guard descriptor >= 0, let file = fdopen(descriptor, "w+") else {
            throw .system(call: "memfd_create", code: errno)
        }
        guard let screen = newterm(setup.type, file, file) else {
            throw .noDescription(type: setup.type)
        }
        (self.file, self.screen, self.setup) = (file, screen, setup)
        typeahead(-1)
        hasColors = setup.level > .mono && has_colors()
        if hasColors {
            start_color()
            use_default_colors()
        }
        if setup.level == .truecolor && !setup.isDirect { direct = DirectColors() }
        resize(columns: setup.columns, rows: setup.rows)
    }

    /// Another size. The terminal's content is unknown from here on.
    func resize(columns: Int, rows: Int) {
        resize_term(Int32(rows), Int32(columns))
        werase(cncurses_screen())
        invalidate()
        needsRegion = true
        guard let csr = tigetstr("csr"), Int(bitPattern: csr) != -1,
            let text = cncurses_parameters(csr, 0, Int32(rows - 1))
        else { return }
        region = TerminalEntry.withoutPadding(Array(String(cString: text).utf8))
    }

    /// What takes the terminal. curses starts with a scrolling region for the size in the terminal's
    /// description; ours follows, and another clearing, because it moves the cursor.
    func begin() -> [UInt8] {
        invalidate()
        wnoutrefresh(cncurses_screen())
        doupdate()
        let start = take()
        needsRegion = true
        invalidate()
        return start + update()
    }

    /// The next update draws everything.
    func invalidate() {
        clearok(cncurses_shown(), true)
        filter.forget()
    }

    /// What brings the terminal up to date.
    func update() -> [UInt8] {
        wnoutrefresh(cncurses_screen())
        doupdate()
        defer { needsRegion = false }
        return (needsRegion ? region : []) + take()
    }

    /// What hands the terminal back; the next update takes it again.
    func end() -> [UInt8] {
        endwin()
        return take() + filter.settled(direct)
    }

    private func take() -> [UInt8] {
        fflush(file)
        let descriptor = fileno(file)
        let length = lseek(descriptor, 0, SEEK_CUR)
        guard length > 0 else { return [] }
        let bytes = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            count = max(0, pread(descriptor, buffer.baseAddress, length, 0))
        }
        lseek(descriptor, 0, SEEK_SET)
        return filter.filtered(bytes, direct)
    }

    // MARK: ScreenBackend

    func define(style: Style, at index: Int) {
        if index == 0 { base = style }
        let look = ColorRule.look(of: style, base: base, at: setup.level)
        var pair: Int32 = 0
        if hasColors {
            let foreground = number(look.foreground)
            let background = number(look.background)
            pair = foreground < 0 && background < 0 ? 0 : max(0, alloc_pair(foreground, background))
        }
        let attributes = Self.attributes(look.attributes)
        if index < looks.count { looks[index] = (attributes, pair) }
        while looks.count <= index { looks.append((attributes, pair)) }
    }

    func define(cluster: String, at index: Int) {
        let scalars = CellText.clusterScalars(cluster, isASCII: setup.isASCII)
        let text = scalars.map { wchar_t(bitPattern: $0) } + [0]
        if index < clusters.count { clusters[index] = text }
        while clusters.count <= index { clusters.append(text) }
    }

    func put(_ cells: ArraySlice<Cell>, column: Int, row line: Int) {
        row.removeAll(keepingCapacity: true)
        for cell in cells where cell.width > 0 { append(cell) }
        mvwadd_wchnstr(cncurses_screen(), Int32(line), Int32(column), row, Int32(row.count))
    }

    func place(cursor: Frame.Point?) {
        leaveok(cncurses_screen(), cursor == nil)
        curs_set(cursor == nil ? 0 : 1)
        if let cursor { wmove(cncurses_screen(), Int32(cursor.row), Int32(cursor.column)) }
    }

    /// A wide cell that the C library takes for a narrow one is followed by a space, and the other way
    /// round it is replaced: columns are what the frame says.
    private func append(_ cell: Cell) {
        let look = looks[Int(cell.style)]
        var glyph = cchar_t()
        if cell.scalar >= Cell.clusterBase {
            let text = clusters[Int(cell.scalar - Cell.clusterBase)]
            cncurses_cell(&glyph, text, look.attributes, look.pair)
            append(glyph, columns: CellText.columns(UInt32(bitPattern: text[0])), cell, look)
        } else {
            let scalar = setup.isASCII && cell.scalar > 0x7e ? 0x3f : cell.scalar
            cncurses_scalar(&glyph, wchar_t(bitPattern: scalar), look.attributes, look.pair)
            append(glyph, columns: CellText.columns(scalar), cell, look)
        }
    }

    private func append(
        _ glyph: cchar_t, columns: Int, _ cell: Cell, _ look: (attributes: attr_t, pair: Int32)
    ) {
        var other = cchar_t()
        if columns == Int(cell.width) { return row.append(glyph) }
        let isUsable = columns == 1
        cncurses_scalar(&other, 0x3f, look.attributes, look.pair)
        row.append(isUsable ? glyph : other)
        guard cell.width == 2 else { return }
        cncurses_scalar(&other, 0x20, look.attributes, look.pair)
        row.append(other)
    }

    // MARK: Colours

    private func number(_ color: Int?) -> Int32 {
        guard let color else { return -1 }
        switch setup.level {
        case .mono: return -1
        case .eight, .sixteen, .palette: return Int32(color)
        case .truecolor:
            if let number = direct?.number(of: color) { return Int32(number) }
            // Direct descriptions keep 0 to 7 for the named colours.
            return Int32(color < 8 ? (color == 0 ? 0 : 8) : color)
        }
    }

    private static func attributes(_ attributes: Style.Attributes) -> attr_t {
        (attributes.contains(.bold) ? cncurses_bold() : 0)
            | (attributes.contains(.dim) ? cncurses_dim() : 0)
            | (attributes.contains(.underline) ? cncurses_underline() : 0)
            | (attributes.contains(.reverse) ? cncurses_reverse() : 0)
    }
}
