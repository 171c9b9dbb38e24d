import Fleet

/// What of acting needs attention, as findings among the others: what waits for somebody to decide, and
/// what went wrong and was not read.
enum ActionFinding {
    /// What every rule of these begins with.
    private static let prefix = "action-"

    /// Whether a finding is one of these.
    static func isOne(_ finding: Finding) -> Bool { finding.rule.hasPrefix(prefix) }

    /// The action that a finding is about; `nil` for one of the fleet's own.
    static func action(of finding: Finding) -> String? {
        isOne(finding) ? finding.subject.accelerator : nil
    }

    /// One for each action that somebody has to look at.
    static func all(_ state: DashboardState) -> [Finding] {
        let unread = state.acting.unread
        return state.acting.lost.map(lost)
            + state.acting.confirmed.compactMap { action in
                if action.needsDecision { return waiting(action, state) }
                return unread.contains(action.id) ? trouble(action, state) : nil
            }
    }

    private static func lost(_ plan: LostPlan) -> Finding {
        Finding(
            rule: prefix + "lost", severity: .warning,
            subject: Subject(kind: .fleet, name: plan.subject, accelerator: plan.id),
            title: "its plan is lost", evidence: [plan.sentence],
            nextStep: "7 Actions, Enter: say how it ended.", since: plan.time)
    }

    private static func waiting(_ action: ActionProgress, _ state: DashboardState) -> Finding {
        let what =
            action.isOver ? "Nobody knows how it ended." : "It is not over, and nobody drives it."
        return finding(
            ("waiting", .warning), action,
            (
                "waits for a decision", what,
                "7 Actions, Enter: look, go on, go back or settle it."
            ), state)
    }

    private static func trouble(_ action: ActionProgress, _ state: DashboardState) -> Finding {
        finding(
            ("trouble", action.state == .failed ? .critical : .warning), action,
            (
                "ended as \(ActionLook(action: action).word)", "",
                "7 Actions: x says that it was read"
                    + (state.acting.mayUndo(action) ? ", U plans the way back." : ".")
            ), state)
    }

    /// Its id goes where a subject has its smallest part, so that two actions on one thing are two.
    private static func finding(
        _ rule: (name: String, severity: Severity), _ action: ActionProgress,
        _ words: (title: String, what: String, step: String), _ state: DashboardState
    ) -> Finding {
        let look = state.look(of: action)
        let subject = Subject(kind: .fleet, name: look.subject, accelerator: action.id)
        let begun = action.begun.map {
            " since \(Format.clock($0, offset: state.options.zoneOffset))"
        }
        let evidence = [
            words.what, look.detail, "by \(CleanText.clean(action.plan.actor))\(begun ?? "")",
        ]
        return Finding(
            rule: prefix + rule.name, severity: rule.severity, subject: subject,
            title: words.title + (look.context.map { " in \($0)" } ?? ""),
            evidence: evidence.filter { !$0.isEmpty }, nextStep: words.step,
            since: action.ended ?? action.stageBegun ?? action.begun ?? state.now.wall)
    }
}

extension DashboardState {
    /// Brings the findings about actions up to date, each before the others of its severity.
    mutating func noteActions() {
        let own = ActionFinding.all(self)
        guard own != snapshot.findings.filter(ActionFinding.isOne) else { return }
        var findings = snapshot.findings.filter { !ActionFinding.isOne($0) }
        for one in own.reversed() {
            let place = findings.firstIndex {
                $0.severity <= one.severity || $0.acknowledgement != nil
            }
            findings.insert(one, at: place ?? findings.count)
        }
        snapshot.findings = findings
    }
}
