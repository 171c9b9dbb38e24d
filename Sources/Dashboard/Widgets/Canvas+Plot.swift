extension Canvas {
    /// Puts one scalar of one column at a place; outside the canvas nothing happens. For dots, bars and
    /// cells, of which there are thousands a frame.
    mutating func plot(_ scalar: Unicode.Scalar, column: Int, row: Int, role: Role) {
        guard column >= 0, column < frame.width, row >= 0, row < frame.height else { return }
        frame[column, row] = Cell(scalar: scalar.value, style: style(role))
    }
}

extension Canvas {
    /// Shows that a row is selected: plain text takes the look of a selection, while bars, trends and
    /// what is marked as wrong keep their colour on its background.
    mutating func highlight(_ rect: Rect) {
        let selection = theme[.selection]
        let plain = Set([Role.text, .dim, .bright, .heading, .stale].map { style($0) })
        var merged: [UInt16: UInt16] = [:]
        let seen = rect.clipped(to: frame)
        for row in seen.rows {
            for column in seen.columns {
                let old = frame[column, row].style
                if let new = merged[old] {
                    frame[column, row].style = new
                    continue
                }
                var look = selection
                let below = frame.styles[Int(old)]
                if !plain.contains(old), selection.background != nil {
                    look.foreground = below.foreground
                }
                if look.attributes.contains(.reverse), below.attributes.contains(.reverse) {
                    look.attributes = below.attributes.subtracting(.reverse)
                }
                let new = frame.index(of: look)
                merged[old] = new
                frame[column, row].style = new
            }
        }
    }
}

extension Canvas {
    /// Shows that the cursor is on a cell of a picture: the cell becomes bright, whether what is drawn
    /// there all but fills it or is a thin sign on its ground.
    mutating func point(_ rect: Rect, isFull: Bool) {
        var look = theme[.bright]
        if let front = look.foreground, let ground = look.background ?? theme[.focus].foreground {
            look.foreground = isFull ? front : ground
            look.background = isFull ? theme[.focus].foreground : front
        } else {
            // What is broken is reverse already; the cursor on it is not.
            let place = (max(0, rect.column), max(0, rect.row))
            let isInside = place.0 < frame.width && place.1 < frame.height
            let below = isInside ? frame.styles[Int(frame[place.0, place.1].style)].attributes : []
            look.attributes.formUnion([.reverse, .underline, .bold])
            if below.contains(.reverse) { look.attributes.remove(.reverse) }
        }
        let style = frame.index(of: look)
        for column in max(0, rect.column)..<max(0, min(frame.width, rect.column + rect.width))
        where (0..<frame.height).contains(rect.row) {
            frame[column, rect.row].style = style
        }
    }
}

extension Role {
    /// The step of the load ramp for any number: what is not finite counts as idle.
    static func ramp(_ ratio: Double) -> Role {
        ratio.isFinite ? load(min(1, max(0, ratio))) : .load0
    }
}

/// What a plot is drawn with.
package enum PlotGlyphs: String, Sendable, CaseIterable {
    /// Two by four dots a cell.
    case braille
    /// Eighths of a cell, for fonts without braille.
    case blocks = "block"
    /// For terminals that draw nothing else.
    case ascii
}
