import Fleet

extension EndpointRow {
    /// How old its figures are: by the cloud's own clock where it publishes late.
    func age(at now: Instant) -> Duration? {
        if sample.endpointTimes.indices.contains(row), let time = sample.endpointTimes[row] {
            return now.wall - time
        }
        return source.age(at: now.monotonic)
    }

    /// Whether the metric means anything for this server. Every server answers requests, so that rate,
    /// errors and latency apply to all; what else there is applies to those that have it, and that do
    /// not say that it is none of theirs. What does not apply is blank; what applies and is missing is
    /// a dash: the one rule of all tables.
    func applies(_ metric: EndpointMetric) -> Bool {
        switch metric {
        case .requestRate, .errorRatio, .latencyMean, .latencyP50, .latencyP95, .latencyP99: true
        default:
            sample.endpoints[metric] != nil
                && !FigureTable.isForeign(self[metric])
        }
    }

    /// The mean latency where no percentile is told. One beyond the highest bucket is told: it is long.
    var meanInstead: Double? {
        guard let absence = self[.latencyP95].absence, absence.detail != .aboveHighestBucket else {
            return nil
        }
        return value(.latencyMean)
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
