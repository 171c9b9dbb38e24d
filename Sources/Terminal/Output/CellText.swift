import CTerminal

/// What of a cell's text curses can take.
enum CellText {
    /// Columns of a scalar in curses' eyes; -1 if it shows none.
    static func columns(_ scalar: UInt32) -> Int {
        scalar >= 0x20 && scalar < 0x7f ? 1 : Int(cterminal_columns(scalar))
    }

    /// The scalars of a cluster that fit a cell: its first and up to four that take no room. What follows
    /// a joiner, and variation selectors, are left out: terminals do not agree how wide they make it.
    static func clusterScalars(_ text: String, isASCII: Bool) -> [UInt32] {
        guard !isASCII, let first = text.unicodeScalars.first, columns(first.value) > 0 else {
            return [0x3f]
        }
        var scalars = [first.value]
        for scalar in text.unicodeScalars.dropFirst() {
            if scalar.value == 0x200d || scalars.count == 5 { break }
            if (0xfe00...0xfe0f).contains(scalar.value) { continue }
            guard columns(scalar.value) == 0 else { break }
            scalars.append(scalar.value)
        }
        return scalars
    }
}
