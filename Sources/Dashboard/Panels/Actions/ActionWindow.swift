/// What of an action's lines is in sight: how it stands in all, as long as that leaves room for the rest,
/// and the steps from some line on.
struct ActionWindow {
    /// What stays, whatever is scrolled.
    private let fixed: [[Piece]]
    private let moving: [[Piece]]
    /// How many of the lines that move are in sight at once.
    let page: Int
    /// The first of them that is.
    let top: Int

    /// Until somebody scrolls to `top`, the stage under way is in sight.
    init(
        head: [[Piece]], steps: [[Piece]], height: Int, underWay: Int? = nil, top: Int? = nil
    ) {
        let isWhole = head.count + steps.count <= height
        fixed = isWhole || head.count * 2 <= height ? head : []
        moving = fixed.isEmpty ? head + steps : steps
        // The last line says what is out of sight.
        page = max(1, height - fixed.count - (isWhole ? 0 : 1))
        let place = (underWay ?? 0) + moving.count - steps.count
        let wanted = top ?? (underWay == nil ? 0 : place - page / 3)
        self.top = max(0, min(wanted, moving.count - page))
    }

    /// How far it can be scrolled.
    var last: Int { max(0, moving.count - page) }
    /// Lines out of sight before those in sight.
    var above: Int { top }
    /// Lines out of sight after those in sight.
    var below: Int { max(0, moving.count - top - page) }

    /// The lines in sight.
    var lines: [[Piece]] { fixed + moving.dropFirst(top).prefix(page) }

    /// How much is out of sight, and how one gets there; `nil` where all is in sight.
    func edge(isFocused: Bool) -> [Piece]? {
        guard above + below > 0 else { return nil }
        let parts = [
            below > 0 ? "\(Format.counted(below, "more line")) ↓" : "",
            above > 0 ? "\(Format.counted(above, "line")) ↑" : "",
        ]
        let text = Piece(parts.filter { !$0.isEmpty }.joined(separator: "  "), .warning)
        return isFocused ? [text] : [text, Piece("   Tab", .key), Piece("  scrolls it", .dim)]
    }
}
