import Fleet

extension EndpointRow {
    /// How old its figures are: by the cloud's own clock where it publishes late.
    func age(at now: Instant) -> Duration? {
        if sample.endpointTimes.indices.contains(row), let time = sample.endpointTimes[row] {
            return now.wall - time
        }
        return source.age(at: now.monotonic)
    }

    /// Whether the metric means anything for this kind of server: one that never reports a time to the
    /// first token has none. What does not apply is blank and not missing.
    func applies(_ metric: EndpointMetric) -> Bool {
        switch metric {
        case .firstTokenP50, .firstTokenP95, .firstTokenP99, .outputTokenP50, .outputTokenP95,
            .outputTokenP99, .tokensIn, .tokensOut, .cacheUsage, .cacheHitRatio, .preemptionRate:
            return sample.endpoints[metric] != nil
        default: return true
        }
    }

    /// A reading as a cell: blank where it does not apply, a dash where it is missing.
    func cell(
        _ metric: EndpointMetric, _ role: Role = .text, _ text: (Double) -> String
    ) -> TableCell {
        applies(metric) ? .number(value(metric), role, text) : .blank
    }

    /// How it is doing, with the words that say so.
    func health(_ index: FleetIndex) -> (state: RowState, text: String) {
        if let finding = index.worst(source: source.id, name: identity.label)
            ?? index.worst(source: source.id, name: identity.name)
        {
            return (RowState(finding), finding.title)
        }
        if let failure = source.failure { return (RowState(source.status), failure.message) }
        if source.isOnlyExpected { return (.waiting, "not answered yet") }
        return (Self.state(state), state == .serving ? "" : state.rawValue)
    }

    private static func state(_ state: EndpointState) -> RowState {
        switch state {
        case .serving: .good
        case .starting, .updating, .draining: .changing
        case .degraded: .warning
        case .failed: .failed
        case .stopped, .unknown: .waiting
        }
    }
}
