import Fleet

/// What a drain ends, and whether there is room for it elsewhere.
struct DrainBlast: Sendable {
    let leaving: [KubePod]
    let nodes: [KubeNode]
    let room: ClusterRoom?

    /// Whether something ends that nothing makes anew, or nothing of something is left to serve.
    var isEnding: Bool { !unmanaged.isEmpty || !emptied.isEmpty }

    private var unmanaged: [KubePod] { leaving.filter { $0.metadata.controller == nil } }

    /// Owners whose last ready pods are among those that leave.
    private var emptied: [String] {
        guard let room else { return [] }
        let names = Set(leaving.map(\.metadata.bound))
        var ready: [String: (title: String, stays: Int, leaves: Int)] = [:]
        for pod in room.pods where pod.isReady {
            guard let owner = pod.metadata.controller, PodFate(pod) == .leaves else { continue }
            let key = owner.uid ?? owner.name
            var count = ready[key] ?? ("\(owner.kind) \(owner.name)", 0, 0)
            if names.contains(pod.metadata.bound) { count.leaves += 1 } else { count.stays += 1 }
            ready[key] = count
        }
        return ready.values.filter { $0.leaves > 0 && $0.stays == 0 }.map(\.title).sorted()
    }

    var checks: [ActionCheck] { [owners, data, last, space].compactMap { $0 } }

    /// As kubectl asks for --force.
    private var owners: ActionCheck? {
        guard let first = unmanaged.first else { return nil }
        let count = unmanaged.count
        return ActionCheck(
            .ownership, .unknown,
            count == 1
                ? "Whether pod \(first.title) may end is not known: nothing makes it anew."
                : "Whether \(count) pods may end is not known: nothing makes them anew, "
                    + "\(first.title) among them.", facts: unmanaged.map(\.metadata.bound))
    }

    /// As kubectl asks for --delete-emptydir-data.
    private var data: ActionCheck? {
        let local = leaving.filter(\.hasLocalData)
        guard let first = local.first else { return nil }
        let count = local.count
        return ActionCheck(
            .existence, .unknown,
            count == 1
                ? "Whether what pod \(first.title) keeps in an emptyDir may be lost is not known."
                : "Whether what \(count) pods keep in emptyDirs may be lost is not known, "
                    + "\(first.title) among them.", facts: local.map(\.metadata.bound))
    }

    private var last: ActionCheck {
        guard !leaving.isEmpty else {
            return ActionCheck(.blastRadius, .pass, "No pod has to go.", facts: [])
        }
        let facts = leaving.map(\.metadata.bound)
        let names = leaving.prefix(4).map(\.title).joined(separator: ", ")
        let more = leaving.count > 4 ? " and \(leaving.count - 4) more" : ""
        let count =
            "\(leaving.count) \(leaving.count == 1 ? "pod" : "pods") would go: \(names)\(more)"
        guard room != nil else {
            return ActionCheck(
                .blastRadius, .unknown, "\(count); what is left is not known.", facts: facts)
        }
        guard let first = emptied.first else {
            return ActionCheck(
                .blastRadius, .pass, "\(count); all have others that serve.", facts: facts)
        }
        let others = emptied.count > 1 ? " and \(emptied.count - 1) more" : ""
        return ActionCheck(
            .blastRadius, .warn,
            "\(count). Nothing of \(first)\(others) would serve until a new pod is ready.",
            facts: facts + emptied)
    }

    private var space: ActionCheck? {
        guard let room else { return nil }
        let need = leaving.map(\.accelerators).reduce(0, +)
        guard need > 0 else { return nil }
        let free = room.free(besides: Set(nodes.map(\.name)))
        let text =
            "\(need) \(need == 1 ? "GPU" : "GPUs") of theirs, \(free) free on other nodes"
            + room.doubt
        return free >= need
            ? ActionCheck(.capacity, .pass, "\(text).")
            : ActionCheck(.capacity, .warn, "\(text): some pods would wait for room.")
    }
}
