import Fleet
import Yams

/// Reads `policy: rules:`, a list of what is about what.
struct RuleReader {
    let surroundings: Surroundings

    static let tiers: [(word: String, tier: ActionTier)] = [
        ("reversible", .reversible), ("disruptive", .disruptive), ("destructive", .destructive),
    ]

    /// The keys of a rule, and what its values must be.
    static let keys: [(key: String, kind: SettingSchema.Kind)] = [
        ("actions", .strings), ("target", .string), ("context", .string), ("data_class", .string),
        ("deny", .boolean), ("tier", .choice(tiers.map(\.word))),
        ("max_targets", .integer), ("require_reason", .boolean),
    ]

    /// All rules in the order of the file.
    func read(_ node: Node, _ path: String, _ errors: inout ErrorList) -> [ActionRule] {
        guard case .sequence(let sequence) = node else {
            if !node.isNull {
                errors.add(node, path, "expected a list of rules, found \(node.found)")
            }
            return []
        }
        return sequence.enumerated().map { place, item in
            rule(item, "\(path)[\(place)]", &errors)
        }
    }

    private func rule(_ node: Node, _ path: String, _ errors: inout ErrorList) -> ActionRule {
        var rule = ActionRule()
        let reader = SettingReader(surroundings: surroundings)
        for member in errors.members(node, path, allowed: Self.keys.map(\.key)) {
            guard let kind = Self.keys.first(where: { $0.key == member.key })?.kind else {
                continue
            }
            let place = join(path, member.key)
            guard let value = reader.read(member.value, kind, path: place, &errors) else {
                continue
            }
            if let problem = set(member.key, value, &rule) {
                errors.add(
                    member.value, place, "\(problem.message ?? ""), found \(member.value.found)",
                    suggestion: problem.suggestion)
            }
        }
        return rule
    }

    private func set(
        _ key: String, _ value: SettingValue, _ rule: inout ActionRule
    ) -> SettingReader.Refusal? {
        switch (key, value) {
        case ("actions", .strings(let words)): return setKinds(words, &rule)
        case ("target", .string(let text)): rule.target = CleanText.clean(text)
        case ("context", .string(let text)): rule.context = CleanText.clean(text)
        case ("data_class", .string(let text)): rule.dataClass = CleanText.clean(text)
        case ("deny", .boolean(let flag)): rule.isDenied = flag
        case ("tier", .string(let word)):
            rule.tier = Self.tiers.first { $0.word == word }?.tier
        case ("max_targets", .integer(let number)):
            guard number > 0 else { return .init(message: "expected a number from 1 on") }
            rule.mostTargets = number
        case ("require_reason", .boolean(let flag)): rule.needsReason = flag
        default: break
        }
        return nil
    }

    private func setKinds(_ words: [String], _ rule: inout ActionRule) -> SettingReader.Refusal? {
        let known = ActionKind.allCases.map(\.rawValue)
        if let unknown = words.first(where: { !known.contains($0) }) {
            return .init(
                message: "expected some of " + known.joined(separator: ", "),
                suggestion: NearestName.of(unknown, among: known))
        }
        rule.kinds = Set(words.compactMap { ActionKind(rawValue: $0) })
        return nil
    }
}

/// Reads `actions:`.
struct StagingReader {
    let surroundings: Surroundings

    /// The whole section.
    func read(_ node: Node, _ errors: inout ErrorList) -> StagingSettings {
        var staging = StagingSettings()
        let reader = SettingReader(surroundings: surroundings)
        for member in errors.members(node, "actions", allowed: ["stages", "hold"]) {
            let path = join("actions", member.key)
            staging.isSaid = true
            if member.key == "hold" {
                if case .duration(let hold) = reader.read(
                    member.value, .duration, path: path, &errors)
                {
                    staging.hold = hold
                }
            } else if case .strings(let texts) = reader.read(
                member.value, .strings, path: path, &errors)
            {
                if let stages = StageList.parse(texts) {
                    staging.stages = stages
                } else {
                    errors.add(
                        member.value, path,
                        "expected growing percents that end with 100, such as `[5, 25, 50, 100]`")
                }
            }
        }
        return staging
    }
}
