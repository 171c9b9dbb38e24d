/// The top line: whose fleet, whether it is live, how much of it there is.
enum HeaderLine {
    static func render(into canvas: inout Canvas, row: Int, state: DashboardState) {
        let width = canvas.frame.width
        canvas.clear(Canvas.Rect(column: 0, row: row, width: width, height: 1), role: .header)
        canvas.draw(" hybridtop ", column: 0, row: row, role: .header)
    }
}
