import Fleet

/// The fields of each kind of record, said once for every format.
struct RecordFields {
    let snapshot: FleetSnapshot
    /// The moment of the tick: ages are taken at it.
    let now: Instant

    /// Gives the fields of a record that belongs to a source.
    func describe<Sink: FieldSink>(
        _ kind: RecordKind, _ source: SourceState, row: Int, to sink: inout Sink
    ) {
        sink.text("source", source.id.description)
        sink.text("site", source.site(kind, row: row))
        if kind == .source { return describe(source, to: &sink) }
        guard let sample = source.sample else { return }
        switch kind {
        case .node: node(source, sample, row, to: &sink)
        case .accelerator: accelerator(source, sample, row, to: &sink)
        case .process: process(source, sample, row, to: &sink)
        case .endpoint: endpoint(source, sample, row, to: &sink)
        case .job: job(source, sample, row, to: &sink)
        case .source, .finding, .workload: break
        }
    }

    func age(_ source: SourceState) -> Double? {
        source.age(at: now.monotonic)?.inSeconds.roundedToMilliseconds
    }

    private func node<Sink: FieldSink>(
        _ source: SourceState, _ sample: Sample, _ row: Int, to sink: inout Sink
    ) {
        let node = sample.inventory.nodes[row]
        sink.text("node", node.name)
        sink.text("driver", node.driver)
        sink.text("cuda", node.cuda)
        sink.text("system", node.system)
        sink.text("boot_id", node.bootID)
        sink.mapping("labels", source.labels.merging(node.labels) { _, own in own })
        state(source.status.word, source, to: &sink)
        sink.number("age_seconds", age(source))
        sink.metrics(sample.nodes, row: row, isLive: source.isLive)
    }

    private func accelerator<Sink: FieldSink>(
        _ source: SourceState, _ sample: Sample, _ row: Int, to sink: inout Sink
    ) {
        let accelerator = sample.inventory.accelerators[row]
        place(accelerator, sample, to: &sink)
        sink.text("model", accelerator.model)
        sink.text("mig_profile", accelerator.mig?.profile)
        sink.text("pci_bus_id", accelerator.pciBusID)
        sink.mapping("labels", source.labels)
        switch sample.acceleratorStates[row] {
        case .present: state(source.isLive ? "present" : "unknown", nil, to: &sink)
        case .lost(let reason): state("lost", reason, to: &sink)
        case .failed(let reason): state("failed", reason, to: &sink)
        }
        sink.number("age_seconds", age(source))
        sink.metrics(sample.accelerators, row: row, isLive: source.isLive)
    }

    /// A state, with the reason where the source does not answer.
    private func state<Sink: FieldSink>(
        _ word: String, _ source: SourceState, to sink: inout Sink
    ) {
        sink.text("state", word)
        let reason = source.isOnlyExpected ? "no_answer" : nil
        sink.text("state_reason", source.failure?.kind.word ?? reason)
    }

    private func state<Sink: FieldSink>(_ word: String, _ reason: Absence?, to sink: inout Sink) {
        sink.text("state", word)
        sink.text("state_reason", reason?.reason)
    }

    /// What tells an accelerator from all others.
    private func place<Sink: FieldSink>(
        _ accelerator: AcceleratorIdentity, _ sample: Sample, to sink: inout Sink
    ) {
        sink.text("node", sample.inventory.nodes[accelerator.node].name)
        sink.integer("index", accelerator.index)
        sink.integer("mig_gpu_instance", accelerator.mig?.gpuInstance)
        sink.integer("mig_compute_instance", accelerator.mig?.computeInstance)
        sink.text("uuid", accelerator.uuid.isEmpty ? nil : accelerator.uuid)
    }

    private func process<Sink: FieldSink>(
        _ source: SourceState, _ sample: Sample, _ row: Int, to sink: inout Sink
    ) {
        guard let process = sample.processes.value?[row] else { return }
        place(sample.inventory.accelerators[process.accelerator], sample, to: &sink)
        sink.integer("pid", process.pid)
        sink.text("name", process.name)
        sink.text("user", process.user)
        sink.text("command", process.command)
        sink.mapping("labels", source.labels)
        sink.number("age_seconds", age(source))
        let isOld = process.memory.value != nil && !source.isLive
        sink.reading("memory_used_bytes", isOld ? .absent(Absence(.stale)) : process.memory)
    }

    private func endpoint<Sink: FieldSink>(
        _ source: SourceState, _ sample: Sample, _ row: Int, to sink: inout Sink
    ) {
        let endpoint = sample.inventory.endpoints[row]
        sink.text("endpoint", endpoint.name)
        sink.text("variant", endpoint.variant)
        sink.text("server", endpoint.kind.isEmpty ? nil : endpoint.kind)
        sink.text("model", endpoint.model)
        sink.text("url", endpoint.url)
        sink.text("instance_type", endpoint.instanceType)
        sink.integer("accelerators", endpoint.acceleratorCount)
        sink.mapping("labels", source.labels.merging(endpoint.labels) { _, own in own })
        let known = source.isLive ? sample.endpointStates[row] : .unknown
        state(known.rawValue, source, to: &sink)
        let measured = row < sample.endpointTimes.count ? sample.endpointTimes[row] : nil
        let late = measured.map { (now.wall - $0).inSeconds.roundedToMilliseconds }
        sink.number("age_seconds", late ?? age(source))
        sink.metrics(sample.endpoints, row: row, isLive: source.isLive)
    }
}

extension Double {
    /// Ages are written to the millisecond; more digits would be noise.
    var roundedToMilliseconds: Double { (self * 1000).rounded() / 1000 }
}
