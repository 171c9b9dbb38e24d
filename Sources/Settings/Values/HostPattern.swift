/// Patterns of ssh's configuration (`*`, `?`) against the hosts that it names.
enum HostPattern {
    /// Whether a text is a pattern and no name.
    static func isPattern(_ text: String) -> Bool { text.contains("*") || text.contains("?") }

    /// Whether the pattern fits the whole name.
    static func matches(_ pattern: String, _ name: String) -> Bool {
        let pattern = Array(pattern.utf8)
        let name = Array(name.utf8)
        var (at, place) = (0, 0)
        var star: (at: Int, place: Int)?
        while place < name.count {
            if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
                star = (at, place)
                at += 1
            } else if at < pattern.count,
                pattern[at] == name[place] || pattern[at] == UInt8(ascii: "?")
            {
                at += 1
                place += 1
            } else if let last = star {
                star = (last.at, last.place + 1)
                (at, place) = (last.at + 1, last.place + 1)
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
