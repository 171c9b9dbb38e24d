import Collector
import Fleet

/// Whether the GPUs of nodes are empty, as another source than the scheduler sees it.
struct NodeProof: Sendable {
    let witness: (any NodeWitness)?
    let site: String
    /// Who says that nothing runs there.
    var scheduler = "SLURM"
    /// How many GPUs it says that nodes have, by name, where it counts whole ones.
    var expected: [String: Int] = [:]

    /// What the driver keeps for itself, and no job: below it a GPU is empty.
    static let baseline = 1_073_741_824.0
    /// Processes that are there whatever runs.
    static let residents: Set<String> = [
        "nvidia-persistenced", "nv-hostengine", "dcgm", "dcgm-exporter", "Xorg",
        "nvidia-cuda-mps-control", "nvidia-cuda-mps-server",
    ]

    /// Whether nothing is on the GPUs of nodes, each of which has to show it.
    func empty(_ names: [String]) async -> ActionProof {
        await prove(names, unseen: "\(scheduler) has nothing on") { name, sight in
            if let left = Self.left(sight) { return .left(left) }
            let (count, all) = (sight.accelerators, total(sight, of: name))
            let by = ", by \(sight.source.provider)"
            guard count == all else {
                let lost = all - count
                return .gap(
                    "\(count) of \(all) GPUs of \(name) are empty\(by); \(lost) "
                        + (lost == 1 ? "does not answer." : "do not answer."))
            }
            return .shown(
                (count == 1 ? "the GPU of \(name) is empty" : "\(count) GPUs of \(name) are empty")
                    + by)
        }
    }

    /// Whether the GPUs of nodes that were restarted answer.
    func back(_ names: [String]) async -> ActionProof {
        await prove(names, unseen: nil) { name, sight in
            guard sight.accelerators > 0 else { return .left("no GPU answers") }
            let (count, all) = (sight.accelerators, total(sight, of: name))
            guard count == all else { return .gap("\(count) of \(all) GPUs of \(name) answer.") }
            return .shown("\(count) \(count == 1 ? "GPU" : "GPUs") of \(name) answer")
        }
    }

    /// What was seen of one node.
    private enum Finding {
        /// All that is to be shown.
        case shown(String)
        /// What may go yet.
        case left(String)
        /// What nobody can tell of.
        case gap(String)
    }

    /// Looks at each node: what is left on one is told before what nobody can tell of another.
    private func prove(
        _ names: [String], unseen: String?, _ judge: (String, NodeSight) -> Finding
    ) async -> ActionProof {
        var seen: [String] = []
        var gaps: [String] = []
        for name in names {
            guard let look = await witness?.look(at: name, site: site) else {
                gaps.append(
                    (unseen.map { "\($0) \(name)" } ?? "\(name) is back")
                        + "; no source watches its GPUs to prove it by.")
                continue
            }
            switch look {
            case .failure(let failure):
                return .notYet("\(name) cannot be looked at: \(failure.message)")
            case .success(let sight):
                switch judge(name, sight) {
                case .shown(let what): seen.append(what)
                case .gap(let what): gaps.append(what)
                case .left(let what): return .notYet("\(name): \(what)")
                }
            }
        }
        guard gaps.isEmpty else {
            return .noDataPlane((gaps + seen.map { "\($0)." }).joined(separator: " "))
        }
        return .shown(seen.joined(separator: ", "))
    }

    /// How many GPUs a node has, whether they answer or not. Of MIG devices the scheduler's number says
    /// nothing.
    private func total(_ sight: NodeSight, of name: String) -> Int {
        let known = sight.accelerators + sight.unanswering
        return sight.isSliced ? known : max(known, expected[name] ?? 0)
    }

    /// What is left on a node; `nil` for nothing.
    private static func left(_ sight: NodeSight) -> String? {
        guard sight.accelerators > 0 else { return "no GPU answers" }
        let names = (sight.processes.value ?? []).filter { name in
            !residents.contains(String(name.split(separator: "/").last ?? ""))
        }
        if let first = names.first {
            return names.count == 1
                ? "\(first) is still on its GPUs"
                : "\(names.count) processes are still on its GPUs, \(first) among them"
        }
        let used = sight.memoryUsed.compactMap { $0 }
        guard used.count == sight.memoryUsed.count || sight.processes.value != nil else {
            return "neither processes nor memory are told"
        }
        guard let most = used.max(), most > baseline else { return nil }
        let tenths = Int(most / baseline * 10)
        return "\(tenths / 10).\(tenths % 10) GiB are still held on a GPU"
    }
}
