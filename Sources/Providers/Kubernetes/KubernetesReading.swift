import Collector
import Fleet

/// Everything of a cluster that one poll reads, each part or why it could not be had.
struct KubernetesReading: Sendable {
    typealias Part<Item: Decodable & Sendable> = Result<KubernetesList<Item>, SourceFailure>

    var nodes: Part<KubeNode>
    var pods: Part<KubePod>
    /// By the kind that the API has them under.
    var workloads: [(kind: String, part: Part<KubeWorkload>)]
    var scalers: Part<KubeScaler>
    var routes: Part<KubeRoute>

    /// Where the kinds of workloads are. One that a cluster does not have is nothing to speak of.
    private static let kinds = [
        (kind: "Deployment", path: "apis/apps/v1", resource: "deployments"),
        (kind: "StatefulSet", path: "apis/apps/v1", resource: "statefulsets"),
        (
            kind: "LeaderWorkerSet", path: "apis/leaderworkerset.x-k8s.io/v1",
            resource: "leaderworkersets"
        ),
    ]

    /// Asks for all of it at once.
    init(_ client: KubernetesClient, _ settings: KubernetesSettings) async {
        let spaces = settings.namespaces
        let selector = settings.nodeSelector.map { [("labelSelector", $0)] } ?? []
        async let nodes: Part<KubeNode> = Self.read(client, ["/api/v1/nodes"], selector)
        async let pods: Part<KubePod> = Self.read(
            client, Self.paths("api/v1", "pods", spaces),
            [("fieldSelector", "status.phase!=Succeeded,status.phase!=Failed")])
        async let first = Self.workloads(client, 0, spaces)
        async let second = Self.workloads(client, 1, spaces)
        async let third = Self.workloads(client, 2, spaces)
        async let scalers: Part<KubeScaler> = Self.read(
            client, Self.paths("apis/autoscaling/v2", "horizontalpodautoscalers", spaces), [])
        async let routes: Part<KubeRoute> = Self.read(
            client, Self.paths("apis/gateway.networking.k8s.io/v1", "httproutes", spaces), [])
        self.nodes = await nodes
        self.pods = await pods
        workloads = [await first, await second, await third]
        self.scalers = await scalers
        self.routes = await routes
    }

    private static func workloads(
        _ client: KubernetesClient, _ place: Int, _ spaces: [String]
    ) async -> (kind: String, part: Part<KubeWorkload>) {
        let (kind, path, resource) = kinds[place]
        return (kind, await read(client, paths(path, resource, spaces), []))
    }

    private static func paths(_ api: String, _ resource: String, _ spaces: [String]) -> [String] {
        spaces.isEmpty
            ? ["/\(api)/\(resource)"] : spaces.map { "/\(api)/namespaces/\($0)/\(resource)" }
    }

    private static func read<Item: Decodable & Sendable>(
        _ client: KubernetesClient, _ paths: [String], _ query: [(String, String)]
    ) async -> Part<Item> {
        var whole = KubernetesList<Item>()
        for path in paths {
            do throws(SourceFailure) {
                let list = try await client.list(path, query: query, of: Item.self)
                whole.items += list.items
                whole.bytes += list.bytes
            } catch {
                return .failure(error)
            }
        }
        return .success(whole)
    }
}
