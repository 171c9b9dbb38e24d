import Fleet

/// What Kubernetes does with a node.
extension KubeNode {
    /// What is known of the pods on a node.
    struct Load: Sendable, Hashable {
        /// GPUs that pods hold.
        var accelerators = 0
        /// Pods that a drain would have to move: not those of daemon sets, nor the node's own.
        var movable = 0
        /// Whether all pods of the cluster were read.
        var isWhole = true
    }

    /// In words as `kubectl get nodes` writes them, with the reason of what is wrong.
    func schedule(_ load: Load) -> NodeSchedule {
        let ready = isReady ? "Ready" : "NotReady"
        return NodeSchedule(
            use(load), words: isCordoned ? "\(ready),SchedulingDisabled" : ready,
            reason: reason, partitions: pool.map { [$0] } ?? [])
    }

    private func use(_ load: Load) -> NodeSchedule.Use {
        if !isReady { return .down }
        if metadata.deletionTimestamp != nil || departure != nil { return .changing }
        if isCordoned { return load.movable > 0 || !load.isWhole ? .draining : .drained }
        guard load.isWhole else { return load.accelerators > 0 ? .mixed : .unknown }
        guard let all = accelerators, all > 0 else { return load.movable > 0 ? .mixed : .idle }
        return load.accelerators == 0 ? .idle : load.accelerators < all ? .mixed : .allocated
    }

    /// What is wrong, the worst first; empty for nothing.
    private var reason: String {
        if !isReady {
            return status?.conditions["Ready"]?.sentence ?? "it reports no condition Ready"
        }
        if let departure { return "to be taken away: \(departure)" }
        if isCordoned, let mark = metadata.annotations?[CordonMark.key] {
            return KubeText.said(mark, limit: 160)
        }
        let pressures = (status?.conditions ?? []).filter {
            $0.type != "Ready" && $0.status == "True" && Self.isTrouble($0.type)
        }
        if let first = pressures.first { return "\(KubeText.said(first.type)): \(first.sentence)" }
        let capacity = status?.capacity?.accelerators ?? 0
        if let usable = accelerators, usable < capacity {
            return "\(usable) of \(capacity) GPUs can be given out"
        }
        return ""
    }

    /// Conditions that are bad when they are true: those of the kubelet, and what node-problem-detector
    /// adds, by how it calls them.
    private static func isTrouble(_ type: String) -> Bool {
        type.hasSuffix("Pressure") || type.hasSuffix("Unavailable") || type.hasSuffix("Problem")
            || type.hasSuffix("Deadlock") || type.hasSuffix("Unhealthy")
            || type.hasPrefix("Frequent")
    }

    /// The taint by which an autoscaler or a cloud says that the node goes.
    private var departure: String? {
        let marks = [
            "ToBeDeletedByClusterAutoscaler", "karpenter.sh/disrupted", "karpenter.sh/disruption",
            "node.cloudprovider.kubernetes.io/shutdown", "node.kubernetes.io/out-of-service",
            "aws-node-termination-handler/spot-itn",
            "cloud.google.com/impending-node-termination",
        ]
        let found = spec?.taints?.first { marks.contains($0.key) }
        return found.map { KubeText.said($0.key) }
    }

    /// Writes its readings.
    func write(_ load: Load, into sample: inout Sample, _ row: Int) {
        if let accelerators {
            sample.nodes[.acceleratorsSchedulable, row] = .value(Double(accelerators))
            sample.nodes[.acceleratorsAllocated, row] =
                load.isWhole ? .value(Double(load.accelerators)) : .absent(.notReported)
        }
        if let cpus = status?.capacity?["cpu"]?.value, cpus > 0 {
            sample.nodes[.cpuCount, row] = .value(cpus)
        }
        if let memory = status?.capacity?["memory"]?.value, memory > 0 {
            sample.nodes[.memoryTotal, row] = .value(memory)
        }
    }
}
