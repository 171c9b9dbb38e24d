/// A line of text being typed, with a cursor.
package struct TextField: Hashable, Sendable {
    /// What was typed so far.
    package private(set) var characters: [Character]
    /// The cursor: before the character of this number.
    package private(set) var cursor: Int
    /// No line is longer.
    package static let limit = 512

    /// A field with text in it, the cursor at its end.
    package init(_ text: String = "") {
        characters = Array(text.prefix(Self.limit))
        cursor = characters.count
    }

    /// The text.
    package var text: String { String(characters) }

    /// Replaces the text and puts the cursor at its end.
    package mutating func set(_ text: String) { self = TextField(text) }

    /// Acts on a key of editing; `false` for any other.
    package mutating func handle(_ key: Key) -> Bool {
        switch key {
        case .character(let character): insert([character])
        case .backspace, .control("h"):
            if cursor > 0 {
                cursor -= 1
                characters.remove(at: cursor)
            }
        case .delete, .control("d"):
            if cursor < characters.count { characters.remove(at: cursor) }
        case .left, .control("b"): cursor = max(0, cursor - 1)
        case .right, .control("f"): cursor = min(characters.count, cursor + 1)
        case .home, .control("a"): cursor = 0
        case .end, .control("e"): cursor = characters.count
        case .control("u"):
            characters.removeFirst(cursor)
            cursor = 0
        case .control("k"): characters.removeLast(characters.count - cursor)
        case .control("w"): eraseWord()
        default: return false
        }
        return true
    }

    /// Puts pasted text in, its first line alone.
    package mutating func paste(_ text: String) {
        insert(Array(text.prefix { !$0.isNewline }))
    }

    private mutating func insert(_ added: [Character]) {
        let added = added.prefix(max(0, Self.limit - characters.count))
        characters.insert(contentsOf: added, at: cursor)
        cursor += added.count
    }

    private mutating func eraseWord() {
        while cursor > 0, characters[cursor - 1] == " " { _ = handle(.backspace) }
        while cursor > 0, characters[cursor - 1] != " " { _ = handle(.backspace) }
    }

    /// Draws the end of the text that holds the cursor, and shows the cursor. Returns the number of the
    /// first character drawn.
    @discardableResult
    package func render(into canvas: inout Canvas, column: Int, row: Int, width: Int) -> Int {
        guard width > 1 else { return 0 }
        let before = characters[..<cursor].map { DisplayWidth.columns(of: $0) }
        var first = 0
        var used = before.reduce(0, +)
        while used > width - 1, first < cursor {
            used -= before[first]
            first += 1
        }
        canvas.draw(
            String(characters[first...]), column: column, row: row, role: .input, limit: width)
        canvas.frame.cursor = Frame.Point(column: column + used, row: row)
        return first
    }
}
