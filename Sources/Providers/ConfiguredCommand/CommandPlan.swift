import Collector
import Fleet

/// What is wanted of one target, and how it stands.
struct CommandChange: Sendable {
    var target: String
    /// As the observing command prints it; `nil` where there is none.
    var before: String?
    var after: String
}

/// Makes proposals out of templates.
struct CommandPlan: Sendable {
    var settings: CommandSettings
    var order: ActionOrder

    /// Where nobody tells how a target stands.
    static let unknown = "unknown"

    /// What the observing command prints once an action of a kind is done, where that is always the same.
    static func word(_ kind: ActionKind) -> String? {
        switch kind {
        case .drain: "drained"
        case .resume: "ready"
        case .cordon: "cordoned"
        default: nil
        }
    }

    /// The template of the order's kind.
    func template() throws(ActionRefusal) -> CommandTemplate {
        guard let template = settings.templates[order.kind] else {
            let known = settings.templates.keys.map(\.rawValue).sorted().joined(separator: ", ")
            throw ActionRefusal(
                "\(settings.source) has no command to \(order.kind.rawValue)"
                    + (known.isEmpty ? "." : ": it can \(known)."))
        }
        return template
    }

    /// The names that are configured, and no other.
    func checkTargets() throws(ActionRefusal) {
        for uid in order.targets where !settings.targets.contains(uid) {
            throw ActionRefusal.noTarget(
                "\(settings.source) has no target `\(CleanText.clean(uid, limit: 60))`"
                    + NearestName.hint(uid, among: settings.targets))
        }
    }

    /// One stage.
    func stage(_ name: String, _ changes: [CommandChange]) throws(ActionRefusal) -> ActionStage {
        let template = try template()
        var steps: [ActionStep] = []
        for change in changes where change.before != change.after {
            steps.append(
                ActionStep(
                    target: settings.target(change.target),
                    field: order.kind.rawValue, before: change.before ?? Self.unknown,
                    after: change.after, token: "", request: try request(template, change)))
        }
        return ActionStage(name: name, steps: steps)
    }

    private func request(
        _ template: CommandTemplate, _ change: CommandChange
    ) throws(ActionRefusal) -> ActionRequest {
        let reason = CleanText.clean(order.reason, limit: 160)
        let words = try template.filled([
            .target: change.target, .value: change.after, .share: change.after,
            .kind: order.kind.rawValue, .reason: reason.isEmpty ? "hybridtop" : reason,
            .id: order.id,
        ])
        let typed = words.map(Self.typed).joined(separator: " ")
        return ActionRequest(
            place: settings.place, words: words,
            shown: settings.host == nil ? typed : "ssh \(settings.place) -- \(typed)")
    }

    /// A word as a person would type it.
    private static func typed(_ word: String) -> String {
        let isPlain = word.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte)
                || (0x61...0x7a).contains(byte) || "-_./:=@,+%".utf8.contains(byte)
        }
        if isPlain && !word.isEmpty { return word }
        return
            "'\(word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#))'"
    }

    /// What is declared, or stricter where the change itself is.
    func tier(_ changes: [CommandChange]) -> ActionTier {
        let declared = settings.tiers[order.kind] ?? .disruptive
        return changes.map { max(declared, least($0)) }.max() ?? declared
    }

    private func least(_ change: CommandChange) -> ActionTier {
        switch order.kind {
        case .resume, .cordon: return .reversible
        case .scale:
            guard let after = Int(change.after), after > 0 else { return .destructive }
            guard let before = change.before.flatMap({ Int($0) }) else { return .disruptive }
            return after < before ? .disruptive : .reversible
        default: return .disruptive
        }
    }

    /// Shares (0...1) of every target: who is not named gets none. In stages where it is known what they
    /// are now.
    func shares(
        _ wanted: [String: Double], _ stages: [Double], _ present: [String: String]
    ) throws(ActionRefusal) -> [ActionStage] {
        let sum = wanted.values.reduce(0, +)
        guard abs(sum - 1) < 0.001, wanted.values.allSatisfy({ $0 >= 0 }) else {
            throw ActionRefusal("Shares sum to \(Self.percent(sum)) %, not to 100 %.")
        }
        guard settings.observer != nil else {
            guard stages.count == 1 else {
                throw ActionRefusal(
                    "Without `observe` nobody knows the present shares: give --stages 100.")
            }
            return [
                try stage(
                    "",
                    settings.targets.map {
                        CommandChange(target: $0, before: nil, after: Self.percent(wanted[$0] ?? 0))
                    })
            ]
        }
        var planned: [ActionStage] = []
        var last = present
        for way in stages {
            var changes: [CommandChange] = []
            var next = last
            for target in settings.targets {
                guard let now = present[target].flatMap({ Double($0) }), (0...100).contains(now)
                else { throw ActionRefusal("`observe` tells no share of \(target) in percent.") }
                let goal = now / 100 + way * ((wanted[target] ?? 0) - now / 100)
                changes.append(
                    CommandChange(
                        target: target, before: last[target], after: Self.percent(goal)))
            }
            var stage = try stage("\(Int((way * 100).rounded())) %", changes)
            for change in changes { next[change.target] = change.after }
            stage.shares = shifts(from: last, to: next)
            planned.append(stage)
            last = next
        }
        return planned.filter { !$0.steps.isEmpty }
    }

    /// Two digits behind the point at most.
    static func percent(_ share: Double) -> String {
        let text = "\((share * 10000).rounded() / 100)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// Towards what was seen; `nil` where nothing was, or the kind has no such way.
    func retreat(_ stages: [ActionStage]) throws(ActionRefusal) -> ActionStage? {
        guard order.kind == .scale || order.kind == .reroute, settings.observer != nil else {
            return nil
        }
        var first: [String: String] = [:]
        var last: [(target: String, value: String)] = []
        for step in stages.flatMap(\.steps) {
            first[step.target.uid] = first[step.target.uid] ?? step.before
            last.removeAll { $0.target == step.target.uid }
            last.append((step.target.uid, step.after))
        }
        let back = last.map {
            CommandChange(target: $0.target, before: $0.value, after: first[$0.target] ?? "")
        }
        // What was no number is not put into a command that wants one.
        guard back.allSatisfy({ Double($0.after) != nil }) else { return nil }
        var stage = try stage("back", back)
        stage.shares = retreated(stages)
        return stage
    }
}
