import Fleet

/// A pod that asks for GPUs, as a job.
extension KubePod {
    /// `userLabel` is the label or annotation that names whose it is; the namespace where it says nothing.
    func job(userLabel: String?) -> Job {
        let namespace = CleanText.clean(metadata.namespace ?? "")
        let named = userLabel.flatMap { metadata.labels?[$0] ?? metadata.annotations?[$0] }
        let user = named.map { CleanText.clean($0, limit: 64) } ?? ""
        let (state, word) = standing
        var job = Job(
            id: metadata.path, name: owner, user: user.isEmpty ? namespace : user,
            partition: queue ?? namespace, state: state, word: word)
        job.reason = reason(state)
        job.gpus = accelerators
        job.submitted = metadata.creationTimestamp.flatMap(KubeText.time)
        if isPlaced {
            job.nodes = [CleanText.clean(spec?.nodeName ?? "")]
            job.start = status?.startTime.flatMap(KubeText.time)
            if let limit = spec?.activeDeadlineSeconds, (0...1_000_000_000).contains(limit) {
                job.end = job.start.map { $0 + .seconds(limit) }
            }
        }
        return job
    }

    /// `Deployment/own`, `Job/train`; the pod's own name where nothing made it.
    var owner: String {
        guard let owner = metadata.controller else { return CleanText.clean(metadata.name) }
        let name = CleanText.clean(owner.name)
        // A deployment's replica set is named after it and the hash of what it makes.
        if owner.kind == "ReplicaSet", let hash = metadata.labels?["pod-template-hash"],
            name.hasSuffix("-\(hash)")
        {
            return "Deployment/\(name.dropLast(hash.count + 1))"
        }
        return "\(CleanText.clean(owner.kind, limit: 64))/\(name)"
    }

    private var queue: String? {
        metadata.label(
            "kueue.x-k8s.io/queue-name", "scheduling.volcano.sh/queue-name", "runai/queue")
    }

    private var standing: (Job.State, String) {
        let phase = CleanText.clean(status?.phase ?? "", limit: 40)
        if metadata.deletionTimestamp != nil {
            return (isPlaced ? .completing : .ended, "Terminating")
        }
        switch phase {
        case "Succeeded", "Failed": return (.ended, phase)
        case "Pending" where !isPlaced: return (.pending, phase)
        case "Pending", "Running":
            return (.running, halt?.reason.map { KubeText.said($0) } ?? phase)
        default: return (.unknown, phase)
        }
    }

    /// Why it waits, or does not run though it holds what it asked for.
    private func reason(_ state: Job.State) -> String {
        switch state {
        case .pending:
            return status?.conditions["PodScheduled"]?.sentence
                ?? KubeText.said(status?.reason ?? "")
        case .running:
            guard let halt else { return "" }
            return KubeText.said(
                [halt.reason, halt.message].compactMap(\.self).joined(separator: ": "), limit: 160)
        default: return ""
        }
    }

    /// The first container that stands still for a reason other than that it is being made.
    private var halt: Halt? {
        let all = (status?.initContainerStatuses ?? []) + (status?.containerStatuses ?? [])
        let usual: Set = ["ContainerCreating", "PodInitializing"]
        return all.lazy.compactMap { $0.state?.waiting }.first { !usual.contains($0.reason ?? "") }
    }
}
