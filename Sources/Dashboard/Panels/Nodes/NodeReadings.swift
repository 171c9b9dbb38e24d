package import Fleet

/// The figures of one node, brought together from its GPUs. What no GPU reports has no value.
package struct NodeReadings: Sendable {
    package let source: SourceState
    package let sample: Sample
    package let identity: NodeIdentity
    package let reference: RowReference

    /// The node of a row; `nil` if the snapshot has no such row.
    package init?(_ reference: RowReference, _ snapshot: FleetSnapshot) {
        guard snapshot.sources.indices.contains(reference.source),
            let sample = snapshot.sources[reference.source].sample,
            sample.inventory.nodes.indices.contains(reference.row)
        else { return nil }
        source = snapshot.sources[reference.source]
        self.sample = sample
        identity = sample.inventory.nodes[reference.row]
        self.reference = reference
    }

    /// Rows of whole GPUs; MIG instances are parts of one.
    package var gpus: [Int] {
        reference.accelerators.filter { sample.inventory.accelerators[$0].mig == nil }
    }

    /// Whole GPUs that there should be: those listed, or more if the node says so.
    package var expected: Int {
        max(gpus.count, Int(sample.nodes.value(.acceleratorsExpected, reference.row) ?? 0))
    }

    /// Whole GPUs that answer.
    package var present: Int {
        gpus.reduce(0) { $0 + (sample.acceleratorStates[$1] == .present ? 1 : 0) }
    }

    /// The values of a metric over the whole GPUs that have one.
    package func values(_ metric: AcceleratorMetric) -> [Double] {
        gpus.compactMap { sample.accelerators.value(metric, $0) }
    }

    /// Their mean.
    package func mean(_ metric: AcceleratorMetric) -> Double? {
        let values = values(metric)
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    /// Their sum.
    package func sum(_ metric: AcceleratorMetric) -> Double? {
        let values = values(metric)
        return values.isEmpty ? nil : values.reduce(0, +)
    }

    /// The greatest.
    package func highest(_ metric: AcceleratorMetric) -> Double? { values(metric).max() }

    /// Device memory used of all, over GPUs that tell both.
    package var memoryRatio: Double? {
        var used = 0.0
        var total = 0.0
        for row in gpus {
            guard let here = sample.accelerators.value(.memoryUsed, row),
                let all = sample.accelerators.value(.memoryTotal, row)
            else { continue }
            used += here
            total += all
        }
        return total > 0 ? used / total : nil
    }

    /// Every reason why a clock is held down.
    package var throttle: ThrottleReasons {
        values(.throttleReasons).reduce(into: ThrottleReasons()) {
            $0.formUnion(ThrottleReasons(rawValue: Int($1)))
        }
    }

    /// Compute processes: counted by the driver, or listed.
    package var processes: Double? {
        if let sum = sum(.processCount) { return sum }
        guard let list = sample.processes.value else { return nil }
        return Double(
            list.reduce(0) { $0 + (reference.accelerators.contains($1.accelerator) ? 1 : 0) })
    }

    /// The GPU model, or the first with how many others there are.
    package var model: String {
        let models = gpus.map { sample.inventory.accelerators[$0].model }
        guard let first = models.first else { return "" }
        let short = Self.short(first)
        return models.allSatisfy { $0 == first } ? short : "\(short) +"
    }

    /// `H100 80GB HBM3` of `NVIDIA H100 80GB HBM3`.
    package static func short(_ model: String) -> String {
        model.hasPrefix("NVIDIA ") ? String(model.dropFirst(7)) : model
    }

    /// How it is doing, with the sentence that says so.
    package func health(_ index: FleetIndex) -> (state: RowState, text: String) {
        if let finding = index.worst(source: source.id, name: identity.name) {
            return (RowState(finding), finding.title)
        }
        if let failure = source.failure { return (RowState(source.status), failure.message) }
        let lost = expected - present
        if lost > 0, source.isLive { return (.failed, Format.counted(lost, "GPU") + " lost") }
        let words = Format.throttle(throttle)
        if !throttle.isDisjoint(with: .harmful) { return (.warning, words) }
        return (source.isLive ? .good : RowState(source.status), words)
    }
}
