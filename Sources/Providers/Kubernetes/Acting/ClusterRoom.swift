import Fleet

/// All nodes and the pods that count on them at one moment, to tell what is free by.
struct ClusterRoom: Sendable {
    var nodes: [KubeNode]
    /// Without those that have ended.
    var pods: [KubePod]

    static func read(_ client: KubernetesClient) async throws(SourceFailure) -> ClusterRoom {
        let nodes = try await client.list("/api/v1/nodes", of: KubeNode.self).items
        let pods = try await client.list(
            "/api/v1/pods",
            query: [("fieldSelector", "status.phase!=Succeeded,status.phase!=Failed")],
            of: KubePod.self
        ).items
        return ClusterRoom(nodes: nodes, pods: pods)
    }

    /// GPUs that are free where pods may be placed, but for some nodes.
    func free(besides leaving: Set<String>) -> Int {
        var used: [String: Int] = [:]
        for pod in pods {
            if let node = pod.spec?.nodeName { used[node, default: 0] += pod.accelerators }
        }
        return nodes.filter { $0.isReady && !$0.isCordoned && !leaving.contains($0.name) }
            .map { max(0, ($0.accelerators ?? 0) - (used[$0.name] ?? 0)) }.reduce(0, +)
    }
}
