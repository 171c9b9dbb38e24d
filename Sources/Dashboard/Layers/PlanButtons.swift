/// The last line of what asks for a confirmation: what leaves things as they are has the focus, and beside
/// it stands what the other key does.
enum PlanButtons {
    /// Draws it at the bottom right of a rectangle.
    static func draw(
        _ other: [Piece], beside label: String = "Cancel", in rect: Canvas.Rect,
        into canvas: inout Canvas
    ) {
        let button = "[ \(label) ]"
        let cancel = [Piece(button, .focus), Piece("   ")]
        let pieces = cancel + other
        let used = pieces.reduce(0) { $0 + DisplayWidth.columns(of: $1.text) }
        let column = max(rect.column, rect.column + rect.width - used)
        let width = min(DisplayWidth.columns(of: button), rect.width)
        canvas.drawPieces(
            pieces, column: column, row: rect.row + rect.height - 1, right: rect.column + rect.width
        )
        canvas.overlay(
            Canvas.Rect(
                column: column, row: rect.row + rect.height - 1, width: width, height: 1),
            role: .selection)
    }
}
