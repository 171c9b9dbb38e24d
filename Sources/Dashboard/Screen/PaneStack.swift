/// Panes one above the other that share the rows there are: each in turn gets the least it needs, then
/// what is decent, then what it can use. What finds no room for its least is left out.
struct PaneStack {
    /// What a pane would like of the rows, borders included.
    struct Wish {
        /// Below this it is left out.
        var least: Int
        /// What it gets before anything else grows.
        var decent: Int
        /// What it can use.
        var most: Int
        /// The only heights that are any better than a smaller one; empty where each row helps.
        var steps: [Int] = []
        /// Whether it is for stacks in which everything else has what is decent.
        var isExtra = false

        /// The height nearest to a goal that `left` more rows allow.
        func height(from given: Int, to goal: Int, left: Int) -> Int {
            let reachable = max(given, min(goal, given + left))
            if steps.isEmpty { return reachable }
            return max(given, steps.last { $0 <= reachable } ?? 0)
        }
    }

    private struct Member {
        let id: PaneID
        let panel: any Panel
        let wish: Wish
        let place: Int
        let canFocus: Bool
    }

    private let rect: Canvas.Rect
    private var members: [Member] = []

    /// An empty stack in a rectangle.
    init(_ rect: Canvas.Rect) { self.rect = rect }

    /// Adds a pane. Earlier ones are served first; `place` orders them on the screen, where it is not
    /// the same order.
    mutating func want(
        _ id: PaneID, _ panel: any Panel, _ wish: Wish, place: Int? = nil, canFocus: Bool = true
    ) {
        members.append(
            Member(
                id: id, panel: panel, wish: wish, place: place ?? members.count,
                canFocus: canFocus))
    }

    /// The panes. Rows that nobody wants go to the first of `growing` that is there, or to the last pane.
    func panes(growing: PaneID...) -> [Pane] {
        var given = [Int](repeating: 0, count: members.count)
        var left = rect.height
        serve(\.least, &given, &left) { !$0.isExtra }
        serve(\.decent, &given, &left) { !$0.isExtra }
        serve(\.least, &given, &left) { $0.isExtra }
        serve(\.most, &given, &left) { _ in true }
        let order = members.indices.filter { given[$0] > 0 }
            .sorted { members[$0].place < members[$1].place }
        let heir =
            growing.lazy.compactMap { id in order.first { members[$0].id == id } }.first
            ?? order.last
        if let heir { given[heir] += left }
        var row = rect.row
        return order.map { place in
            defer { row += given[place] }
            return Pane(
                members[place].id, members[place].panel,
                Canvas.Rect(
                    column: rect.column, row: row, width: rect.width, height: given[place]),
                canFocus: members[place].canFocus)
        }
    }

    private func serve(
        _ goal: KeyPath<Wish, Int>, _ given: inout [Int], _ left: inout Int,
        where isServed: (Wish) -> Bool
    ) {
        for (place, member) in members.enumerated() where isServed(member.wish) {
            if given[place] == 0, goal != \Wish.least || left < member.wish.least { continue }
            let height = member.wish.height(
                from: given[place], to: max(member.wish.least, member.wish[keyPath: goal]),
                left: left)
            left -= height - given[place]
            given[place] = height
        }
    }
}
