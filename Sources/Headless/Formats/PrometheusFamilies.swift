import Fleet

/// The families of each kind of record.
struct PrometheusFamilies {
    let snapshot: FleetSnapshot
    let now: Instant
    let rows: [SeriesRow]

    /// Writes all families of a kind.
    func write(_ kind: RecordKind, _ exposition: inout Exposition) {
        switch kind {
        case .node: nodes(&exposition)
        case .accelerator: accelerators(&exposition)
        case .process: processes(&exposition)
        case .endpoint: endpoints(&exposition)
        case .job: jobs(&exposition)
        case .workload: workloads(&exposition)
        case .source: sources(&exposition)
        case .finding:
            exposition.family("hybridtop_finding", help: "Something needs attention.", rows: rows) {
                _ in 1
            }
        }
    }

    /// A family for each metric. The reading counts only while its source answers.
    private func metrics<M: Metric>(
        _ kind: RecordKind, _ exposition: inout Exposition, _ table: (Sample) -> MetricTable<M>
    ) {
        let tables = snapshot.sources.map { $0.isLive ? $0.sample.map(table) : nil }
        for metric in M.allCases {
            let words = metric.field.split(separator: "_").joined(separator: " ")
            exposition.family(
                "hybridtop_\(kind.rawValue)_\(metric.field)", help: "\(kind.title) \(words).",
                rows: rows
            ) { tables[$0.source]?.value(metric, $0.row) }
        }
    }

    private func nodes(_ exposition: inout Exposition) {
        exposition.information("hybridtop_node_info", help: "What a node is.", rows: rows) {
            guard let node = inventory($0)?.nodes[$0.row] else { return [] }
            return [("driver", node.driver), ("cuda", node.cuda), ("system", node.system)]
        }
        metrics(.node, &exposition) { $0.nodes }
    }

    private func accelerators(_ exposition: inout Exposition) {
        exposition.information(
            "hybridtop_accelerator_info", help: "What an accelerator is.", rows: rows
        ) {
            guard let accelerator = inventory($0)?.accelerators[$0.row] else { return [] }
            return [
                ("model", accelerator.model), ("pci_bus_id", accelerator.pciBusID),
                ("mig_profile", accelerator.mig?.profile),
            ]
        }
        exposition.family(
            "hybridtop_accelerator_up", help: "Whether the accelerator answers.", rows: rows
        ) { row in
            let source = snapshot.sources[row.source]
            guard source.isLive else { return nil }
            return source.sample?.acceleratorStates[row.row] == .present ? 1 : 0
        }
        metrics(.accelerator, &exposition) { $0.accelerators }
    }

    private func processes(_ exposition: inout Exposition) {
        exposition.family(
            "hybridtop_process_memory_used_bytes", help: "Device memory held by a process.",
            rows: rows
        ) { row in
            let source = snapshot.sources[row.source]
            return source.isLive ? source.sample?.processes.value?[row.row].memory.value : nil
        }
    }

    private func endpoints(_ exposition: inout Exposition) {
        exposition.information(
            "hybridtop_endpoint_info", help: "What an endpoint is.", rows: rows
        ) {
            guard let endpoint = inventory($0)?.endpoints[$0.row] else { return [] }
            return [
                ("server", endpoint.kind), ("model", endpoint.model), ("url", endpoint.url),
                ("instance_type", endpoint.instanceType),
            ]
        }
        exposition.information(
            "hybridtop_endpoint_state", help: "What an endpoint is doing.",
            rows: rows.filter { snapshot.sources[$0.source].isLive }
        ) {
            [("state", snapshot.sources[$0.source].sample?.endpointStates[$0.row].rawValue)]
        }
        metrics(.endpoint, &exposition) { $0.endpoints }
    }

    private func inventory(_ row: SeriesRow) -> Inventory? {
        snapshot.sources[row.source].sample?.inventory
    }

    private func jobs(_ exposition: inout Exposition) {
        let live = rows.filter { snapshot.sources[$0.source].isLive }
        exposition.information("hybridtop_job_state", help: "What a job is doing.", rows: live) {
            guard let job = job($0) else { return [] }
            return [("state", job.state.rawValue), ("partition", job.partition)]
        }
        exposition.family(
            "hybridtop_job_accelerators", help: "Accelerators that a job holds or asks for.",
            rows: live
        ) { job($0)?.gpus.map(Double.init) }
        exposition.family(
            "hybridtop_job_utilization_ratio",
            help: "Utilisation of the accelerators that a job holds.", rows: live
        ) { load($0)?.utilization }
        exposition.family(
            "hybridtop_job_idle_seconds",
            help: "How long none of a job's accelerators has been busy.", rows: live
        ) { load($0)?.idleSeconds(at: now.monotonic) }
    }

    private func job(_ row: SeriesRow) -> Job? {
        snapshot.sources[row.source].sample?.jobs.value?[row.row]
    }

    private func load(_ row: SeriesRow) -> JobLoad? {
        job(row).flatMap {
            snapshot.jobLoads[JobLoad.Key(source: snapshot.sources[row.source].id, job: $0.id)]
        }
    }

    private func workloads(_ exposition: inout Exposition) {
        let all = WorkloadRecord.all(snapshot)
        exposition.information(
            "hybridtop_workload_state", help: "What a router does with a side of a workload.",
            rows: rows.filter { all[$0.row].source?.isLive == true }
        ) {
            let record = all[$0.row]
            return [("state", record.state.rawValue), ("data_class", record.workload.dataClass)]
        }
        for metric in WorkloadRecord.metrics {
            let words = metric.field.split(separator: "_").joined(separator: " ")
            exposition.family(
                "hybridtop_workload_\(metric.field)", help: "Workload \(words).", rows: rows
            ) { all[$0.row].reading(metric).value }
        }
    }

    private func sources(_ exposition: inout Exposition) {
        let families: [(String, String, (SourceState) -> Double?)] = [
            ("up", "Whether the source answers.", { $0.isLive ? 1 : 0 }),
            ("age_seconds", "Age of the last answer.", { $0.age(at: now.monotonic)?.inSeconds }),
            ("interval_seconds", "Time between polls.", { $0.interval.inSeconds }),
            ("poll_duration_seconds", "Time the last poll took.", { $0.lastDuration?.inSeconds }),
            ("received_bytes_total", "Bytes received.", { Double($0.bytesTotal) }),
            ("polls_total", "Polls made.", { Double($0.polls) }),
            ("failures_total", "Polls that failed.", { Double($0.failures) }),
            (
                "billed_api_calls_total", "API calls made that the cloud charges for.",
                { Double($0.billedCalls) }
            ),
            (
                "estimated_api_cost_dollars_per_hour",
                "What these calls cost in US dollars an hour, estimated by list prices.",
                { $0.billedDollarsPerHour }
            ),
        ]
        for (name, help, value) in families {
            exposition.family("hybridtop_source_\(name)", help: help, rows: rows) {
                value(snapshot.sources[$0.source])
            }
        }
    }
}

extension RecordKind {
    /// The word at the start of a sentence.
    fileprivate var title: String {
        switch self {
        case .node: "Node"
        case .accelerator: "Accelerator"
        case .process: "Process"
        case .endpoint: "Endpoint"
        case .job: "Job"
        case .workload: "Workload"
        case .source: "Source"
        case .finding: "Finding"
        }
    }
}
