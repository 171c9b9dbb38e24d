import Fleet

/// What a finding is about beside its subject, each name once, and of a node which of its GPUs.
enum SubjectNames {
    /// `gpu-b02 GPU 0 3, gpu-b07 GPU 5, chat-70b`.
    static func text(_ subjects: [Subject], _ state: DashboardState) -> String {
        let names = state.fleetSummary.roster.sharedNames
        var order: [String] = []
        var parts: [String: [String]] = [:]
        let labels = labels(subjects, state.shown)
        for subject in subjects {
            let name = names.name(subject)
            if parts[name] == nil { order.append(name) }
            let label = subject.accelerator.flatMap { labels[subject.place($0)] }
            parts[name, default: []] += [label].compactMap { $0 }
        }
        return order.map { name in
            let list = (parts[name] ?? []).sorted(by: NaturalOrder.isBefore)
            return list.isEmpty ? name : "\(name) GPU \(list.joined(separator: " "))"
        }.joined(separator: ", ")
    }

    /// The numbers of those GPUs, by where they are and their keys; each source is gone through once.
    private static func labels(
        _ subjects: [Subject], _ snapshot: FleetSnapshot
    ) -> [GPUPlace: String] {
        let sources = Set(subjects.lazy.filter { $0.accelerator != nil }.compactMap(\.source))
        let wanted = Set(subjects.compactMap { one in one.accelerator.map { one.place($0) } })
        var labels: [GPUPlace: String] = [:]
        for id in sources {
            guard let inventory = snapshot.source(id)?.sample?.inventory else { continue }
            for gpu in inventory.accelerators {
                let node = inventory.nodes[gpu.node].name
                let place = GPUPlace(source: id, node: node, key: gpu.key)
                if wanted.contains(place) { labels[place] = gpu.label }
            }
        }
        return labels
    }
}

/// One GPU of a node that a source tells of.
private struct GPUPlace: Hashable {
    let source: SourceID?
    let node: String
    let key: String
}

extension Subject {
    fileprivate func place(_ key: String) -> GPUPlace {
        GPUPlace(source: source, node: name, key: key)
    }
}
