/// What is known of one host, whatever the number of sources: for each column the reading of the source
/// that speaks for it, and where that has none, of the next.
package struct HostView: Sendable {
    /// One source's part.
    package struct Part: Sendable {
        /// Which source it is.
        package let source: SourceState
        /// What that said last.
        package let sample: Sample
        /// The node's row in the inventory.
        package let node: Int
        /// The rows of its accelerators.
        package let rows: Range<Int>

        /// What the source knows of the node.
        package var identity: NodeIdentity { sample.inventory.nodes[node] }
        /// The rows of whole GPUs.
        package var gpus: [Int] {
            rows.filter { sample.inventory.accelerators[$0].mig == nil }
        }
    }

    /// The parts: first the one that lists its GPUs, then those that speak first. Never empty.
    package let parts: [Part]
    /// The part whose rows stand for the host's GPUs.
    package let main: Part

    /// The view of a host's groups (``AcceleratorRoster/groups(of:)``); `nil` where none of their sources
    /// has a sample.
    package init?(_ groups: some Sequence<AcceleratorRoster.Group>, _ snapshot: FleetSnapshot) {
        parts = groups.compactMap { group -> Part? in
            let source = snapshot.sources[group.source]
            return source.sample.map {
                Part(source: source, sample: $0, node: group.node, rows: group.rows)
            }
        }
        guard let first = parts.first else { return nil }
        main = first
    }

    /// Parts that speak now: all of them where none does.
    private var speaking: [Part] {
        let live = parts.filter(\.source.isLive)
        return live.isEmpty ? parts : live
    }

    /// A reading of the host; of those that are absent, the reason of the part that speaks.
    package subscript(metric: NodeMetric) -> Reading<Double> {
        if parts.count == 1 { return main.sample.nodes[metric, main.node] }
        let list = speaking
        for part in list {
            if let value = part.sample.nodes.value(metric, part.node) { return .value(value) }
        }
        return list.first.map { $0.sample.nodes[metric, $0.node] } ?? .absent(.notReported)
    }

    /// A reading of a GPU by its row in ``main``.
    package subscript(metric: AcceleratorMetric, row: Int) -> Reading<Double> {
        let reading = main.sample.accelerators[metric, row]
        guard parts.count > 1, reading.value == nil else { return reading }
        for part in parts where part.source.isLive && part.source.id != main.source.id {
            guard let other = Self.row(of: main.sample.inventory.accelerators[row], in: part)
            else { continue }
            if let value = part.sample.accelerators.value(metric, other) { return .value(value) }
        }
        return reading
    }

    /// Where another part has the same GPU: by its uuid, else by its PCI address, else by its number.
    package static func row(of gpu: AcceleratorIdentity, in part: Part) -> Int? {
        let list = part.sample.inventory.accelerators
        return part.rows.first { list[$0].isSameDevice(as: gpu) }
    }

    /// Whole GPUs that there should be: those that a part lists, or more if one says so.
    package var expected: Int {
        parts.reduce(0) { most, part in
            let said = Int(
                min(4096, part.sample.nodes.value(.acceleratorsExpected, part.node) ?? 0))
            return max(most, part.gpus.count, said)
        }
    }

    /// Whole GPUs that answer, as the part tells it that sees most.
    package var present: Int {
        speaking.reduce(0) { most, part in
            max(most, part.gpus.count { part.sample.acceleratorStates[$0] == .present })
        }
    }

    /// What is known of the host by any part.
    package var identity: NodeIdentity {
        var known = main.identity
        for part in parts.map(\.identity) {
            known.driver = known.driver ?? part.driver
            known.cuda = known.cuda ?? part.cuda
            known.system = known.system ?? part.system
            known.bootID = known.bootID ?? part.bootID
            if known.sshDestination == nil {
                known.sshDestination = part.sshDestination
                known.sshOptions = part.sshOptions
            }
            known.isLocal = known.isLocal || part.isLocal
            known.labels.merge(part.labels) { mine, _ in mine }
        }
        return known
    }

    /// Compute processes, by rows of ``main``, or why they are not known.
    package var processes: Reading<[ComputeProcess]> {
        for part in parts {
            guard let list = part.sample.processes.value else { continue }
            return .value(
                list.compactMap { process in
                    guard part.rows.contains(process.accelerator) else { return nil }
                    var process = process
                    guard let row = mainRow(process.accelerator, of: part) else { return nil }
                    process.accelerator = row
                    return process
                })
        }
        return main.sample.processes
    }

    /// Xid errors, by rows of ``main``, or why they are not known.
    package var kernelEvents: Reading<[KernelEvent]> {
        for part in parts {
            guard let list = part.sample.kernelEvents.value else { continue }
            return .value(
                list.compactMap { event in
                    guard event.node == part.node else { return nil }
                    var event = event
                    event.accelerator = event.accelerator.flatMap { mainRow($0, of: part) }
                    return event
                })
        }
        return main.sample.kernelEvents
    }

    /// The row in ``main`` of a part's accelerator.
    private func mainRow(_ row: Int, of part: Part) -> Int? {
        guard part.source.id != main.source.id else { return row }
        let list = part.sample.inventory.accelerators
        return list.indices.contains(row) ? Self.row(of: list[row], in: main) : nil
    }
}
