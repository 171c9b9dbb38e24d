/// Dots of a braille plot, two by four a cell, with the series that owns each cell.
struct DotGrid {
    let columns: Int
    let rows: Int
    private var masks: [UInt8]
    private var owners: [UInt8]

    /// An empty grid of cells.
    init(columns: Int, rows: Int) {
        self.columns = max(0, columns)
        self.rows = max(0, rows)
        masks = [UInt8](repeating: 0, count: self.columns * self.rows)
        owners = masks
    }

    /// Dots across.
    var width: Int { columns * 2 }
    /// Dots upwards.
    var height: Int { rows * 4 }

    /// Sets a dot; `y` counts from the bottom. Outside the grid nothing happens. A cell has one colour,
    /// so a later series takes the whole cell: two lines never look like one.
    mutating func set(x: Int, y: Int, owner: Int) {
        guard x >= 0, x < width, y >= 0, y < height else { return }
        let place = (rows - 1 - y / 4) * columns + x / 2
        if owners[place] != UInt8(clamping: owner) { masks[place] = 0 }
        masks[place] |= Self.bits[x % 2 * 4 + y % 4]
        owners[place] = UInt8(clamping: owner)
    }

    /// Sets every dot between two heights of a column of dots, both included.
    mutating func fill(x: Int, from low: Int, to high: Int, owner: Int) {
        guard high >= low else { return }
        for y in max(0, low)...max(0, high) { set(x: x, y: y, owner: owner) }
    }

    /// The scalar and the owner of a cell; `nil` where it has no dot.
    func cell(column: Int, row: Int) -> (scalar: Unicode.Scalar, owner: Int)? {
        let place = row * columns + column
        guard masks[place] != 0 else { return nil }
        return (Unicode.Scalar(0x2800 + UInt32(masks[place])) ?? " ", Int(owners[place]))
    }

    /// Left column of dots from the bottom up, then the right one.
    private static let bits: [UInt8] = [0x40, 0x04, 0x02, 0x01, 0x80, 0x20, 0x10, 0x08]
}
