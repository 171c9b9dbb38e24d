import Fleet

/// All nodes and the pods that count on them at one moment, to tell what is free by.
struct ClusterRoom: Sendable {
    var nodes: [NodeObject]
    /// Without those that have ended.
    var pods: [PodObject]

    static func read(_ client: KubernetesClient) async throws(SourceFailure) -> ClusterRoom {
        let nodes = try await client.list("/api/v1/nodes", of: NodeObject.self).items
        let pods = try await client.list(
            "/api/v1/pods",
            query: [("fieldSelector", "status.phase!=Succeeded,status.phase!=Failed")],
            of: PodObject.self
        ).items
        return ClusterRoom(nodes: nodes, pods: pods)
    }

    /// GPUs that are free where pods may be placed, but for some nodes.
    func free(besides leaving: Set<String>) -> Int {
        var used: [String: Int] = [:]
        for pod in pods {
            if let node = pod.spec.nodeName { used[node, default: 0] += pod.spec.gpus }
        }
        return nodes.filter { $0.isReady && !$0.isCordoned && !leaving.contains($0.name) }
            .map { max(0, $0.gpus - (used[$0.name] ?? 0)) }.reduce(0, +)
    }
}
