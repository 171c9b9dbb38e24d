import Fleet

/// The shares of a workload's sides as one line: solid for owned sides, broken for rented ones, dotted for
/// those of which it is not known; so it can be read without colours.
enum ShareBar {
    /// The cells of each share, none lost to rounding: whoever gets anything has at least one.
    static func cells(_ shares: [Double], width: Int) -> [Int] {
        let total = shares.reduce(0, +)
        guard total > 0, width > 0 else { return shares.map { _ in 0 } }
        let exact = shares.map { $0 / total * Double(width) }
        var cells = exact.map { $0 > 0 ? max(1, Int($0)) : 0 }
        let order = shares.indices.sorted {
            exact[$0] - Double(cells[$0]) > exact[$1] - Double(cells[$1])
        }
        for place in order where cells.reduce(0, +) < width && exact[place] > 0 {
            cells[place] += 1
        }
        while cells.reduce(0, +) > width,
            let most = cells.indices.max(by: { cells[$0] < cells[$1] }),
            cells[most] > 1
        { cells[most] -= 1 }
        return cells
    }

    /// The bar; `nil` where no share is known.
    static func pieces(_ sides: [SideRow], width: Int, isASCII: Bool) -> [Piece]? {
        guard sides.contains(where: { $0.share != nil }) else { return nil }
        let cells = cells(sides.map { $0.share ?? 0 }, width: width)
        let pieces = zip(sides, cells).filter { $0.1 > 0 }.map { side, count in
            Piece(String(repeating: glyph(side.role, isASCII), count: count), side.role)
        }
        guard pieces.isEmpty else { return pieces }
        return [Piece(String(repeating: isASCII ? "." : "─", count: width), .border)]
    }

    private static func glyph(_ role: Role, _ isASCII: Bool) -> String {
        switch role {
        case .owned: isASCII ? "#" : "━"
        case .rented: isASCII ? "=" : "╍"
        default: isASCII ? "?" : "┄"
        }
    }
}
