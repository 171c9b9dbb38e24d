import Fleet

/// An action in lines: how it stands in all, and each step of each stage.
struct ActionText {
    let action: ActionProgress
    let context: PanelContext

    private var state: DashboardState { context.state }
    private var width: Int { context.size.columns }

    /// How far it is, why, how the shares are now where it ended badly, and who wanted it.
    var head: [[Piece]] {
        let look = state.look(of: action)
        let time = look.elapsed(at: context.now)
        var lines = [
            [
                Piece("\(look.glyph) \(look.word)", look.role),
                Piece(undone(look).map { ", \($0)" } ?? "", .notice),
                Piece(look.stage.isEmpty ? "" : "  \(look.stage)", .text),
                Piece(time.isEmpty ? "" : "  \(time)", .dim),
            ]
        ]
        let sentences = [action.sentence, sharesNow ?? ""].filter { !$0.isEmpty }
        for sentence in sentences {
            lines += FindingText.wrap(CleanText.clean(sentence, limit: 1000), width: width)
                .map { [Piece($0, .bright)] }
        }
        let plan = action.plan
        let parts = [
            "by \(plan.actor)", place(look),
            times(look), plan.reason,
        ]
        return lines + joined(parts).map { [Piece(CleanText.clean($0, limit: 1000), .dim)] }
    }

    /// In one line, or why it was wanted in lines of its own.
    private func joined(_ parts: [String]) -> [String] {
        let parts = parts.filter { !$0.isEmpty }
        let whole = parts.joined(separator: " · ")
        if DisplayWidth.columns(of: whole) <= width || action.plan.reason.isEmpty {
            return FindingText.wrap(whole, width: width)
        }
        return FindingText.wrap(parts.dropLast().joined(separator: " · "), width: width)
            + FindingText.wrap(action.plan.reason, width: width)
    }

    /// `in prod`; one of another context says that nothing is done about it from here.
    private func place(_ look: ActionLook) -> String {
        if let other = look.context { return "in \(other), which is not the context shown" }
        return action.plan.context.isEmpty ? "" : "in \(action.plan.context)"
    }

    /// By its whole id, so that it can be told from every other.
    private func undone(_ look: ActionLook) -> String? {
        look.undo.flatMap { $0.words(CleanText.clean($0.id, limit: 120)) }
    }

    /// `since 14:02:11`; of what is over `14:02:11 to 14:05:23, took 3:12`.
    private func times(_ look: ActionLook) -> String {
        func moment(_ time: WallTime) -> String {
            Format.moment(time, now: context.now.wall, offset: state.options.zoneOffset)
        }
        guard let begun = action.begun else { return "" }
        guard action.isOver, let ended = action.ended else { return "since \(moment(begun))" }
        if look.took.isEmpty { return "ended \(moment(ended))" }
        return "\(moment(begun)) to \(moment(ended)), took \(look.took)"
    }

    /// What a shift that did not come about has left: the shares as its source tells them now.
    private var sharesNow: String? {
        guard action.plan.kind == .reroute, action.isOver, action.isTrouble else { return nil }
        let rows = EndpointRow.all(state.shown)
        let found = action.plan.targets.compactMap { target -> (uid: String, share: Double)? in
            rows.first { $0.source.id == target.source && $0.identity.label == target.uid }
                .flatMap { $0.value(.share) }.map { (target.uid, $0) }
        }
        let shares = zip(found, ShareSplit.percents(of: found.map(\.share)))
            .map { "\($0.uid) \($1)%" }
        guard !shares.isEmpty else { return nil }
        return "Now: \(shares.joined(separator: ", "))."
    }

    /// A line about a stage or a step.
    struct Line {
        var pieces: [Piece]
        var isUnderWay = false
    }

    /// Each stage with its steps; the way back only once it is taken.
    var steps: [Line] {
        let all = action.plan.stages.flatMap(\.steps) + (action.plan.retreat?.steps ?? [])
        let widths = ActionStepLines.Widths(all, width: width, arrow: state.arrow)
        let isTaken = action.isGoingBack
        return (0...action.plan.stages.count).flatMap { number -> [Line] in
            guard let stage = action.plan.stage(number),
                isTaken || number < action.plan.stages.count
            else { return [] }
            return name(stage, number) + lines(number, widths)
        }
    }

    private func name(_ stage: ActionStage, _ number: Int) -> [Line] {
        guard !stage.name.isEmpty else { return [] }
        return [
            Line(
                pieces: [Piece(stage.name, .heading), Piece(hold(stage, number), .dim)],
                isUnderWay: number == action.stage && !action.isOver)
        ]
    }

    /// For how long it was watched, or is to be.
    private func hold(_ stage: ActionStage, _ number: Int) -> String {
        if let held = action.held[number] { return "  held \(Int(held.inSeconds)) s" }
        let isAhead = number >= action.stage && !action.isGoingBack && !action.isOver
        return isAhead && stage.holdSeconds > 0 ? "  hold \(Int(stage.holdSeconds)) s" : ""
    }

    private func lines(_ number: Int, _ widths: ActionStepLines.Widths) -> [Line] {
        let plan = action.plan
        return plan.places(number).flatMap { place -> [Line] in
            guard var step = plan.step(place) else { return [] }
            // It goes back from wherever it has come to, not from where it was to end.
            if number == plan.stages.count { step.before = "" }
            return ActionStepLines.of(
                step, ActionStepEnd(place, action), widths, width: width
            ).map { Line(pieces: $0) }
        }
    }
}
