import Fleet

/// What one line about workloads is about: one side of one, or one that has none.
struct WorkloadRecord: Sendable {
    let workload: Workload
    let side: Workload.Side?
    private let snapshot: FleetSnapshot

    /// Every side of every workload, in the order of the snapshot.
    static func all(_ snapshot: FleetSnapshot) -> [WorkloadRecord] {
        snapshot.workloads.flatMap { workload -> [WorkloadRecord] in
            let sides = workload.sides.map {
                WorkloadRecord(workload: workload, side: $0, snapshot: snapshot)
            }
            return sides.isEmpty
                ? [WorkloadRecord(workload: workload, side: nil, snapshot: snapshot)] : sides
        }
    }

    /// One that stands for any: its fields are those of all.
    static func any(_ snapshot: FleetSnapshot) -> WorkloadRecord {
        WorkloadRecord(workload: Workload(id: "", name: ""), side: nil, snapshot: snapshot)
    }

    /// The source that tells how it is spread; that of the endpoint where none does.
    var source: SourceState? {
        if let side { return snapshot.source(at: side.place) }
        guard let place = workload.source, snapshot.sources.indices.contains(place) else {
            return nil
        }
        return snapshot.sources[place]
    }

    /// What its router calls the side.
    var endpoint: String? { side?.label(in: snapshot) }

    /// What its router does with the side.
    var state: EndpointState {
        guard let side, let source, source.isLive else { return .unknown }
        return source.sample?.endpointStates[side.place.row] ?? .unknown
    }

    /// By what else the server is known: `prometheus-scrape/vllm-1/chat-70b`.
    var joined: [String] {
        (side?.joined ?? []).compactMap { place in
            guard let source = snapshot.source(at: place) else { return nil }
            let label = source.sample?.inventory.endpoints[place.row].label ?? ""
            return "\(source.id)/\(label)"
        }
    }

    /// A reading; what is old is absent.
    func reading(_ metric: EndpointMetric) -> Reading<Double> {
        guard let side else { return .absent(.notReported) }
        let reading = side.reading(metric, in: snapshot)
        let isOld = reading.value != nil && !side.isCurrent(metric, in: snapshot)
        return isOld ? .absent(Absence(.stale)) : reading
    }

    /// The metrics that a line has.
    static let metrics: [EndpointMetric] = [
        .share, .requestRate, .errorRatio, .latencyP95, .latencyMean, .firstTokenP95,
        .requestsRunning, .requestsWaiting,
    ]
}

extension RecordFields {
    /// Gives what is known of one side of a workload.
    func describe<Sink: FieldSink>(_ record: WorkloadRecord, to sink: inout Sink) {
        sink.text("source", record.source?.id.description)
        sink.text("site", record.side?.site)
        sink.text("workload", record.workload.name)
        sink.text("data_class", record.workload.dataClass)
        sink.text("router", record.workload.router)
        sink.text("endpoint", record.endpoint)
        sink.list("watched_as", record.joined)
        sink.text("state", record.state.rawValue)
        sink.number("age_seconds", record.source.flatMap(age))
        for metric in WorkloadRecord.metrics {
            sink.reading(of: metric, record.reading(metric))
        }
    }
}
