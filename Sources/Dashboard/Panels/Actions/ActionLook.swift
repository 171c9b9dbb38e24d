import Fleet

/// An action in glyphs and words. Nothing is called more than it is.
struct ActionLook {
    let action: ActionProgress

    /// `drain chat/own`, `drain chat/own and 2 more`, `reroute chat to rented 60 %`.
    var subject: String {
        if let shift = ShiftWords(action.plan) { return CleanText.clean("reroute \(shift.short)") }
        let targets = action.plan.targets
        let name = targets.first?.uid ?? ""
        let more = targets.count > 1 ? " and \(targets.count - 1) more" : ""
        return CleanText.clean("\(action.plan.kind.rawValue) \(name)") + more
    }

    /// The same with everything that it moves, where that is no longer than `room` columns.
    func subject(within room: Int, arrow: String) -> String {
        guard let shift = ShiftWords(action.plan) else { return subject }
        let whole = CleanText.clean("reroute \(shift.whole(arrow))")
        return DisplayWidth.columns(of: whole) <= room ? whole : subject
    }

    /// The headings of the list, in their order.
    enum Group: String, CaseIterable {
        case trouble = "went wrong"
        case waiting = "waits for a decision"
        case underWay = "under way"
        case done = "done"
    }

    /// Where it stands in the list.
    func group(unread: Set<String>) -> Group {
        if unread.contains(action.id) { return .trouble }
        if action.needsDecision { return .waiting }
        return action.isOver ? .done : .underWay
    }

    var glyph: String {
        if action.needsDecision || action.isAsWanted { return Glyph.notice }
        switch action.state {
        case .verified: return Glyph.good
        case .converged: return action.isOver ? Glyph.notice : Glyph.draining
        case .failed: return Glyph.critical
        case .refused, .partial, .rolledBack: return Glyph.warning
        case .unknown: return Glyph.stale
        default: return Glyph.draining
        }
    }

    var role: Role {
        if action.needsDecision { return .warning }
        if action.isAsWanted { return .notice }
        switch action.state {
        case .verified: return .good
        case .failed: return .critical
        case .refused, .partial, .rolledBack, .unknown: return .warning
        default: return .notice
        }
    }

    /// How far it has come.
    var word: String {
        if action.state == .converged, action.isOver { return "converged, not verified" }
        if action.isAsWanted { return action.state.wordAsWanted }
        if action.isElsewhere { return "\(action.state.word), by another program" }
        if action.isGoingBack, !action.isOver { return "going back, \(action.state.word)" }
        return action.state.word
    }

    /// `stage 2 of 4: 25 %`; empty for an action of one stage.
    var stage: String {
        let stages = action.plan.stages
        guard stages.count > 1, !action.isOver, !action.isGoingBack else { return "" }
        let name = action.plan.stage(action.stage)?.name ?? ""
        return "stage \(action.stage + 1) of \(stages.count): \(name)"
    }

    /// `2/4 25 %`.
    var shortStage: String {
        let name = action.plan.stage(action.stage)?.name ?? ""
        return "\(action.stage + 1)/\(action.plan.stages.count) \(name)"
    }

    /// What is missing, else why it is as it is.
    var detail: String {
        let text = action.isOver ? action.sentence : action.missing ?? action.sentence
        return CleanText.clean(text)
    }

    /// `0:41`, or `0:41 of 2:00` where there is a deadline.
    func elapsed(at now: Instant) -> String {
        guard let begun = action.stageBegun, action.isUnderWay else { return "" }
        let passed = action.stageStart.map { now.monotonic - $0 } ?? now.wall - begun
        let time = Self.clock(passed.inSeconds)
        guard let limit = action.plan.deadlineSeconds else { return time }
        return "\(time) of \(Self.clock(limit))"
    }

    private static func clock(_ seconds: Double) -> String {
        let whole = Int(max(0, min(seconds, 359_999)))
        let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return hours > 0 ? "\(hours):\(two(minutes)):\(two(rest))" : "\(minutes):\(two(rest))"
    }
}
