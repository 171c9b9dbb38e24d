import Fleet

/// The records about jobs.
extension RecordFields {
    /// Gives what is known of a job, and of the GPUs that it holds.
    func job<Sink: FieldSink>(
        _ source: SourceState, _ sample: Sample, _ row: Int, to sink: inout Sink
    ) {
        guard let job = sample.jobs.value?[row] else { return }
        sink.text("job", job.id)
        sink.text("name", job.name)
        sink.text("user", job.user)
        sink.text("partition", job.partition)
        sink.text("state", source.isLive ? job.state.rawValue : Job.State.unknown.rawValue)
        sink.text("reason", job.reason.isEmpty ? nil : job.reason)
        sink.list("nodes", job.nodes)
        sink.integer("accelerators", job.gpus)
        let held = job.shares.map { ($0.node, $0.indices.map(String.init).joined(separator: ",")) }
        sink.mapping("accelerator_indices", Dictionary(held) { "\($0),\($1)" })
        sink.time("submitted", job.submitted)
        sink.time("start", job.start)
        sink.time("end", job.end)
        sink.mapping("labels", source.labels)
        sink.number("age_seconds", age(source))
        let load = snapshot.jobLoads[JobLoad.Key(source: source.id, job: job.id)]
        let missing = Absence(source.isLive ? .notReported : .stale)
        let current = source.isLive ? load : nil
        sink.reading(
            "utilization_ratio", current.map { .value($0.utilization) } ?? .absent(missing))
        sink.reading(
            "idle_seconds",
            current.map { .value($0.idleSeconds(at: now.monotonic).roundedToMilliseconds) }
                ?? .absent(missing))
    }
}
