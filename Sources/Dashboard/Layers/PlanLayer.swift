import Fleet

/// A plan before anything is sent: what will be sent, what changes, and what the checks say. Cancel has
/// the focus; how it is confirmed depends on its tier.
struct PlanLayer: Layer {
    private var reading = ReadThrough()
    /// The plan that the next two are about.
    private var ticket = 0
    /// The target's name, where that has to be typed.
    private var typed = TextField()

    var hints: [KeyHint] { [KeyHint("Esc", "cancel")] }

    /// Only what does something: letters go into the name where that is typed.
    func hints(_ state: DashboardState) -> [KeyHint] {
        var hints = hints
        let (lines, page) = extent(state)
        if lines > page { hints.append(KeyHint("↑↓", "scroll")) }
        guard state.acting.draft?.outcome != .waiting else { return hints }
        guard let plan = Self.plan(state), plan.left(at: state.now.monotonic) > .zero else {
            return hints + [KeyHint("n", PlanKey.anew.label(state))]
        }
        let lead = Self.wantsName(plan) ? "^" : ""
        let keys = PlanKey.allCases.filter { $0.applies(state) }
        return hints
            + keys.map {
                let letter = lead.isEmpty ? "\($0.letter)" : "\($0.control)".uppercased()
                return KeyHint(lead + letter, $0.label(state))
            }
    }

    func question(_ state: DashboardState) -> String? {
        Self.asked(state)
    }

    /// What is asked, told from every other plan, and from the same one as it was shown before.
    static func asked(_ state: DashboardState) -> String? {
        guard let draft = state.acting.draft, let plan = plan(state) else { return nil }
        return draft.wish.decision == nil ? "plan \(plan.id)" : "left \(plan.id) \(draft.ticket)"
    }

    /// Whether a key may answer it now.
    static func mayConfirm(_ state: DashboardState, most: Int = 1) -> Bool {
        asked(state).map { state.mayConfirm($0, most: most) } ?? false
    }

    /// The plan, once it is made.
    static func plan(_ state: DashboardState) -> ActionProgress? {
        switch state.acting.draft?.outcome {
        case .made(let id): state.acting.actions[id]
        case .left(let plan): plan
        case .waiting, .refused, nil: nil
        }
    }

    mutating func handle(_ event: InputEvent, state: inout DashboardState) -> LayerOutcome {
        if let now = state.acting.draft?.ticket, now != ticket {
            (ticket, reading, typed) = (now, ReadThrough(), TextField())
        }
        look(state)
        switch event {
        case .paste:
            state.tell(Notice("A paste confirms nothing: type it."))
            return .stay([])
        case .mouse(let mouse):
            if mouse.kind == .wheelUp { scroll(.up, state) }
            if mouse.kind == .wheelDown { scroll(.down, state) }
            return .stay([])
        case .key(let key):
            if key == .escape || key == .control("c") { return Self.close([], &state) }
            if scroll(key, state) { return .stay([]) }
            return press(key, &state)
        }
    }

    private static func close(
        _ effects: [Effect], _ state: inout DashboardState
    ) -> LayerOutcome {
        state.acting.draft = nil
        return .close(effects)
    }

    private mutating func press(_ key: Key, _ state: inout DashboardState) -> LayerOutcome {
        guard let plan = Self.plan(state), plan.left(at: state.now.monotonic) > .zero else {
            if PlanKey(key, isTyping: false) == .anew { return .stay(Reducer.replan(nil, &state)) }
            return key == .enter ? leave(&state) : .stay([])
        }
        let isTyping = Self.wantsName(plan)
        if let command = PlanKey(key, isTyping: isTyping) { return press(command, plan, &state) }
        if isTyping, Self.mayConfirm(state, most: Confirmation.typed) {
            if key == .enter, !typed.text.isEmpty { return name(plan, &state) }
            if typed.handle(key) { return .stay([]) }
        } else if isTyping, case .character = key {
            // A letter that goes nowhere says so.
            state.tell(
                Notice(
                    state.acting.burst > Confirmation.typed
                        ? "A paste confirms nothing: type it." : "Read it first; then type it."))
        }
        switch key {
        case .enter: return leave(&state)
        case .character("y"): return yes(plan, &state)
        case .character(let digit): return .stay(read(digit, plan, &state))
        default: return .stay([])
        }
    }

    /// Cancel has the focus; but an end of line that came with other keys is that of a paste.
    private func leave(_ state: inout DashboardState) -> LayerOutcome {
        guard state.acting.burst <= 1 else {
            state.tell(Notice("A paste confirms nothing: type it."))
            return .stay([])
        }
        return Self.close([], &state)
    }

    private func press(
        _ key: PlanKey, _ plan: ActionProgress, _ state: inout DashboardState
    ) -> LayerOutcome {
        switch key {
        case .anew: return .stay(Reducer.replan(nil, &state))
        case .hidden:
            guard let wider = state.acting.draft?.wider else { return .stay([]) }
            return .stay(Reducer.replan(wider, &state))
        case .copy:
            state.tell(Notice("Copied what will be sent."))
            return .stay([.yank(PlanText.requests(plan.plan).joined(separator: "\n"))])
        case .reason:
            state.layers.append(ReasonLayer(state))
            return .stay([])
        }
    }

    /// Whether nothing is left but to type the target's name.
    static func wantsName(_ plan: ActionProgress) -> Bool {
        plan.plan.tier == .destructive && plan.hold == nil
    }

