import Fleet

extension PolicySettings {
    /// The section as YAML; nothing where nothing is said.
    var effectiveLines: [String] {
        var lines: [String] = []
        if let isReadOnly { lines.append("  read_only: \(isReadOnly)") }
        if isProduction { lines.append("  production: true") }
        if let frame { lines.append("  frame: \(frame)") }
        if let mostOut { lines.append("  max_out: \(mostOut)") }
        if !dataClasses.isEmpty { lines.append("  data_classes:") }
        for (name, rule) in dataClasses.sorted(by: { $0.key < $1.key }) {
            lines.append("    \(YAMLText.scalar(name)): \(rule.text)")
        }
        if !rules.isEmpty { lines.append("  rules:") }
        lines += rules.map { "    - \($0.text)" }
        return lines.isEmpty ? [] : ["policy:"] + lines
    }
}

extension StagingSettings {
    /// The section as YAML; nothing where nothing is said.
    var effectiveLines: [String] {
        guard isSaid else { return [] }
        let percents = stages.map { "\(($0 * 1000).rounded() / 10)" }
            .map { $0.hasSuffix(".0") ? String($0.dropLast(2)) : $0 }
        return [
            "actions:", "  stages: \(YAMLText.list(percents))",
            "  hold: \(DurationText.format(hold))",
        ]
    }
}

extension DataClassRule {
    fileprivate var text: String {
        var parts: [String] = []
        if isOwnedOnly { parts.append("owned_only: true") }
        if !countries.isEmpty { parts.append("countries: \(YAMLText.list(countries.sorted()))") }
        if !attestations.isEmpty {
            parts.append("attestations: \(YAMLText.list(attestations.sorted()))")
        }
        return parts.isEmpty ? "{}" : "{ \(parts.joined(separator: ", ")) }"
    }
}

extension ActionRule {
    fileprivate var text: String {
        var parts: [String] = []
        if !kinds.isEmpty {
            parts.append("actions: \(YAMLText.list(kinds.map(\.rawValue).sorted()))")
        }
        if let target { parts.append("target: \(YAMLText.scalar(target))") }
        if let context { parts.append("context: \(YAMLText.scalar(context))") }
        if let dataClass { parts.append("data_class: \(YAMLText.scalar(dataClass))") }
        if isDenied { parts.append("deny: true") }
        if let tier = RuleReader.tiers.first(where: { $0.tier == tier })?.word {
            parts.append("tier: \(tier)")
        }
        if let mostTargets { parts.append("max_targets: \(mostTargets)") }
        if needsReason { parts.append("require_reason: true") }
        return parts.isEmpty ? "{}" : "{ \(parts.joined(separator: ", ")) }"
    }
}
