import Fleet

/// A question with the consequences, answered by `y` once it has been read. Everything else leaves
/// things as they are.
struct ConfirmLayer: Layer {
    let title: String
    /// Sentences, each in a paragraph of its own.
    let sentences: [String]
    /// What `y` does, in a word or two.
    let verb: String
    let effect: Effect
    /// What is sent for it, literally.
    var requests: [String] = []
    /// What every other key does.
    var refusing = "leave it"
    /// The button for that: no word that could be taken for stopping what is asked about.
    var button = "Cancel"

    var hints: [KeyHint] { [KeyHint("Esc", refusing), KeyHint("y", verb)] }

    func question(_ state: DashboardState) -> String? { "\(title) \(verb)" }

    mutating func handle(_ event: InputEvent, state: inout DashboardState) -> LayerOutcome {
        switch event {
        case .key(.escape), .key(.control("c")): return .close([])
        case .key(.enter), .key(.character("n")):
            if state.acting.burst <= 1 { return .close([]) }
            state.tell(Notice("A paste confirms nothing."))
        case .key(.character("y")):
            if state.mayConfirm("\(title) \(verb)") { return .close([effect]) }
            state.tell(Notice("Read it first; then y."))
        case .paste: state.tell(Notice("A paste confirms nothing."))
        case .key, .mouse: break
        }
        return .stay([])
    }

    func render(into canvas: inout Canvas, bounds: Canvas.Rect, state: DashboardState) {
        let width = min(bounds.width, 72)
        let lines = lines(width: width - 4)
        let height = min(bounds.height, lines.count + 4)
        let rect = Canvas.Rect(
            column: (bounds.width - width) / 2, row: max(0, (bounds.height - height) / 2),
            width: width, height: height)
        canvas.clear(rect)
        canvas.box(rect, title: title, isFocused: true)
        let inner = rect.inset(2, 1)
        let room = max(0, inner.height - 2)
        for (place, line) in lines.prefix(room).enumerated() {
            canvas.drawCut(
                line.text, column: inner.column, row: inner.row + place, width: inner.width,
                role: line.role)
        }
        if lines.count > room {
            canvas.drawCut(
                "and \(Format.counted(lines.count - room, "more line"))", column: inner.column,
                row: inner.row + room, width: inner.width, role: .warning)
        }
        PlanButtons.draw(
            [Piece("y", .key), Piece("  \(verb)", .text)], beside: button, in: inner,
            into: &canvas)
    }

    private func lines(width: Int) -> [(text: String, role: Role)] {
        sentences.flatMap { FindingText.wrap($0, width: width) }.map { ($0, .text) }
            + requests.flatMap { PlanText.pieces(of: $0, width: width) }
            .map { ($0.trimmedRight, .bright) }
    }
}

extension ConfirmLayer {
    /// Whether to leave though actions are under way.
    static func leave(
        _ open: [ActionProgress], _ effect: Effect, isDemo: Bool
    ) -> ConfirmLayer {
        let list = open.map { action in
            let subject = "\(Glyph.draining) \(ActionLook(action: action).subject)"
            return isDemo ? subject : "\(subject): \(fate(action))"
        }
        let rest =
            isDemo
            ? "The simulated fleet ends with the program, and so does all that was done to it."
            : "The journal keeps them: at the next start 7 Actions lists them, and what is to "
                + "become of them can be decided there."
        return ConfirmLayer(
            title: "\(Format.counted(open.count, "action")) under way",
            sentences: list + [rest], verb: effect == .quit ? "quit" : "start the demo",
            effect: effect, refusing: "stay", button: "Stay")
    }

    /// What becomes of an action that nobody drives.
    private static func fate(_ action: ActionProgress) -> String {
        let left = action.plan.stages.count - action.stage
        if action.plan.stages.count > 1, left > 1 {
            return "it stays at its present stage, and nothing goes back by itself."
        }
        switch action.plan.kind {
        case .drain: return "draining goes on without us; nobody verifies it."
        default: return "what was sent stays in force; nobody verifies it."
        }
    }

    /// Whether to stop an action.
    static func cancel(_ action: ActionProgress) -> ConfirmLayer {
        let isSent = action.steps.values.contains { !$0.isUnsent }
        let back = isSent ? action.plan.retreat : nil
        let consequence =
            !isSent
            ? "Nothing was sent yet, and nothing will be."
            : back == nil
                ? "No more is sent. What was sent stays: there is no way back by itself."
                : "No more of it is sent, and it goes back to the state from before. For that it sends:"
        return ConfirmLayer(
            title: "Stop \(ActionLook(action: action).subject)", sentences: [consequence],
            verb: "stop it", effect: .cancelAction(action.id),
            requests: back?.requests.map { CleanText.clean($0.shown, limit: 2000) } ?? [],
            refusing: "let it go on", button: "Let it go on")
    }

    /// Whether to do with a waiting action what sends nothing.
    static func write(
        _ action: (id: String, name: String), _ sentence: String, _ verb: String,
        _ decision: ActionDecision
    ) -> ConfirmLayer {
        ConfirmLayer(
            title: action.name, sentences: [sentence], verb: verb,
            effect: .decide(action.id, decision))
    }
}