    /// An unknown answer is acknowledged by the number that stands before it.
    private func read(
        _ digit: Character, _ plan: ActionProgress, _ state: inout DashboardState
    ) -> [Effect] {
        guard let number = digit.wholeNumberValue, Self.mayConfirm(state) else {
            return []
        }
        let unknown = PlanText.numbered(plan)
        guard unknown.indices.contains(number - 1) else { return [] }
        let check = unknown[number - 1]
        guard state.acting.draft?.wish.decision != nil else {
            return [.acknowledgeCheck(check, plan: plan.id)]
        }
        var read = plan
        read.acknowledged.insert(check)
        state.acting.draft?.outcome = .left(read)
        return []
    }

    private func yes(_ plan: ActionProgress, _ state: inout DashboardState) -> LayerOutcome {
        // What no key overrides is not to be read to its end first.
        if let hold = plan.hold {
            let advice = hold.isRule(.reason) ? " \(PlanKey.reason.letter) says why." : ""
            state.tell(Notice(hold.sentence + advice, .warning))
            return .stay(refused(plan, hold.sentence, state))
        }
        guard plan.plan.tier < .destructive else {
            state.tell(Notice("This is confirmed by typing: \(plan.plan.typedToConfirm)."))
            return .stay([])
        }
        guard Self.mayConfirm(state) else {
            state.tell(Notice("Read it first; then y."))
            return .stay([])
        }
        if plan.plan.tier > .reversible, let unread = unread(state, then: "y") {
            state.tell(Notice(unread))
            return .stay([])
        }
        return carryOut(plan, &state)
    }

    private mutating func name(
        _ plan: ActionProgress, _ state: inout DashboardState
    ) -> LayerOutcome {
        let wanted = plan.plan.typedToConfirm
        guard typed.text == wanted, Self.mayConfirm(state) else {
            if typed.text != wanted { typed = TextField() }
            state.tell(Notice("Type \(wanted), then Enter by itself; or Esc."))
            return .stay([])
        }
        // What is typed is kept: it is Enter that counts.
        if let unread = unread(state, then: "Enter") {
            state.tell(Notice(unread))
            return .stay([])
        }
        return carryOut(plan, &state)
    }

    /// What somebody wanted and is not done is written down, unless it is about what was begun before.
    private func refused(
        _ plan: ActionProgress, _ why: String, _ state: DashboardState
    ) -> [Effect] {
        state.acting.draft?.wish.decision == nil ? [.refused(plan.id, why)] : []
    }

    private func carryOut(_ plan: ActionProgress, _ state: inout DashboardState) -> LayerOutcome {
        if let refusal = state.actingRefusal ?? plan.hold?.sentence {
            state.tell(Notice(refusal, .warning))
            return .stay(refused(plan, refusal, state))
        }
        let decision = state.acting.draft?.wish.decision
        if case .order(let order, let source) = state.acting.draft?.wish {
            state.marks.subtract(ActionChoice.marks(of: order, source, state))
        }
        let word = decision.map { $0.decision == .goOn ? "Going on" : "Going back" } ?? "Begun"
        state.tell(Notice("\(word): 7 Actions follows it."))
        state.selection[ActionsPanel.pane] = .action(plan.id)
        let effect = decision.map {
            Effect.decide($0.action, $0.decision, read: plan.acknowledged)
        }
        return Self.close([effect ?? .carryOut(plan.id)], &state)
    }

    // MARK: What is seen

    @discardableResult
    private mutating func scroll(_ key: Key, _ state: DashboardState) -> Bool {
        if key == .home || key == .end, !typed.text.isEmpty { return false }
        let (lines, page) = extent(state)
        return reading.move(Self.scrollKey(key, state), lines, page: page)
    }

    /// `g` and `G` go to the ends as everywhere, where letters do not go into a name.
    static func scrollKey(_ key: Key, _ state: DashboardState) -> Key {
        if plan(state).map(wantsName) == true { return key }
        return key == .character("g") ? .home : key == .character("G") ? .end : key
    }

    private mutating func look(_ state: DashboardState) {
        let (lines, page) = extent(state)
        reading.look(lines, page: page)
    }

    /// What is still to be read; `nil` where all of it has been in sight.
    private func unread(_ state: DashboardState, then key: String) -> String? {
        let (lines, page) = extent(state)
        if reading.isRead(lines) { return nil }
        return reading.isAtEnd(lines, page: page)
            ? "Some of it was passed over: PgUp, then PgDn, then \(key)."
            : "There is more of it below: ↓ and PgDn, then \(key)."
    }

    /// How many lines there are, and how many of them are in sight at once.
    private func extent(_ state: DashboardState) -> (lines: Int, page: Int) {
        let lines = Self.text(state).count
        return (lines, Self.rect(state, lines: lines).height - 4)
    }

    func render(into canvas: inout Canvas, bounds: Canvas.Rect, state: DashboardState) {
        let lines = Self.text(state)
        let rect = Self.rect(state, lines: lines.count)
        canvas.clear(rect)
        canvas.box(
            rect, title: PlanText.title(state, width: rect.width),
            rightTitle: PlanText.rightTitle(state),
            isFocused: true)
        let inner = rect.inset(2, 1)
        let page = max(0, inner.height - 2)
        let isSame = ticket == state.acting.draft?.ticket
        let top = isSame ? reading.top(lines.count, page: page) : 0
        for (place, line) in lines.dropFirst(top).prefix(page).enumerated() {
            canvas.drawPieces(
                line, column: inner.column, row: inner.row + place,
                right: inner.column + inner.width)
        }
        let more = lines.count - top - page
        if more > 0 {
            canvas.drawCut(
                "\(Format.counted(more, "more line")) ↓", column: inner.column,
                row: inner.row + page, width: inner.width,
                role: .warning)
        }
        PlanButtons.draw(
            PlanText.answer(state, typed: typed.text), in: inner, into: &canvas)
    }
}
