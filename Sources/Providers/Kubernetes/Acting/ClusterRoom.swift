import Fleet

/// All nodes and the pods that count on them at one moment, to tell what is free by.
struct ClusterRoom: Sendable {
    var nodes: [KubeNode]
    /// Without those that have ended.
    var pods: [KubePod]
    /// Nodes of which nobody knows what is free: they, or a pod on them, cannot be read. They count as full.
    var unknown: Set<String> = []

    /// Reads it page by page; a cluster that is larger than anybody waits for is not read to its end.
    static func read(
        _ client: KubernetesClient, by pages: KubernetesPaging = .planned
    ) async throws(SourceFailure) -> ClusterRoom {
        let nodes = try await client.list("/api/v1/nodes", by: pages, of: KubeNode.self)
        let pods = try await client.list(
            "/api/v1/pods",
            query: [("fieldSelector", "status.phase!=Succeeded,status.phase!=Failed")], by: pages,
            of: KubePod.self)
        return ClusterRoom(
            nodes: nodes.items, pods: pods.items,
            unknown: Set(nodes.unread.map { $0.key ?? "" } + pods.unread.compactMap(\.node)))
    }

    /// What a sentence about it ends with where not all of it could be read; else empty.
    var doubt: String {
        unknown.isEmpty
            ? ""
            : " (without \(unknown.count == 1 ? "1 node" : "\(unknown.count) nodes") that cannot be "
                + "read whole)"
    }

    /// GPUs that are free where pods may be placed, but for some nodes.
    func free(besides leaving: Set<String>) -> Int {
        var used: [String: Int] = [:]
        for pod in pods {
            if let node = pod.spec?.nodeName { used[node, default: 0] += pod.accelerators }
        }
        return nodes.filter { node in
            node.isReady && !node.isCordoned && !leaving.contains(node.name)
                && !unknown.contains(node.metadata.name)
        }
        .map { max(0, ($0.accelerators ?? 0) - (used[$0.name] ?? 0)) }.reduce(0, +)
    }
}
