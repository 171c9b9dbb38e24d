extension Canvas {
    /// Puts one scalar of one column at a place; outside the canvas nothing happens. For dots, bars and
    /// cells, of which there are thousands a frame.
    mutating func plot(_ scalar: Unicode.Scalar, column: Int, row: Int, role: Role) {
        guard column >= 0, column < frame.width, row >= 0, row < frame.height else { return }
        frame[column, row] = Cell(scalar: scalar.value, style: style(role))
    }
}

extension Role {
    /// The step of the load ramp for any number: what is not finite counts as idle.
    static func ramp(_ ratio: Double) -> Role {
        ratio.isFinite ? load(min(1, max(0, ratio))) : .load0
    }
}

/// What a plot is drawn with.
package enum PlotGlyphs: Sendable, CaseIterable {
    /// Two by four dots a cell.
    case braille
    /// Eighths of a cell, for fonts without braille.
    case blocks
    case ascii
}
