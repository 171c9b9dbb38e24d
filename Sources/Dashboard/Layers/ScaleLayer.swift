import Fleet

/// How many replicas each target is to have: absolute, whatever is typed. Sends nothing; what comes of it
/// is a plan.
struct ScaleLayer: Layer {
    private let source: SourceID
    private let targets: [(uid: String, now: Int?)]
    private let hidden: [(uid: String, now: Int?)]
    private var field = TextField()

    /// A form for what was chosen; nothing is changed by default.
    init(_ choice: ActionChoice, _ state: DashboardState) {
        source = choice.source
        let all = EndpointRow.all(state.shown).filter { $0.source.id == choice.source }
        func counted(_ uid: String) -> (uid: String, now: Int?) {
            let row = all.first { $0.identity.label == uid }
            return (uid, row?.value(.replicasDesired).map { Int($0) })
        }
        targets = choice.uids.map(counted)
        hidden = choice.hidden.map(counted)
    }

    var hints: [KeyHint] {
        [
            KeyHint("4 +2 x0.5", "how many"), KeyHint("Enter", "plan"), KeyHint("Esc", "cancel"),
            KeyHint("?", "help"),
        ]
    }

    mutating func handle(_ event: InputEvent, state: inout DashboardState) -> LayerOutcome {
        guard case .key(let key) = event else { return .stay([]) }
        switch key {
        case .escape, .control("c"): return .close([])
        case let key where FormHelp.asks(key): state.layers.append(HelpLayer(.scale))
        case .enter:
            guard let wish = wish(targets) else {
                state.tell(Notice("How many? 4, +2 or x0.5; nothing is changed by default."))
                return .stay([])
            }
            let wider = hidden.isEmpty ? nil : self.wish(targets + hidden)
            return .close(
                Reducer.plan(wish, wider: wider, hidden: wider == nil ? 0 : hidden.count, &state))
        default: _ = field.handle(key)
        }
        return .stay([])
    }

    /// The count of each; `nil` while one of them is not known.
    private func counts(_ targets: [(uid: String, now: Int?)]) -> [Int]? {
        guard let wish = ScaleWish(field.text) else { return nil }
        let counts = targets.compactMap { wish.resolved(from: $0.now) }
        return counts.count == targets.count ? counts : nil
    }

    private func wish(_ targets: [(uid: String, now: Int?)]) -> PlanWish? {
        guard let counts = counts(targets), let first = counts.first else { return nil }
        var wish = ActionOrder.Wish.count(first)
        if counts.contains(where: { $0 != first }) {
            let pairs = zip(targets.map(\.uid), counts.map { "\($0)" })
            wish = .values(Dictionary(pairs) { first, _ in first })
        }
        return .order(ActionOrder(.scale, targets: targets.map(\.uid), wish: wish, id: ""), source)
    }

    func render(into canvas: inout Canvas, bounds: Canvas.Rect, state: DashboardState) {
        let width = min(bounds.width, 64)
        let height = min(bounds.height - 2, targets.count + 5)
        let rect = Canvas.Rect(
            column: (bounds.width - width) / 2, row: max(1, (bounds.height - height) / 3),
            width: width, height: height)
        canvas.clear(rect)
        canvas.box(rect, title: "Scale", rightTitle: "\(source)", isFocused: true)
        let inner = rect.inset(2, 1)
        let used = canvas.draw("replicas ", column: inner.column, row: inner.row, role: .dim)
        field.render(
            into: &canvas, column: inner.column + used, row: inner.row, width: inner.width - used)
        let wish = ScaleWish(field.text)
        for (place, target) in targets.prefix(max(0, inner.height - 2)).enumerated() {
            let now = target.now.map { "\($0)" } ?? Format.absent
            let then = wish?.resolved(from: target.now).map { "\($0)" }
            let role: Role = then == nil || then == now ? .text : .bright
            let row = inner.row + 1 + place
            canvas.drawCut(
                target.uid, column: inner.column, row: row, width: inner.width - 18, role: role)
            canvas.drawRight(
                "\(now) \(Glyph.arrow(isASCII: canvas.isASCII)) \(then ?? now)",
                right: inner.column + inner.width, row: row, role: role,
                limit: 17)
        }
        let last = inner.row + inner.height - 1
        canvas.drawPieces(
            [Piece("Enter", .key), Piece("  look at the plan; nothing is sent yet", .dim)],
            column: inner.column, row: last, right: inner.column + inner.width)
    }
}
