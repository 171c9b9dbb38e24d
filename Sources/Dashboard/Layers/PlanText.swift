import Fleet

/// A plan in words.
enum PlanText {
    private static let label = 12

    /// On a border of so many columns.
    static func title(_ state: DashboardState, width: Int) -> String {
        if let plan = PlanLayer.plan(state) {
            let place = plan.plan.targets.first?.source.description ?? ""
            let production = state.snapshot.isProduction ? "PRODUCTION" : ""
            let room = width - DisplayWidth.columns(of: rightTitle(state)) - 8
            /// Empty where next to nothing of the subject is left.
            func text(_ places: [String], least: Int) -> String {
                let list = places.filter { !$0.isEmpty }.joined(separator: ", ")
                let rest = list.isEmpty ? "" : " (\(list))"
                let left = room - DisplayWidth.columns(of: rest)
                let subject = subject(plan, state, room: left)
                guard left >= least || DisplayWidth.columns(of: subject) <= left else { return "" }
                return Format.cutMiddle(subject, max(8, left), isASCII: state.options.isASCII)
                    + rest
            }
            // Where it acts is told before all of what: the lines below tell that as well.
            let whole = text([place, plan.plan.context, production], least: 14)
            return whole.isEmpty ? text([production], least: .min) : whole
        }
        switch state.acting.draft?.wish {
        case .order(let order, _):
            return
                "\(order.kind.rawValue.capitalizedFirst) \(order.targets.joined(separator: ", "))"
        case .goOn: return "Go on"
        case .goBack: return "Go back"
        case .undo, nil: return "Undo"
        }
    }

    /// `Drain chat/own`; `Undo of 3f9a1c: resume chat/own`; of an action that is left, `Go on: drain chat/own`,
    /// whatever is left to send.
    private static func subject(
        _ plan: ActionProgress, _ state: DashboardState, room: Int
    ) -> String {
        let wish = state.acting.draft?.wish
        let decided = wish?.decision.flatMap { state.acting.actions[$0.action] }
        let lead: String
        switch wish {
        case .goOn: lead = "Go on: "
        case .goBack: lead = "Go back: "
        // Its plan says of what.
        case .undo, .order, nil: lead = ""
        }
        let look = ActionLook(action: decided ?? plan)
        let text = lead + look.subject(within: room - lead.count, arrow: state.arrow)
        return text.capitalizedFirst
    }

    /// `plan 3f9a1c · 96 s left`.
    static func rightTitle(_ state: DashboardState) -> String {
        guard let plan = PlanLayer.plan(state) else { return "" }
        let left = plan.left(at: state.now.monotonic).components.seconds
        return "plan \(ActionLook.short(plan.id)) · " + (left > 0 ? "\(left) s left" : "too old")
    }

    /// Everything there is to read.
    static func lines(_ state: DashboardState, width: Int) -> [[Piece]] {
        guard let draft = state.acting.draft else { return [] }
        let lines: [[Piece]]
        switch draft.outcome {
        case .waiting: lines = [[Piece("\(Glyph.waiting) Asking the control plane …", .dim)]]
        case .refused(let why):
            lines = row("refused", why, .warning, width: width)
        case .made:
            lines = PlanLayer.plan(state).map { plan($0, state, width: width) } ?? []
        case .left(let rest):
            lines =
                row("stands", rest.sentence, .text, width: width) + plan(rest, state, width: width)
        }
        guard draft.hidden > 0 else { return lines }
        let isTyping = PlanLayer.plan(state).map(PlanLayer.wantsName) ?? false
        let names = draft.hiddenNames
        let text =
            "\(Format.counted(draft.hidden, "marked row")) out of sight and left out"
            + (names.isEmpty ? "; " : " (\(ActionChoice.names(names))); ")
            + "\(isTyping ? "^T" : "h") takes "
            + "\(draft.hidden == 1 ? "it" : "them") in."
        return lines + row("marks", text, .warning, width: width)
    }

