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
    /// Those that show nothing at all, and since when.
    var dark = DarkNodes()

    /// What the driver keeps for itself, and no job: below it a GPU is empty.
    static let baseline = 1_073_741_824.0
    /// Processes that are there whatever runs.
    static let residents: Set<String> = [
        "nvidia-persistenced", "nv-hostengine", "dcgm", "dcgm-exporter", "Xorg",
        "nvidia-cuda-mps-control", "nvidia-cuda-mps-server",
    ]

    /// Whether nothing is on the GPUs of nodes, each of which has to show it.
    mutating func empty(_ names: [String]) async -> ActionProof {
        await prove(names, isBack: false)
    }

    /// Whether the GPUs of nodes that were restarted answer.
    mutating func back(_ names: [String]) async -> ActionProof {
        await prove(names, isBack: true)
    }

    /// What was seen of one node.
    private enum Finding {
        /// All that is to be shown.
        case shown(String)
        /// What may go yet.
        case left(String)
        /// What nobody can tell of.
        case gap(String)
        /// Nothing at all, which may pass.
        case dark(String)
    }

    private func emptiness(_ name: String, _ sight: NodeSight) -> Finding {
        guard sight.accelerators > 0 else { return .dark("no GPU answers") }
        if let left = Self.left(sight) { return .left("\(name): \(left)") }
        guard Self.isTold(sight) else { return .dark("neither processes nor memory are told") }
        let (count, all) = (sight.accelerators, total(sight, of: name))
        let by = ", by \(sight.source.provider)"
        guard count == all else {
            let lost = all - count
            return .gap(
                "\(count) of \(all) GPUs of \(name) are empty\(by); \(lost) "
                    + (lost == 1 ? "does not answer." : "do not answer."))
        }
        return .shown(
            (count == 1 ? "the GPU of \(name) is empty" : "\(count) GPUs of \(name) are empty") + by
        )
    }

    private func presence(_ name: String, _ sight: NodeSight) -> Finding {
        guard sight.accelerators > 0 else { return .dark("no GPU answers") }
        let (count, all) = (sight.accelerators, total(sight, of: name))
        guard count == all else { return .gap("\(count) of \(all) GPUs of \(name) answer.") }
        return .shown("\(count) \(count == 1 ? "GPU" : "GPUs") of \(name) answer")
    }

    /// Looks at all nodes: what is left on one is told before what nobody can tell of another.
    private mutating func prove(_ names: [String], isBack: Bool) async -> ActionProof {
        var seen: [String] = []
        var gaps: [String] = []
        var left: [String] = []
        let sights = await witness?.sights(of: names, site: site) ?? names.map { ($0, nil) }
        for (name, sight) in sights {
            let known = isBack ? "\(name) is back" : "\(scheduler) has nothing on \(name)"
            switch finding(name, sight, known, isBack) {
            case .shown(let what): seen.append(what)
            case .gap(let what): gaps.append(what)
            case .left(let what): left.append(what)
            case .dark(let what):
                if dark.isTooLong(name) {
                    let text = what.hasSuffix(".") ? String(what.dropLast()) : what
                    gaps.append("\(known); \(text) (waited for 5 minutes).")
                } else {
                    left.append("\(name): \(what)")
                }
                continue
            }
            dark.see(name)
        }
        if let first = left.first { return .notYet(first) }
        guard gaps.isEmpty else {
            return .noDataPlane((gaps + seen.map { "\($0)." }).joined(separator: " "))
        }
        return .shown(seen.joined(separator: ", "))
    }

    private func finding(
        _ name: String, _ sight: Result<NodeSight, SourceFailure>?, _ known: String, _ isBack: Bool
    ) -> Finding {
        switch sight {
        case .success(let sight)?:
            isBack ? presence(name, sight) : emptiness(name, sight)
        case .failure(let failure)?:
            .dark("it cannot be looked at: \(failure.message)")
        case nil: .gap("\(known); no source watches its GPUs to prove it by.")
        }
    }

    /// How many GPUs a node has, whether they answer or not. Of MIG devices the scheduler's number says
    /// nothing.
    private func total(_ sight: NodeSight, of name: String) -> Int {
        let known = sight.accelerators + sight.unanswering
        return sight.isSliced ? known : max(known, expected[name] ?? 0)
    }

    /// What is left on a node; `nil` for nothing.
    private static func left(_ sight: NodeSight) -> String? {
        let names = (sight.processes.value ?? []).filter { name in
            !residents.contains(String(name.split(separator: "/").last ?? ""))
        }
        if let first = names.first {
            return names.count == 1
                ? "\(first) is still on its GPUs"
                : "\(names.count) processes are still on its GPUs, \(first) among them"
        }
        let used = sight.memoryUsed.compactMap { $0 }
        guard let most = used.max(), most > baseline else { return nil }
        let tenths = Int(most / baseline * 10)
        return "\(tenths / 10).\(tenths % 10) GiB are still held on a GPU"
    }

    /// Whether it is known what is on every GPU that answers.
    private static func isTold(_ sight: NodeSight) -> Bool {
        sight.processes.value != nil || sight.memoryUsed.allSatisfy { $0 != nil }
    }
}
