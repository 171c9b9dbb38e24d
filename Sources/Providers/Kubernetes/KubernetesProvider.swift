import Collector
import Fleet

/// Watches what Kubernetes does with nodes, with pods that ask for GPUs, and with what keeps such pods
/// alive.
actor KubernetesProvider: Provider {
    static let descriptor = ProviderDescriptor(
        id: "kubernetes", title: "Kubernetes",
        summary: "Watches nodes, pods and workloads of a Kubernetes cluster, and moves them.",
        settings: KubernetesSettings.schema + ActingSettings.schema, interval: .seconds(10),
        deadline: .seconds(20),
        capabilities: [.nodes, .jobs, .endpoints])

    nonisolated let transport = "https"
    let settings: KubernetesSettings
    let client: KubernetesClient
    /// Other eyes than Kubernetes' on a node's GPUs.
    let witness: (any NodeWitness)?
    let acting: KubernetesActing
    private let reflectors: KubernetesReading.Reflectors
    private var inventory = Inventory.empty

    init(_ settings: ProviderSettings, transports: Transports) throws(SettingError) {
        let acting = try ActingSettings(settings)
        let settings = try KubernetesSettings(settings)
        self.settings = settings
        client = KubernetesClient(settings.place, transports: transports, timeout: settings.limit)
        reflectors = KubernetesReading.Reflectors(limit: settings.limit)
        witness = transports.witness
        self.acting = KubernetesActing(client, acting, transports: transports)
    }

    static func claim(of source: ProviderSettings) -> String? {
        let spaces = source.strings("namespaces") ?? []
        let part = spaces.isEmpty ? "" : "\(spaces.sorted().joined(separator: ", ")) in "
        if source.boolean("in_cluster") == true { return "\(part)the cluster of this pod" }
        let file = source.string("kubeconfig") ?? "the usual kubeconfig"
        return source.string("context").map { "\(part)context \($0) of \(file)" }
            ?? "\(part)the current context of \(file)"
    }

    static func fileProblems(of entry: ProviderSettings) -> [SettingError] {
        KubernetesSettings.fileProblems(of: entry)
    }

    func poll() async throws(SourceFailure) -> Answer {
        let reading = await KubernetesReading(client, settings, by: reflectors)
        // Either alone is worth something to those who may see no more.
        if case .failure(let failure) = reading.nodes {
            guard failure.kind == .forbidden, case .success = reading.pods else { throw failure }
        }
        if case .failure(let failure) = reading.pods, failure.kind != .forbidden { throw failure }
        let picture = KubernetesPicture(reading, settings)
        let found = Inventory(nodes: picture.nodes, endpoints: picture.endpoints)
        if !inventory.isEqual(to: found) { inventory = found }
        return Answer(sample: picture.sample(inventory), bytes: picture.bytes)
    }
}
