/// Where a reader is in a text that is longer than its page, and how much of it has been in sight so
/// far. What was jumped over has not.
struct ReadThrough: Sendable, Hashable {
    private var top = 0
    /// So many lines have been in sight, from the first on.
    private var seen = 0

    /// The first line in sight: on a page that has grown, none is left empty below the last.
    func top(_ lines: Int, page: Int) -> Int { max(0, min(top, lines - page)) }

    /// Whether the last line is in sight.
    func isAtEnd(_ lines: Int, page: Int) -> Bool { top(lines, page: page) + page >= lines }

    /// Whether all of it has been in sight.
    func isRead(_ lines: Int) -> Bool { seen >= lines }

    /// What is in sight now has been seen, where all before it has.
    mutating func look(_ lines: Int, page: Int) {
        let top = top(lines, page: page)
        if top <= seen { seen = max(seen, top + page) }
    }

    /// Goes where a key says; false for one that says nothing of that.
    mutating func move(_ key: Key, _ lines: Int, page: Int) -> Bool {
        let now = top(lines, page: page)
        switch key {
        case .up: top = now - 1
        case .down: top = now + 1
        case .pageUp: top = now - page
        case .pageDown: top = now + page
        case .home: top = 0
        case .end: top = lines
        default: return false
        }
        top = top(lines, page: page)
        look(lines, page: page)
        return true
    }
}
