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

    /// What each part is read by, and carried on from one reading to the next.
    struct Reflectors: Sendable {
        let nodes: KubernetesReflector<KubeNode>
        let pods: KubernetesReflector<KubePod>
        let workloads: KubernetesReflector<KubeWorkload>
        let scalers: KubernetesReflector<KubeScaler>
        let routes: KubernetesReflector<KubeRoute>

        /// `limit` is how long an answer may take: a watch takes a second at least.
        init(limit: Duration) {
            let least = limit < .seconds(4) ? Int.max : 200
            nodes = KubernetesReflector(least: least)
            pods = KubernetesReflector(least: least)
            workloads = KubernetesReflector(least: least)
            scalers = KubernetesReflector(least: least)
            routes = KubernetesReflector(least: least)
        }
    }

    /// Asks for all of it at once.
    init(
        _ client: KubernetesClient, _ settings: KubernetesSettings, by reflectors: Reflectors
    ) async {
        let spaces = settings.namespaces
        let selector = settings.nodeSelector.map { [("labelSelector", $0)] } ?? []
        async let nodes: Part<KubeNode> = Self.read(
            client, ["/api/v1/nodes"], selector, by: reflectors.nodes)
        async let pods: Part<KubePod> = Self.read(
            client, Self.paths("api/v1", "pods", spaces),
            [("fieldSelector", "status.phase!=Succeeded,status.phase!=Failed")],
            by: reflectors.pods)
        async let first = Self.workloads(client, 0, spaces, reflectors.workloads)
        async let second = Self.workloads(client, 1, spaces, reflectors.workloads)
        async let third = Self.workloads(client, 2, spaces, reflectors.workloads)
        async let scalers: Part<KubeScaler> = Self.read(
            client, Self.paths("apis/autoscaling/v2", "horizontalpodautoscalers", spaces), [],
            by: reflectors.scalers)
        async let routes: Part<KubeRoute> = Self.read(
            client, Self.paths("apis/gateway.networking.k8s.io/v1", "httproutes", spaces), [],
            by: reflectors.routes)
        self.nodes = await nodes
        self.pods = await pods
        workloads = [await first, await second, await third]
        self.scalers = await scalers
        self.routes = await routes
    }

    private static func workloads(
        _ client: KubernetesClient, _ place: Int, _ spaces: [String],
        _ reflector: KubernetesReflector<KubeWorkload>
    ) async -> (kind: String, part: Part<KubeWorkload>) {
        let (kind, path, resource) = kinds[place]
        let paths = paths(path, resource, spaces)
        return (kind, await read(client, paths, [], by: reflector))
    }

    private static func paths(_ api: String, _ resource: String, _ spaces: [String]) -> [String] {
        spaces.isEmpty
            ? ["/\(api)/\(resource)"] : spaces.map { "/\(api)/namespaces/\($0)/\(resource)" }
    }

    private static func read<Item: KubernetesObject>(
        _ client: KubernetesClient, _ paths: [String], _ query: [(String, String)],
        by reflector: KubernetesReflector<Item>
    ) async -> Part<Item> {
        var whole = KubernetesList<Item>()
        for path in paths {
            do throws(SourceFailure) {
                let list = try await reflector.list(path, query: query, by: client)
                whole.items += list.items
                whole.unread += list.unread
                whole.bytes += list.bytes
            } catch {
                return .failure(error)
            }
        }
        return .success(whole)
    }
}
