package import Fleet

/// The figures of one node, brought together from its GPUs and from every source that knows it. What no
/// GPU reports has no value.
package struct NodeReadings: Sendable {
    /// Whose readings they are, over all sources that know it.
    package let host: HostView

    /// The node of a row; `nil` if the snapshot has no such row.
    package init?(_ reference: RowReference, _ snapshot: FleetSnapshot) {
        guard let host = HostView(reference.groups, snapshot) else { return nil }
        self.host = host
    }

    /// The source whose readings of the GPUs are shown.
    package var source: SourceState { host.main.source }
    /// What that source calls the host.
    package var name: String { host.main.identity.name }
    /// Whether any source of it is live.
    package var isLive: Bool { host.parts.contains { $0.source.isLive } }
    /// Whether no source of it has ever answered.
    package var isOnlyExpected: Bool { host.parts.allSatisfy(\.source.isOnlyExpected) }
    /// What is known of the host.
    package var identity: NodeIdentity { host.identity }
    /// Rows of whole GPUs; MIG instances are parts of one.
    package var gpus: [Int] { host.main.gpus }
    /// Whether GPUs are divided.
    package var hasParts: Bool { gpus.count < host.main.rows.count }
    /// Whole GPUs that there should be: those listed, or more if the node says so.
    package var expected: Int { host.expected }
    /// Whole GPUs that answer.
    package var present: Int { host.present }

    /// What a scheduler says of it.
    package var schedule: NodeSchedule? {
        host.parts.lazy.compactMap { part in
            part.sample.schedules.indices.contains(part.node)
                ? part.sample.schedules[part.node] : nil
        }.first
    }

    /// A reading of the host itself.
    package func value(_ metric: NodeMetric) -> Double? { host[metric].value }

    /// The values of a metric over the whole GPUs that have one.
    package func values(_ metric: AcceleratorMetric) -> [Double] {
        gpus.compactMap { host[metric, $0].value }
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
            guard let here = host[.memoryUsed, row].value, let all = host[.memoryTotal, row].value
            else { continue }
            used += here
            total += all
        }
        return total > 0 ? used / total : nil
    }

    /// Host memory used of all.
    package var hostMemoryRatio: Double? {
        guard let used = value(.memoryUsed), let all = value(.memoryTotal), all > 0 else {
            return nil
        }
        return used / all
    }

    /// Every reason why a clock is held down.
    package var throttle: ThrottleReasons {
        values(.throttleReasons).reduce(into: ThrottleReasons()) {
            $0.formUnion(ThrottleReasons(rawValue: Int($1)))
        }
    }

    /// Compute processes: counted by the driver, or listed.
    package var processes: Double? {
        sum(.processCount) ?? host.processes.value.map { Double($0.count) }
    }

    /// The GPU model, or the first with how many others there are.
    package var model: String {
        let models = gpus.map { host.main.sample.inventory.accelerators[$0].model }
        guard let first = models.first else { return "" }
        let short = Self.short(first)
        return models.allSatisfy { $0 == first } ? short : "\(short) +"
    }

    /// The source that speaks for it, and how many others know it.
    package var sources: String {
        let others = host.parts.count - 1
        return source.id.description + (others > 0 ? " +\(others)" : "")
    }

    /// `H100 80GB HBM3` of `NVIDIA H100 80GB HBM3`.
    package static func short(_ model: String) -> String {
        model.hasPrefix("NVIDIA ") ? String(model.dropFirst(7)) : model
    }
}
