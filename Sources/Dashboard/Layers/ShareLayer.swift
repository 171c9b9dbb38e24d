import Fleet

/// The shares that a router gives its targets, to be changed: they always sum to 100. Sends nothing; what
/// comes of it is a plan.
struct ShareLayer: Layer {
    /// A target as it is now.
    struct Row {
        var uid: String
        /// Where it runs; `nil` where nobody says it.
        var site: String?
        /// Its share now (0...1), and its requests a second; `nil` where that is not known.
        var share: Double?
        var rate: Double?
        var look: EndpointState
    }

    private let source: SourceID
    private let service: String
    private let rows: [Row]
    private let before: ShareSplit
    private var split: ShareSplit
    private let manners: [[Double]]
    private var manner = 0
    private var line: Int
    /// Digits typed for the selected line, and the shares from before them.
    private var typed = ""
    private var untouched: ShareSplit

    /// The shares of everything that the router gives requests beside what was chosen.
    init(_ choice: ActionChoice, _ state: DashboardState) throws(ActionRefusal) {
        let all = EndpointRow.all(state.shown).filter { $0.source.id == choice.source }
        let chosen = all.filter { choice.uids.contains($0.identity.label) }
        let first = chosen.first
        if let other = chosen.first(where: { $0.identity.name != first?.identity.name }) {
            throw ActionRefusal(
                "\(first?.identity.name ?? "") and \(other.identity.name) share no requests: mark "
                    + "those of one of them.")
        }
        let found = all.filter { $0.identity.variant != nil }
            .filter { $0.identity.name == first?.identity.name }
            .sorted { NaturalOrder.isBefore($0.identity.label, $1.identity.label) }
        guard let name = first?.identity.name, found.count > 1 else {
            throw ActionRefusal("There is only one place to send requests to.")
        }
        source = choice.source
        service = name
        rows = found.map {
            Row(
                uid: $0.identity.label, site: Self.site($0, state.shown), share: $0.value(.share),
                rate: $0.value(.requestRate), look: $0.state)
        }
        before = ShareSplit(rows.map { $0.share ?? 0 })
        split = before
        untouched = before
        line = rows.firstIndex { choice.uids.contains($0.uid) } ?? 0
        var manners = [state.acting.stages]
        for other in [[0.05, 0.25, 0.5, 1], [0.25, 0.5, 1], [0.5, 1], [1]]
        where !manners.contains(other) { manners.append(other) }
        self.manners = manners
    }

    /// Where requests for it go: a router stands somewhere else than what it sends them to.
    private static func site(_ row: EndpointRow, _ snapshot: FleetSnapshot) -> String? {
        let sides = snapshot.workloads.lazy.flatMap { $0.sides.map { SideRow($0, snapshot) } }
        if let side = sides.first(where: { $0.key == row.key }) { return side.side.site }
        return row.identity.site
    }

    var hints: [KeyHint] {
        [
            KeyHint("↑↓", "choose"), KeyHint("←→", "±1"), KeyHint("< >", "±10"),
            KeyHint("0-9", "per cent"), KeyHint("s", "stages"), KeyHint("Enter", "plan"),
            KeyHint("Esc", "cancel"), KeyHint("?", "help"),
        ]
    }

    mutating func handle(_ event: InputEvent, state: inout DashboardState) -> LayerOutcome {
        guard case .key(let key) = event else { return .stay([]) }
        switch key {
        case .escape, .control("c"): return .close([])
        case let key where FormHelp.asks(key): state.layers.append(HelpLayer(.shares))
        case .enter:
            guard split != before else {
                state.tell(Notice("The shares are as they were."))
                return .stay([])
            }
            return .close(Reducer.plan(.order(order, source), &state))
        case .up, .character("k"): choose(line - 1)
        case .down, .character("j"), .tab: choose(line + 1)
        case .left, .character("-"): change(by: -1)
        case .right, .character("+"): change(by: 1)
        case .character("<"), .pageDown: change(by: -10)
        case .character(">"), .pageUp: change(by: 10)
        case .character("s"): manner = (manner + 1) % manners.count
        case .backspace where !typed.isEmpty: type(String(typed.dropLast()))
        case .character(let digit) where digit.isASCII && digit.isNumber:
            if !type(typed + String(digit)) {
                state.tell(
                    Notice(
                        "\(typed)\(digit) would be more than 100 %: \(typed) stays. "
                            + "Backspace takes a digit away."))
            }
        default: break
        }
        return .stay([])
    }

    private mutating func choose(_ place: Int) {
        line = max(0, min(rows.count - 1, place))
        typed = ""
    }

    private mutating func change(by step: Int) {
        typed = ""
        split.set(line, to: split.percents[line] + step)
    }

