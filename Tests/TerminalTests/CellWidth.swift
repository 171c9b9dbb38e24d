import Dashboard

/// Widths for expected texts.
enum CellWidth {
    static func isWide(_ character: Character) -> Bool {
        DisplayWidth.columns(of: character) == 2
    }
}
