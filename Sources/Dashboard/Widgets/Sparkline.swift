/// A trend in one row, the newest at the right. A gap is blank; a value, zero too, leaves a mark.
package struct Sparkline: Sendable {
    /// One a dot, oldest first.
    package var values: [Float?]
    /// The value of full height; the highest of the values, with a little air, where it is `nil`.
    package var upper: Double?

    /// How many of the newest values the whole width stands for; `nil`: one a dot.
    package var window: Int?
    /// The number of the newest value since the epoch, so that values are joined at fixed times.
    package var newest = 0

    /// A trend of values.
    package init(_ values: [Float?], upper: Double? = nil) {
        self.values = values
        self.upper = upper
    }

    /// How many values fit in a width.
    package static func capacity(width: Int, glyphs: PlotGlyphs) -> Int {
        glyphs == .braille ? 2 * max(0, width) : max(0, width)
    }

    /// The row as text, exactly `width` columns.
    package func text(width: Int, glyphs: PlotGlyphs) -> String {
        let capacity = Self.capacity(width: width, glyphs: glyphs)
        guard capacity > 0 else { return "" }
        let shown = fit(dots: capacity).spread(values, newest: newest)
        let top = upper ?? Double(shown.compactMap { $0 }.max() ?? 0) * 1.15
        let heights = shown.map { Self.height($0, of: top, steps: Self.steps(glyphs)) }
        var line = String.UnicodeScalarView()
        switch glyphs {
        case .braille:
            for place in stride(from: 0, to: heights.count, by: 2) {
                line.append(Self.braille(heights[place], heights[place + 1]))
            }
        case .blocks: line.append(contentsOf: heights.map { Self.blocks[$0] })
        case .ascii: line.append(contentsOf: heights.map { Self.letters[$0] })
        }
        return String(line)
    }

    private static let blocks: [Unicode.Scalar] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    private static let letters: [Unicode.Scalar] = [" ", "_", ".", ":", "=", "+", "*", "#"]

    private static func steps(_ glyphs: PlotGlyphs) -> Int {
        switch glyphs {
        case .braille: 4
        case .blocks: 8
        case .ascii: 7
        }
    }

    private func fit(dots: Int) -> SeriesFit {
        SeriesFit(dots: dots, samples: window ?? dots)
    }

    private static func height(_ value: Float?, of top: Double, steps: Int) -> Int {
        guard let value, value.isFinite else { return 0 }
        guard top > 0 else { return 1 }
        let exact = Double(value) / top * Double(steps)
        return max(1, min(steps, Int(min(exact, 1e6).rounded(.up))))
    }

    private static func braille(_ left: Int, _ right: Int) -> Unicode.Scalar {
        let lefts: [UInt32] = [0, 0x40, 0x44, 0x46, 0x47]
        let rights: [UInt32] = [0, 0x80, 0xa0, 0xb0, 0xb8]
        let bits = lefts[left] | rights[right]
        return bits == 0 ? " " : Unicode.Scalar(0x2800 + bits) ?? " "
    }
}
