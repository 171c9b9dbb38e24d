import Fleet

extension FleetConfiguration {
    /// The configuration as it is in force, as YAML: every default filled in, every range expanded,
    /// secrets replaced by `(secret)`.
    package var effectiveText: String {
        var lines = optionLines
        if !sites.isEmpty {
            lines.append("sites:")
            for site in sites {
                lines.append("  \(YAMLText.scalar(site.name)): \(siteText(site))")
            }
        }
        lines.append(sources.isEmpty ? "sources: []" : "sources:")
        for source in sources { lines += entryLines(source) }
        if !workloads.isEmpty { lines.append("workloads:") }
        for workload in workloads { lines += workloadLines(workload) }
        lines += policy.effectiveLines + staging.effectiveLines
        return lines.joined(separator: "\n") + "\n"
    }

    private var optionLines: [String] {
        let values: [(String, String?)] = [
            ("context", options.context.isEmpty ? nil : YAMLText.scalar(options.context)),
            ("interval", options.interval.map(DurationText.format)),
            ("theme", options.theme.map(YAMLText.scalar)),
            ("ascii", options.isASCII.map { "\($0)" }),
            ("colors", options.colors.map { "\"\($0)\"" }),
            ("graphs", options.graphs),
            ("mouse", options.usesMouse.map { "\($0)" }),
        ]
        return values.compactMap { key, value in value.map { "\(key): \($0)" } }
    }

    private func siteText(_ site: Site) -> String {
        let text = YAMLText.mapping(fields(site))
        guard !site.attestations.isEmpty else { return text }
        let list = "attestations: \(YAMLText.list(site.attestations.sorted()))"
        return text == "{}" ? "{ \(list) }" : "{ \(list), \(text.dropFirst(2))"
    }

    private func fields(_ site: Site) -> [String: String] {
        var fields: [String: String] = [:]
        fields["placement"] = site.placement?.rawValue
        fields["country"] = site.country
        fields["provider"] = site.provider
        fields["pue"] = site.powerUsageEffectiveness.map { "\($0)" }
        return fields
    }

    private func entryLines(_ source: ProviderSettings) -> [String] {
        var lines = ["  - \(source.provider):"]
        lines.append("      name: \(YAMLText.scalar(source.name))")
        if source.site != Site.unnamed.name {
            lines.append("      site: \(YAMLText.scalar(source.site))")
        }
        lines.append("      interval: \(DurationText.format(source.interval))")
        lines.append("      deadline: \(DurationText.format(source.deadline))")
        if !source.labels.isEmpty {
            lines.append("      labels: \(YAMLText.mapping(source.labels))")
        }
        for (key, value) in source.values.sorted(by: { $0.key < $1.key }) {
            lines.append("      \(YAMLText.scalar(key)): \(shown(value, of: key).text)")
        }
        return lines
    }

    /// The value without what may be a secret: of headers only those that are harmless are shown.
    private func shown(_ value: SettingValue, of key: String) -> SettingValue {
        guard key == "headers", case .mapping(let headers) = value else { return value }
        return .mapping(
            Dictionary(
                uniqueKeysWithValues: headers.map { name, value in
                    (name, HeaderSecrecy.isSecret(name) ? "(secret)" : value)
                }))
    }

    private func workloadLines(_ workload: WorkloadSettings) -> [String] {
        var lines = ["  \(YAMLText.scalar(workload.name)):"]
        if let dataClass = workload.dataClass {
            lines.append("    data_class: \(YAMLText.scalar(dataClass))")
        }
        if let router = workload.router { lines.append("    router: \(YAMLText.scalar(router))") }
        if !workload.objectives.isEmpty { lines.append("    objectives:") }
        for objective in workload.objectives {
            let key = WorkloadObjective.keys.first { $0.metric == objective.metric }?.key ?? ""
            let isTime = objective.metric.unit == .seconds
            let limit =
                isTime
                ? DurationText.format(.nanoseconds(Int64((objective.limit * 1e9).rounded())))
                : "\(objective.limit)"
            lines.append("      \(key): \(limit)")
        }
        return lines
    }
}

extension SettingValue {
    /// The value as YAML; a secret stays one.
    fileprivate var text: String {
        switch self {
        case .string(let text): YAMLText.scalar(text)
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .boolean(let flag): "\(flag)"
        case .duration(let duration): DurationText.format(duration)
        case .secret(let secret): "\"\(secret)\""
        case .strings(let list): YAMLText.list(list)
        case .mapping(let mapping): YAMLText.mapping(mapping)
        case .commands(let commands):
            "[\(commands.map { YAMLText.list($0) }.joined(separator: ", "))]"
        }
    }
}