    /// What is typed counts from the shares before it; with nothing typed, they are as they were. False
    /// for what would be more than all of it: a slip is no other share.
    @discardableResult
    private mutating func type(_ text: String) -> Bool {
        if typed.isEmpty { untouched = split }
        guard !text.isEmpty else {
            (typed, split) = ("", untouched)
            return true
        }
        guard let value = Int(text), value <= 100 else { return false }
        (typed, split) = (text, untouched)
        split.set(line, to: value)
        return true
    }

    private var order: ActionOrder {
        var shares: [String: Double] = [:]
        // Who gets nothing and got nothing has no part in it: a backup takes no share at all.
        let part = rows.indices.filter { split.percents[$0] > 0 || before.percents[$0] > 0 }
        for place in part where split.percents[place] > 0 {
            shares[rows[place].uid] = Double(split.percents[place]) / 100
        }
        return ActionOrder(
            .reroute, targets: part.map { rows[$0].uid },
            wish: .shares(shares, stages: manners[manner]), id: "")
    }

    // MARK: What is seen

    func render(into canvas: inout Canvas, bounds: Canvas.Rect, state: DashboardState) {
        let width = min(bounds.width, 78)
        let height = min(bounds.height - 2, rows.count + 7)
        let rect = Canvas.Rect(
            column: (bounds.width - width) / 2, row: max(1, (bounds.height - height) / 3),
            width: width, height: height)
        canvas.clear(rect)
        canvas.box(rect, title: "Shares of \(service)", rightTitle: "\(source)", isFocused: true)
        let inner = rect.inset(2, 1)
        let room = max(1, inner.height - 4)
        let top = TableScroll.top(0, line: line, count: rows.count, height: room)
        let heading = ["target", "site", "now", "then", "req/s", "then"]
        draw(heading, .heading, .heading, row: inner.row, inner, &canvas)
        for place in rows.indices.dropFirst(top).prefix(room) {
            let row = inner.row + 1 + place - top
            draw(
                cells(place, state.shown), place == line ? .bright : .text,
                SideRow.role(of: rows[place].site, state.shown), row: row, inner, &canvas)
            if place == line {
                canvas.overlay(
                    Canvas.Rect(
                        column: rect.column + 1, row: row, width: rect.width - 2, height: 1),
                    role: .selection)
            }
        }
        foot(inner, &canvas)
    }

    private func foot(_ inner: Canvas.Rect, _ canvas: inout Canvas) {
        let stages = manners[manner].map { "\(Int(($0 * 100).rounded()))" }
        let text =
            stages.count == 1
            ? "at once, ungated"
            : stages.joined(separator: " \(Glyph.arrow(isASCII: canvas.isASCII)) ")
                + " % of the way"
        let last = inner.row + inner.height - 1
        canvas.drawPieces(
            [
                Piece("sum 100 %   stages ", .dim), Piece(text, .bright), Piece("   s", .key),
                Piece("  other stages", .dim),
            ],
            column: inner.column, row: last - 1, right: inner.column + inner.width)
        canvas.drawPieces(
            [Piece("Enter", .key), Piece("  look at the plan; nothing is sent yet", .dim)],
            column: inner.column, row: last, right: inner.column + inner.width)
    }

    /// What it gets of the requests that there are now, if they stay as many.
    private func cells(_ place: Int, _ snapshot: FleetSnapshot) -> [String] {
        let row = rows[place]
        let total = rows.compactMap(\.rate).reduce(0, +)
        let isKnown = rows.contains { $0.rate != nil }
        let then = Double(split.percents[place]) / 100 * total
        let mark = row.look == .serving ? "" : " (\(row.look))"
        let now = ShareSplit.texts(of: rows.map(\.share))[place]
        return [
            row.uid + mark, Self.place(row.site, snapshot), now ?? Format.absent,
            "\(split.percents[place])%", row.rate.map(Format.rate) ?? Format.absent,
            isKnown ? Format.rate(then) : Format.absent,
        ]
    }

    /// `us-east-1 rented`: readable without colours.
    private static func place(_ site: String?, _ snapshot: FleetSnapshot) -> String {
        guard let site else { return Format.absent }
        let placement = snapshot.site(site).placement
        return placement.map { "\(site) \($0.isOwned ? "owned" : "rented")" } ?? site
    }

    private func draw(
        _ cells: [String], _ role: Role, _ siteRole: Role, row: Int, _ rect: Canvas.Rect,
        _ canvas: inout Canvas
    ) {
        let isNarrow = rect.width < 46
        let widths = isNarrow ? [6, 6] : [7, 7, 9, 9]
        var right = rect.column + rect.width
        for (place, width) in widths.enumerated().reversed() {
            canvas.drawRight(cells[place + 2], right: right, row: row, role: role, limit: width)
            right -= width
        }
        // Where there is room, the site has at most half of what is left.
        let site = isNarrow ? 0 : min(22, (right - rect.column) / 2)
        canvas.drawCut(
            cells[1], column: right - site, row: row, width: max(0, site - 1), role: siteRole)
        canvas.drawCut(
            cells[0], column: rect.column, row: row, width: right - rect.column - site - 1,
            role: role)
    }
}