    private static func plan(
        _ action: ActionProgress, _ state: DashboardState, width: Int
    ) -> [[Piece]] {
        let plan = action.plan
        var sent = sent(plan, width: width)
        if plan.stages.isEmpty {
            sent = row(
                "will send", "nothing: all of it was sent, and it is watched", .bright, width: width
            )
        }
        // Of a shift in stages it is told first what it comes to.
        let isShort = plan.stages.count < 2
        var lines = isShort ? sent : []
        lines += changes(plan, state.arrow, width: width) + checks(action, width: width)
        for (place, remark) in (plan.remarks + manner(action)).enumerated() {
            lines += row(place == 0 ? "note" : "", remark, .text, width: width)
        }
        if !plan.reason.isEmpty { lines += row("why", plan.reason, .text, width: width) }
        lines += row("tier", tier(action), .text, width: width)
        return isShort ? lines : lines + sent
    }

    private static func sent(_ plan: ActionPlan, width: Int) -> [[Piece]] {
        requests(plan).enumerated().flatMap { place, request in
            pieces(of: request, width: width - label).enumerated().map { part, text in
                let name = place == 0 && part == 0 ? "will send" : ""
                return [Piece(Format.left(name, label), .dim), Piece(text.trimmedRight, .bright)]
            }
        }
    }

    private static func tier(_ action: ActionProgress) -> String {
        let plan = action.plan
        if action.checks.contains(where: { $0.isRule(.tier) }) {
            return "\(plan.tier): a rule of the policy says so"
        }
        return switch plan.tier {
        case .reversible: "reversible: nothing that runs is touched"
        case .disruptive: "disruptive: what runs is moved or slowed"
        case .destructive where plan.kind == .scale && !plan.stages.growth.isEmpty:
            "destructive: far more would run than does now"
        case .destructive: "destructive: what runs is ended, or nothing is left to serve"
        }
    }

    /// The literal requests, in the order in which they go out.
    static func requests(_ plan: ActionPlan) -> [String] {
        plan.stages.flatMap(\.requests).map { CleanText.clean($0.shown, limit: 2000) }
    }

    /// From what was seen to what is wanted, each once however many instances there are.
    private static func changes(
        _ plan: ActionPlan, _ arrow: String, width: Int
    ) -> [[Piece]] {
        var lines: [[Piece]] = []
        for stage in plan.stages {
            var seen: Set<String> = []
            let name = stage.name.isEmpty ? "change" : stage.name
            for step in stage.steps {
                let before = step.before.isEmpty ? "" : "\(step.before) "
                let text = "\(step.target.uid)  \(step.field) \(before)\(arrow) \(step.shownEnd)"
                guard seen.insert(text).inserted else { continue }
                lines += row(seen.count == 1 ? name : "", text, .text, width: width)
            }
        }
        return lines
    }

    /// How stages are watched, where no check says that with its limits.
    private static func manner(_ action: ActionProgress) -> [String] {
        let plan = action.plan
        let isSaid = action.checks.contains { $0.sentence.contains("atched for ") }
        guard let hold = plan.stages.map(\.holdSeconds).max(), hold > 0, !isSaid else {
            return []
        }
        let time = Format.age(.seconds(Int64(hold)))
        return [
            "Each stage is watched for \(time); on a breach it stops"
                + (plan.retreat == nil ? "." : " and goes back by itself.")
        ]
    }

    /// Unknown answers that the operator may go on after: each has a number for a key.
    static func numbered(_ action: ActionProgress) -> [ActionCheck] {
        action.checks.filter { check in
            check.verdict == .unknown && !check.holdsBack(action.plan.tier, isAcknowledged: true)
        }
    }

    private static func checks(_ action: ActionProgress, width: Int) -> [[Piece]] {
        let numbered = numbered(action)
        // What holds it back is in sight without scrolling, where anything does.
        let grave: [ActionCheck.Verdict] = [.block, .unknown]
        let ordered =
            grave.flatMap { verdict in action.checks.filter { $0.verdict == verdict } }
            + action.checks.filter { !grave.contains($0.verdict) }
        return ordered.enumerated().flatMap { place, check -> [[Piece]] in
            let (glyph, word, role) = look(check.verdict)
            let name = check.kind.rawValue.replacing("_", with: " ")
            var lines = row(
                place == 0 ? "checks" : "", check.sentence, role == .good ? .text : .bright,
                before: [
                    Piece("\(glyph) \(Format.left(word, 8))", role), Piece("\(name): ", .dim),
                ],
                width: width)
            if check.isRule(.reason) {
                let key = PlanKey.reason
                lines += row(
                    "", "\(key.letter)  \(key.rawValue)", .key, before: [Piece("          ")],
                    width: width)
            }
            if let number = numbered.firstIndex(of: check) {
                let isRead = action.acknowledged.contains(check)
                lines += row(
                    "", isRead ? "read, and gone on with" : "\(number + 1)  I go on without it",
                    isRead ? .dim : .key, before: [Piece("          ")], width: width)
            }
            return lines
        }
    }

