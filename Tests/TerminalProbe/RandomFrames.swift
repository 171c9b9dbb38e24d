import Dashboard

/// Frames that have little in common: text, lines, braille, wide characters, accents, colours; some are
/// new altogether and some change a few cells.
struct RandomFrames {
    private var state: UInt64 = 0x9e37_79b9_7f4a_7c15
    private var last: Frame?
    private var number = 0

    private static let pieces: [(String, Int)] = [
        ("a", 1), ("Z", 1), ("0", 1), (" ", 1), (" ", 1), ("─", 1), ("│", 1), ("⣿", 1), ("▇", 1),
        ("é", 1), ("日", 2), ("語", 2), ("한", 2), ("e\u{301}", 1), ("🚀", 2), ("█", 1),
    ]

    private mutating func draw(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % max(1, limit)
    }

    /// The next frame, with its number in the first row.
    mutating func next(columns: Int, rows: Int) -> Frame {
        number += 1
        var frame =
            last.flatMap { $0.width == columns && $0.height == rows ? $0 : nil }
            ?? Frame(width: columns, height: rows)
        if number % 5 == 1 { frame = Frame(width: columns, height: rows) }
        let amount = number % 3 == 0 ? columns * rows / 2 : columns * rows / 20 + 5
        for _ in 0..<amount { scribble(&frame) }
        for (column, character) in "frame \(number)  ".enumerated() where column < columns {
            put(String(character), 1, &frame, column, 0, 0)
        }
        last = frame
        return frame
    }

    /// How much changes from frame to frame.
    enum Load: Sendable {
        /// Two digits.
        case clock
        /// Four digits in every row and a trend of 20 cells in every second one.
        case rows
        /// Every cell and its colour.
        case everything
    }

    /// 101 frames of a kind, over the same ground.
    mutating func series(_ load: Load, columns: Int, rows: Int) -> [Frame] {
        let ground = next(columns: columns, rows: rows)
        return (0..<101).map { step in
            var frame = ground
            switch load {
            case .clock: write("\(10 + step % 60)", &frame, 10, 0)
            case .rows:
                for row in 0..<rows {
                    write("\(1000 + draw(9000))", &frame, 30, row)
                    guard row % 2 == 0 else { continue }
                    write(
                        (0..<20).map { ["⣀", "⣤", "⣶", "⣿"][($0 + step) % 4] }.joined(), &frame, 60,
                        row)
                }
            case .everything:
                for _ in 0..<columns * rows { scribble(&frame) }
            }
            return frame
        }
    }

    private func write(_ text: String, _ frame: inout Frame, _ column: Int, _ row: Int) {
        for (offset, character) in text.enumerated() {
            put(String(character), 1, &frame, column + offset, row, 0)
        }
    }

    private mutating func scribble(_ frame: inout Frame) {
        let (text, width) = Self.pieces[draw(Self.pieces.count)]
        let style = Style(
            foreground: draw(2) == 0 ? nil : Color(rgb: UInt32(draw(40)) &* 0x06_0b0d),
            background: draw(6) == 0 ? Color(rgb: 0x20_3040) : nil,
            attributes: .init(rawValue: UInt8([0, 0, 0, 1, 2, 4, 8][draw(7)])))
        let (column, row) = (draw(frame.width), draw(frame.height))
        put(text, width, &frame, column, row, frame.index(of: style))
    }

    /// Puts a character and blanks the other halves of what it covers.
    private func put(
        _ text: String, _ width: Int, _ frame: inout Frame, _ column: Int, _ row: Int,
        _ style: UInt16
    ) {
        guard column + width <= frame.width else { return }
        for place in column..<column + width {
            let old = frame[place, row]
            if old.width == 0, place > 0 { frame[place - 1, row] = .blank }
            if old.width == 2, place + 1 < frame.width { frame[place + 1, row] = .blank }
        }
        let scalars = text.unicodeScalars
        let scalar = scalars.count == 1 ? scalars.first?.value ?? 0x20 : frame.cluster(text)
        frame[column, row] = Cell(scalar: scalar, style: style, width: UInt8(width))
        if width == 2 { frame[column + 1, row] = Cell(scalar: 0, style: style, width: 0) }
    }
}
