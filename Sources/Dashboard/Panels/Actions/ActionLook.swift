import Fleet

/// An action in glyphs and words. Nothing is called more than it is.
struct ActionLook {
    let action: ActionProgress
    /// What has taken it back, or is about to.
    var undo: UndoLedger.Undo?
    /// The context that it belongs to, where that is not the one that is shown.
    var context: String?

    /// `drain chat/own`, `drain chat/own and 2 more`, `reroute chat to rented 60 %`; of what takes another
    /// one back `undo of 3f9a1c: resume chat/own`.
    var subject: String {
        if let shift = ShiftWords(action.plan) {
            return CleanText.clean("\(lead)reroute \(shift.short)")
        }
        let targets = action.plan.targets
        let name = targets.first?.uid ?? ""
        let more = targets.count > 1 ? " and \(targets.count - 1) more" : ""
        return CleanText.clean("\(lead)\(action.plan.kind.rawValue) \(name)") + more
    }

    private var lead: String {
        action.plan.undoes.map { "undo of \(Self.short($0)): " } ?? ""
    }

    /// The part of an id that tells it from others of its day, as plans show it.
    static func short(_ id: String) -> String {
        CleanText.clean(id.split(separator: "-").last.map { String($0) } ?? id, limit: 40)
    }

    /// The same with everything that it moves, where that is no longer than `room` columns.
    func subject(within room: Int, arrow: String) -> String {
        guard let shift = ShiftWords(action.plan) else { return subject }
        let whole = CleanText.clean("\(lead)reroute \(shift.whole(arrow))")
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

    /// `  in lab`: whose it is, where it is of another context than is shown.
    var place: String { context.map { "  in \($0)" } ?? "" }

    /// Whether another action has taken all of it back since.
    private var isUndone: Bool { undo?.isWhole == true && action.isOver && !action.needsDecision }

    /// `undone by 3f9a1c`; empty where nothing has taken it back.
    var undone: String { undo.flatMap { $0.words(Self.short($0.id)) } ?? "" }

    var glyph: String {
        if isUndone { return Glyph.waiting }
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
        if isUndone { return .dim }
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

    /// `3:12`: from when somebody said yes to when it ended; empty where that is not known, or was never.
    var took: String {
        guard let begun = action.begun, let ended = action.ended, ended > begun else { return "" }
        return Self.clock((ended - begun).inSeconds)
    }

    private static func clock(_ seconds: Double) -> String {
        let whole = Int(max(0, min(seconds, 359_999)))
        let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return hours > 0 ? "\(hours):\(two(minutes)):\(two(rest))" : "\(minutes):\(two(rest))"
    }
}

extension DashboardState {
    /// An action in words, with what has become of it since.
    func look(of action: ActionProgress) -> ActionLook {
        var look = ActionLook(action: action, undo: acting.undos[action.id])
        let context = action.plan.context
        if context != snapshot.context {
            look.context = context.isEmpty ? "no context" : CleanText.clean(context, limit: 40)
        }
        return look
    }
}