    private static func look(_ verdict: ActionCheck.Verdict) -> (String, String, Role) {
        switch verdict {
        case .pass: (Glyph.marked, "ok", .good)
        case .warn: (Glyph.warning, "warn", .warning)
        case .unknown: (Glyph.stale, "unknown", .warning)
        case .block: (Glyph.critical, "refused", .critical)
        }
    }

    /// What stands beside Cancel.
    static func answer(_ state: DashboardState, typed: String) -> [Piece] {
        guard let plan = PlanLayer.plan(state) else {
            return state.acting.draft?.outcome == .waiting ? [] : again(state)
        }
        if plan.left(at: state.now.monotonic) <= .zero { return again(state) }
        if let hold = plan.hold {
            let isReadable = plan.unread.contains(hold)
            return isReadable
                ? [Piece("acknowledge what is unknown first", .warning)]
                : hold.isRule(.reason)
                    ? [Piece("\(PlanKey.reason.letter)", .key), Piece("  say why first", .text)]
                    : [Piece("a check refuses it", .critical)]
        }
        let isOpen = PlanLayer.mayConfirm(state, most: .max)
        let (key, text): (Role, Role) = isOpen ? (.key, .text) : (.dim, .dim)
        guard plan.plan.tier == .destructive else {
            let words = plan.plan.tier == .reversible ? "do it" : "I have read this: do it"
            return [Piece("y", key), Piece("  \(words)", text)]
        }
        return [
            Piece("type \(plan.plan.typedToConfirm): ", text),
            Piece(Format.left(typed, max(plan.plan.typedToConfirm.count + 1, 12)), .input),
        ]
    }

    private static func again(_ state: DashboardState) -> [Piece] {
        [Piece("n", .key), Piece("  \(PlanKey.anew.label(state))", .text)]
    }

    /// A label and a sentence over as many lines as it takes.
    private static func row(
        _ name: String, _ text: String, _ role: Role, before: [Piece] = [], width: Int
    ) -> [[Piece]] {
        let indent = before.reduce(0) { $0 + DisplayWidth.columns(of: $1.text) }
        let clean = CleanText.clean(text, limit: 1000)
        let lines = FindingText.wrap(clean, width: max(8, width - label - indent))
        return (lines.isEmpty ? [""] : lines).enumerated().map { place, line in
            let lead =
                place == 0
                ? [Piece(Format.left(name, label), .dim)] + before
                : [Piece(String(repeating: " ", count: label + indent))]
            return lead + [Piece(line, role)]
        }
    }

    /// Literal text is broken after a blank, else after a mark within a word, else where the line ends:
    /// nothing of it is lost or moved. A blank at the end of a line takes no room.
    static func pieces(of text: String, width: Int) -> [String] {
        let width = max(2, width)
        var lines: [String] = []
        var line: [Character] = []
        var used = 0
        for character in text {
            let columns = DisplayWidth.columns(of: character)
            while used + columns > width, character != " " {
                let rest = Array(line[fold(line)...])
                lines.append(String(line.dropLast(rest.count)))
                line = rest
                used = rest.reduce(0) { $0 + DisplayWidth.columns(of: $1) }
            }
            line.append(character)
            used += columns
        }
        return lines + [String(line)]
    }

    /// Where a full line is broken: a break that leaves most of it empty is none.
    private static func fold(_ line: [Character]) -> Int {
        func end(_ marks: String) -> Int? {
            line.lastIndex { marks.contains($0) }.map { $0 + 1 }
                .flatMap { $0 * 3 >= line.count ? $0 : nil }
        }
        return end(" ") ?? end("/,=;") ?? line.count
    }
}
