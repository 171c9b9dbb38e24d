import Fleet

/// The selected action: how far each target has come at each stage, what is missing, who wanted it.
struct ActionPanel: Panel {
    func title(_ context: PanelContext) -> String {
        ActionsPanel.selected(context.state).map { ActionLook(action: $0).subject } ?? "Action"
    }

    func rightTitle(_ context: PanelContext) -> String {
        ActionsPanel.selected(context.state)?.id ?? ""
    }

    func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext) {
        guard let action = ActionsPanel.selected(context.state) else { return }
        let head = Self.head(action, context, width: rect.width)
        let steps = Self.steps(action, width: rect.width)
        // Where there is no room for all stages, the one under way is in sight.
        let room = max(0, rect.height - head.count)
        let place = steps.firstIndex { $0.isUnderWay } ?? 0
        let top = max(0, min(place - room / 3, steps.count - room))
        let lines = head + steps.dropFirst(top).map(\.pieces)
        for (place, line) in lines.prefix(rect.height).enumerated() {
            canvas.drawPieces(
                line, column: rect.column, row: rect.row + place, right: rect.column + rect.width)
        }
    }

    private static func head(
        _ action: ActionProgress, _ context: PanelContext, width: Int
    ) -> [[Piece]] {
        let look = ActionLook(action: action)
        let time = look.elapsed(at: context.now)
        var lines = [
            [
                Piece("\(look.glyph) \(look.word)", look.role),
                Piece(look.stage.isEmpty ? "" : "  \(look.stage)", .text),
                Piece(time.isEmpty ? "" : "  \(time)", .dim),
            ]
        ]
        lines += FindingText.wrap(CleanText.clean(action.sentence, limit: 1000), width: width)
            .map { [Piece($0, .bright)] }
        let plan = action.plan
        let offset = context.state.options.zoneOffset
        let parts = [
            "by \(plan.actor)", plan.context.isEmpty ? "" : "in \(plan.context)",
            action.begun.map { "since \(Format.clock($0, offset: offset))" } ?? "",
            plan.reason,
        ]
        let who = parts.filter { !$0.isEmpty }.joined(separator: " · ")
        return lines + [[Piece(CleanText.clean(who), .dim)]]
    }

    /// A line about a stage or a step.
    private struct Line {
        var pieces: [Piece]
        var isUnderWay = false
    }

    private static func steps(_ action: ActionProgress, width: Int) -> [Line] {
        var lines: [Line] = []
        let all = action.plan.stages.flatMap(\.steps) + (action.plan.retreat?.steps ?? [])
        let widths = ActionStepLines.Widths(all, width: width)
        for number in 0...action.plan.stages.count {
            guard let stage = action.plan.stage(number) else { continue }
            let isBack = number == action.plan.stages.count
            if isBack, !action.isGoingBack { continue }
            if !stage.name.isEmpty {
                let hold = stage.holdSeconds > 0 ? "  held \(Int(stage.holdSeconds)) s" : ""
                lines.append(
                    Line(
                        pieces: [Piece(stage.name, .heading), Piece(hold, .dim)],
                        isUnderWay: number == action.stage && !action.isOver))
            }
            for place in action.plan.places(number) {
                guard var step = action.plan.step(place) else { continue }
                // It goes back from wherever it has come to, not from where it was to end.
                if isBack { step.before = "" }
                let isTakenBack = action.plan.isTakenBack(place, action.steps)
                lines += ActionStepLines.of(
                    step, isTakenBack ? nil : action.steps[place] ?? .waiting, widths, width: width
                ).map { Line(pieces: $0) }
            }
        }
        return lines
    }
}
