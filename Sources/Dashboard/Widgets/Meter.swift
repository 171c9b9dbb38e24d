/// A bar of one row: how full something is. Full cells, then one whose height is the fraction that is
/// left over, then the track; so bars in neighbouring rows never run into each other.
package struct Meter: Sendable {
    /// 0...1; more counts as full. `nil` draws nothing: unknown is not empty, and the number beside it
    /// says `—`.
    package var ratio: Double?
    /// The colour of the bar; the load ramp where it is `nil`.
    package var role: Role?

    /// A bar in the load ramp, or in the role given.
    package init(_ ratio: Double?, role: Role? = nil) {
        self.ratio = ratio
        self.role = role
    }

    /// Eighths of a cell, from one to seven.
    private static let eighths: [Unicode.Scalar] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇"]

    /// The bar as text: what the cells will hold, without colours.
    package func text(width: Int, isASCII: Bool = false) -> String {
        var line = String.UnicodeScalarView()
        line.append(contentsOf: scalars(width: width, isASCII: isASCII))
        return String(line)
    }

    /// Draws the bar from a place to the right.
    package func draw(
        on canvas: inout Canvas, column: Int, row: Int, width: Int
    ) {
        let filled = steps(width: width)
        let colour = role ?? Role.ramp(ratio ?? 0)
        for (place, scalar) in scalars(width: width, isASCII: canvas.isASCII).enumerated() {
            let isTrack = place * Self.levels >= filled
            canvas.plot(
                scalar, column: column + place, row: row, role: isTrack ? .border : colour)
        }
    }

    /// How many steps a cell can show: track height is one eighth, full is seven.
    private static let levels = 6

    private func steps(width: Int) -> Int {
        guard let ratio, ratio.isFinite, width > 0 else { return 0 }
        let exact = min(1, max(0, ratio)) * Double(width * Self.levels)
        return ratio > 0 ? max(1, Int(exact.rounded())) : 0
    }

    private func scalars(width: Int, isASCII: Bool) -> [Unicode.Scalar] {
        let filled = steps(width: width)
        if ratio == nil { return [] }
        return (0..<max(0, width)).map { place in
            let level = min(Self.levels, max(0, filled - place * Self.levels))
            if isASCII { return level == 0 ? "." : level * 2 < Self.levels ? ":" : "#" }
            return Self.eighths[level]
        }
    }
}
