import Collector
import Fleet

/// Whether the GPUs of nodes are empty, as another source than the scheduler sees it.
struct NodeProof: Sendable {
    let witness: (any NodeWitness)?
    let site: String
    /// Who says that nothing runs there.
    var scheduler = "SLURM"

    /// What the driver keeps for itself, and no job: below it a GPU is empty.
    static let baseline = 1_073_741_824.0
    /// Processes that are there whatever runs.
    static let residents: Set<String> = [
        "nvidia-persistenced", "nv-hostengine", "dcgm", "dcgm-exporter", "Xorg",
        "nvidia-cuda-mps-control", "nvidia-cuda-mps-server",
    ]

    func empty(_ names: [String]) async -> ActionProof {
        var seen: [String] = []
        for name in names {
            guard let look = await witness?.look(at: name, site: site) else {
                return .noDataPlane(
                    "\(scheduler) has nothing on \(name); no source watches its GPUs to prove it by."
                )
            }
            switch look {
            case .failure(let failure):
                return .notYet("\(name) cannot be looked at: \(failure.message)")
            case .success(let sight):
                if let left = Self.left(sight) { return .notYet("\(name): \(left)") }
                let count = sight.accelerators
                let what =
                    count == 1
                    ? "the GPU of \(name) is empty" : "\(count) GPUs of \(name) are empty"
                seen.append("\(what), by \(sight.source.provider)")
            }
        }
        return .shown(seen.joined(separator: ", "))
    }

    /// Whether the GPUs of nodes that were restarted answer.
    func back(_ names: [String]) async -> ActionProof {
        var seen: [String] = []
        for name in names {
            guard let look = await witness?.look(at: name, site: site) else {
                return .noDataPlane("\(name) is back; no source watches its GPUs to prove it by.")
            }
            switch look {
            case .failure(let failure):
                return .notYet("\(name) cannot be looked at: \(failure.message)")
            case .success(let sight):
                guard sight.accelerators > 0 else { return .notYet("\(name): no GPU answers") }
                let count = sight.accelerators
                seen.append("\(count) \(count == 1 ? "GPU" : "GPUs") of \(name) answer")
            }
        }
        return .shown(seen.joined(separator: ", "))
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
