package import Fleet

/// The figures of one endpoint, or of one variant of it.
package struct EndpointReadings: Sendable {
    package let source: SourceState
    package let sample: Sample
    package let identity: EndpointIdentity
    package let row: Int

    /// The endpoint of a row; `nil` if the snapshot has no such row.
    package init?(_ reference: RowReference, _ snapshot: FleetSnapshot) {
        guard snapshot.sources.indices.contains(reference.source),
            let sample = snapshot.sources[reference.source].sample,
            sample.inventory.endpoints.indices.contains(reference.row)
        else { return nil }
        source = snapshot.sources[reference.source]
        self.sample = sample
        identity = sample.inventory.endpoints[reference.row]
        row = reference.row
    }

    /// A value; `nil` where it is absent.
    package func value(_ metric: EndpointMetric) -> Double? { sample.endpoints.value(metric, row) }

    /// What the endpoint is doing.
    package var state: EndpointState { sample.endpointStates[row] }

    /// Whether the metric means anything for this kind of server: one that generates no tokens has no
    /// time to the first of them. What does not apply is blank and not missing.
    package func applies(_ metric: EndpointMetric) -> Bool {
        if value(metric) != nil { return true }
        let wordless: Set<String> = [
            "tei", "triton", "http-probe", "probe", "http", "torchserve", "tfserving", "ray-serve",
        ]
        switch metric {
        case .firstTokenP50, .firstTokenP95, .firstTokenP99, .outputTokenP50, .outputTokenP95,
            .outputTokenP99, .tokensIn, .tokensOut, .cacheUsage, .cacheHitRatio, .preemptionRate:
            return !wordless.contains(identity.kind)
        default: return true
        }
    }

    /// A reading as a cell: blank where it does not apply, a dash where it is missing.
    package func cell(
        _ metric: EndpointMetric, _ role: Role = .text, _ text: (Double) -> String
    ) -> TableCell {
        applies(metric) ? .number(value(metric), role, text) : .blank
    }

    /// How old the figures are: by their own time where the source publishes late.
    package func age(at now: Instant) -> Duration? {
        if sample.endpointTimes.indices.contains(row), let time = sample.endpointTimes[row] {
            return now.wall - time
        }
        return source.age(at: now.monotonic)
    }

    /// How it is doing, with the words that say so.
    package func health(_ index: FleetIndex) -> (state: RowState, text: String) {
        if let finding = index.worst(source: source.id, name: identity.label)
            ?? index.worst(source: source.id, name: identity.name)
        {
            return (RowState(finding), finding.title)
        }
        if let failure = source.failure { return (RowState(source.status), failure.message) }
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
