extension Canvas {
    /// Lines around a rectangle, with a title at the left and one at the right of the upper line. Titles
    /// that do not fit are cut, the right one first.
    package mutating func box(
        _ rect: Rect, title: String = "", rightTitle: String = "", isFocused: Bool = false
    ) {
        guard rect.width >= 2, rect.height >= 1 else { return }
        let line: Role = isFocused ? .focus : frameRole
        // Where no hue marks the focus, heavy lines do.
        let isHeavy = isFocused && theme[.focus].foreground == theme[frameRole].foreground
        let last = rect.row + rect.height - 1
        let right = rect.column + rect.width - 1
        let across = String(repeating: isHeavy ? "━" : "─", count: rect.width - 2)
        draw(
            isHeavy ? "┏\(across)┓" : "┌\(across)┐", column: rect.column, row: rect.row, role: line)
        if last > rect.row {
            draw(
                isHeavy ? "┗\(across)┛" : "└\(across)┘", column: rect.column, row: last, role: line)
        }
        for row in (rect.row + 1)..<max(rect.row + 1, last) {
            draw(isHeavy ? "┃" : "│", column: rect.column, row: row, role: line)
            draw(isHeavy ? "┃" : "│", column: right, row: row, role: line)
        }
        titles(rect, title, rightTitle, isFocused)
    }

    private mutating func titles(
        _ rect: Rect, _ title: String, _ rightTitle: String, _ isFocused: Bool
    ) {
        let room = rect.width - 4
        guard room >= 3 else { return }
        var used = 0
        if !title.isEmpty {
            used = draw(
                Format.cut(" \(title) ", room, isASCII: isASCII), column: rect.column + 1,
                row: rect.row, role: isFocused ? .focus : .title, limit: room)
        }
        let width = DisplayWidth.columns(of: rightTitle) + 2
        guard !rightTitle.isEmpty, used + width + 1 <= room + 1 else { return }
        draw(
            " \(rightTitle) ", column: rect.column + rect.width - 1 - width, row: rect.row,
            role: .dim, clip: rect)
    }

    /// A horizontal line.
    package mutating func horizontal(column: Int, row: Int, width: Int, role: Role = .border) {
        guard width > 0 else { return }
        draw(String(repeating: "─", count: width), column: column, row: row, role: role)
    }

    /// A vertical line.
    package mutating func vertical(column: Int, row: Int, height: Int, role: Role = .border) {
        for place in 0..<max(0, height) { draw("│", column: column, row: row + place, role: role) }
    }

    /// Text that ends before column `right`. What is too long for `limit` columns is cut at its end.
    package mutating func drawRight(
        _ text: String, right: Int, row: Int, role: Role = .text, limit: Int = .max
    ) {
        let text = Format.cut(text, limit, isASCII: isASCII)
        draw(text, column: right - DisplayWidth.columns(of: text), row: row, role: role)
    }

    /// Text in the middle of a row of a rectangle, cut to its width.
    package mutating func center(_ text: String, in rect: Rect, row: Int, role: Role = .text) {
        let text = Format.cut(text, rect.width, isASCII: isASCII)
        let column = rect.column + max(0, (rect.width - DisplayWidth.columns(of: text)) / 2)
        draw(text, column: column, row: row, role: role, clip: rect)
    }

    /// Text cut to a width with an ellipsis; returns the columns used.
    @discardableResult
    package mutating func drawCut(
        _ text: String, column: Int, row: Int, width: Int, role: Role = .text
    ) -> Int {
        draw(
            Format.cut(text, width, isASCII: isASCII), column: column, row: row, role: role,
            limit: max(0, width))
    }

    /// Several pieces in a row, each in its role, cut at `right`; returns the column after the last.
    @discardableResult
    package mutating func drawPieces(_ pieces: [Piece], column: Int, row: Int, right: Int) -> Int {
        var place = column
        for piece in pieces where place < right {
            place += drawCut(
                piece.text, column: place, row: row, width: right - place, role: piece.role)
        }
        return place
    }

    /// A bar of `width` cells filled to `ratio` (0...1), in eighths; the rest is a quiet track.
    package mutating func bar(_ ratio: Double, column: Int, row: Int, width: Int, role: Role? = nil)
    {
        guard width > 0 else { return }
        let clipped = ratio.isFinite ? max(0, min(1, ratio)) : 0
        let full = Int((clipped * Double(width)).rounded())
        let used = clipped > 0 ? max(1, full) : 0
        draw(
            String(repeating: "▇", count: used), column: column, row: row,
            role: role ?? .load(clipped))
        draw(
            String(repeating: "▁", count: width - used), column: column + used, row: row,
            role: .border)
    }
}

extension Canvas {
    /// Lays a role's background and weight over cells and leaves their own colours, so that a selected row
    /// still tells good from broken. A weak overlay has the weight alone.
    package mutating func overlay(_ rect: Rect, role: Role, isWeak: Bool = false) {
        let above = theme[role]
        var known: [UInt16: UInt16] = [:]
        let seen = rect.clipped(to: frame)
        for row in seen.rows {
            for column in seen.columns {
                let old = frame[column, row].style
                if known[old] == nil {
                    known[old] = frame.index(
                        of: Self.laid(above, on: frame.styles[Int(old)], isWeak))
                }
                frame[column, row].style = known[old] ?? old
            }
        }
    }

    private static func laid(_ above: Style, on below: Style, _ isWeak: Bool) -> Style {
        var style = below
        // Dim and underlined text makes holes in a reversed row.
        if !isWeak, above.attributes.contains(.reverse) {
            style.attributes.subtract([.dim, .underline])
        }
        // What is reversed already stands out of a reversed row by not being so.
        let isTwice =
            !isWeak && above.attributes.contains(.reverse)
            && below.attributes.contains(.reverse)
        style.attributes.formUnion(isWeak ? .bold : above.attributes)
        if isTwice { style.attributes.remove(.reverse) }
        if !isWeak, let background = above.background { style.background = background }
        return style
    }
}

extension Canvas.Rect {
    /// The rows and columns of it that a frame has; none where it lies outside.
    func clipped(to frame: borrowing Frame) -> (rows: Range<Int>, columns: Range<Int>) {
        func part(_ start: Int, _ length: Int, _ end: Int) -> Range<Int> {
            let first = max(0, min(start, end))
            return first..<max(first, min(end, start + max(0, length)))
        }
        return (part(row, height, frame.height), part(column, width, frame.width))
    }
}

/// A stretch of text in one role.
package struct Piece: Hashable, Sendable {
    /// Without control characters: what comes from outside has been through `CleanText`.
    package var text: String
    /// What it means; the theme has the colour.
    package var role: Role

    /// Text in a role.
    package init(_ text: String, _ role: Role = .text) {
        self.text = text
        self.role = role
    }
}
