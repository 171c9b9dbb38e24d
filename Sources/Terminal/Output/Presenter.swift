import Dashboard

/// Puts onto a screen what changed since the frame before, and nothing else.
///
/// Frames number their styles and clusters as they please; the presenter gives each a number that stays,
/// so that cells of different frames can be compared.
struct Presenter {
    private(set) var columns: Int
    private(set) var rows: Int
    private var shown: [Cell] = []
    private var next: [Cell] = []
    private var cursor: Frame.Point??
    private var styles: [Style: UInt16] = [:]
    private var clusters: [String: UInt32] = [:]

    /// Beyond so many styles or clusters the numbering starts anew.
    static let tableLimit = 4096

    /// For a screen of a size whose content is unknown.
    init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }

    /// Forgets what the screen shows: the next frame is put whole.
    mutating func forget() {
        shown = []
        cursor = nil
    }

    /// Another size; forgets what the screen shows.
    mutating func resize(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        forget()
    }

    /// Puts the changes; returns how many cells that were, or `nil` if the screen shows the frame
    /// already. What lies outside the screen is left out; what the frame lacks is blank.
    mutating func present(_ frame: Frame, on screen: some ScreenBackend) -> Int? {
        number(frame, screen)
        var count = 0
        let isNew = shown.count != next.count
        for row in 0..<rows { count += putRow(row, isNew, screen) }
        swap(&shown, &next)
        let isMoved = cursor != .some(frame.cursor)
        if isMoved {
            cursor = .some(frame.cursor)
            screen.place(cursor: frame.cursor)
        }
        return count == 0 && !isMoved ? nil : count
    }

    // MARK: Numbers that stay

    private mutating func number(_ frame: Frame, _ screen: some ScreenBackend) {
        if styles.count + frame.styles.count > Self.tableLimit
            || clusters.count + frame.clusters.count > Self.tableLimit
        {
            styles = [:]
            clusters = [:]
            forget()
        }
        let styleMap = frame.styles.map { number(of: $0, screen) }
        let clusterMap = frame.clusters.map { number(of: $0, screen) }
        let size = columns * rows
        let blank = Cell(scalar: 0x20, style: styleMap.first ?? 0)
        if next.count != size { next = [Cell](repeating: blank, count: size) }
        let width = columns
        frame.cells.withUnsafeBufferPointer { source in
            next.withUnsafeMutableBufferPointer { target in
                for row in 0..<rows {
                    let line = UnsafeMutableBufferPointer(
                        rebasing: target[row * width..<(row + 1) * width])
                    line.update(repeating: blank)
                    guard row < frame.height else { continue }
                    let given = UnsafeBufferPointer(
                        rebasing: source[row * frame.width..<(row + 1) * frame.width])
                    Self.copy(given, line, styleMap, clusterMap)
                }
            }
        }
    }

    private mutating func number(of style: Style, _ screen: some ScreenBackend) -> UInt16 {
        if let known = styles[style] { return known }
        let index = styles.count
        screen.define(style: style, at: index)
        styles[style] = UInt16(index)
        return UInt16(index)
    }

    private mutating func number(of cluster: String, _ screen: some ScreenBackend) -> UInt32 {
        if let known = clusters[cluster] { return known }
        let index = clusters.count
        screen.define(cluster: cluster, at: index)
        let number = Cell.clusterBase + UInt32(index)
        clusters[cluster] = number
        return number
    }

    /// Copies a row, with its numbers translated. Halves of wide characters and control characters,
    /// which would move everything after them, become spaces.
    private static func copy(
        _ given: UnsafeBufferPointer<Cell>, _ line: UnsafeMutableBufferPointer<Cell>,
        _ styles: [UInt16], _ clusters: [UInt32]
    ) {
        let count = min(given.count, line.count)
        var isCovered = false
        for column in 0..<count {
            var cell = given[column]
            cell.style = styles[Int(cell.style)]
            if cell.scalar >= Cell.clusterBase {
                cell.scalar = clusters[Int(cell.scalar - Cell.clusterBase)]
            }
            let wasCovered = isCovered
            isCovered = cell.width == 2 && !wasCovered
            let isWhole =
                wasCovered
                ? cell.width == 0
                : cell.width == 1
                    || cell.width == 2 && column + 1 < count && given[column + 1].width == 0
            let isControl = cell.scalar < 0x20 || (0x7f..<0xa0).contains(cell.scalar)
            if !isWhole || (isControl && !wasCovered) {
                cell.scalar = 0x20
                cell.width = 1
                isCovered = false
            }
            line[column] = cell
        }
    }

    // MARK: Runs

    private func putRow(_ row: Int, _ isNew: Bool, _ screen: some ScreenBackend) -> Int {
        let begin = row * columns
        let end = begin + columns
        var count = 0
        var index = begin
        while index < end {
            if !isNew && next[index] == shown[index] {
                index += 1
                continue
            }
            var first = index
            while index < end && (isNew || next[index] != shown[index]) { index += 1 }
            while first > begin && next[first].width == 0 { first -= 1 }
            while index < end && next[index].width == 0 { index += 1 }
            screen.put(next[first..<index], column: first - begin, row: row)
            count += index - first
        }
        return count
    }
}
