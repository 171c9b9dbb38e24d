/// Where a list is scrolled to, so that its cursor is in sight.
package enum TableScroll {
    /// The first line drawn: as near to `top` as keeps `line` in sight and wastes no room.
    package static func top(_ top: Int, line: Int, count: Int, height: Int) -> Int {
        guard height > 0, count > height else { return 0 }
        var top = max(0, min(top, count - height))
        if line < top { top = line }
        if line >= top + height { top = line - height + 1 }
        return max(0, min(top, count - height))
    }

    /// The line that a command goes to from `line`; `nil` for a command that does not move.
    package static func move(_ command: Command, from line: Int, count: Int, page: Int) -> Int? {
        let target: Int
        switch command {
        case .up: target = line - 1
        case .down: target = line + 1
        case .pageUp: target = line - max(1, page - 1)
        case .pageDown: target = line + max(1, page - 1)
        case .top: target = 0
        case .bottom: target = count - 1
        default: return nil
        }
        return max(0, min(count - 1, target))
    }
}
