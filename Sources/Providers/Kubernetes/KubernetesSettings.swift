import Collector
import Fleet

/// Which cluster is asked, and for what of it.
struct KubernetesSettings: Sendable {
    var source: SourceID
    var site: String
    var labels: [String: String]
    var place: KubePlace
    /// The namespaces whose pods and workloads are read; empty for all.
    var namespaces: [String]
    /// Which nodes, as for `kubectl -l`; `nil` for all.
    var nodeSelector: String?
    /// The label or annotation of pods that says whose they are.
    var userLabel: String?
    /// How long one request may take.
    var limit: Duration

    static let schema: [SettingSchema] = [
        SettingSchema(
            "kubeconfig", .path,
            summary: "The kubeconfig (default: KUBECONFIG or ~/.kube/config, else the pod's own).",
            example: "~/.kube/prod.yaml"),
        SettingSchema(
            "context", .string,
            summary: "A context of it (default: the current one, at the start).",
            example: "prod"),
        SettingSchema(
            "in_cluster", .boolean,
            summary: "Use the service account of the pod that hybridtop runs in (default: false).",
            example: "true"),
        SettingSchema(
            "namespaces", .strings, summary: "Namespaces of pods and workloads (default: all).",
            example: "[chat, training]"),
        SettingSchema(
            "node_selector", .string, summary: "Labels of the nodes to watch (default: all).",
            example: "nvidia.com/gpu.present=true"),
        SettingSchema(
            "user_label", .string,
            summary: "Label or annotation of pods that names their user (default: the namespace).",
            example: "example.com/owner"),
    ]

    init(_ settings: ProviderSettings) throws(SettingError) {
        source = settings.source
        site = settings.site
        labels = settings.labels
        limit = settings.deadline * 9 / 10
        place = KubePlace(
            file: settings.string("kubeconfig"), context: settings.string("context"),
            isInside: settings.boolean("in_cluster") ?? false)
        namespaces = settings.strings("namespaces") ?? []
        nodeSelector = settings.string("node_selector")
        userLabel = settings.string("user_label")
        if place.isInside, place.file != nil || place.context != nil {
            throw SettingError(
                key: "in_cluster", message: "either in_cluster, or kubeconfig and context")
        }
        if let odd = namespaces.first(where: { !Self.isName($0) }) {
            throw SettingError(
                key: "namespaces", message: "found \"\(CleanText.clean(odd))\", expected a name")
        }
        for (key, text) in [("context", place.context), ("kubeconfig", place.file)]
        where text?.isEmpty == true {
            throw SettingError(key: key, message: "found nothing, expected a name")
        }
    }

    /// A DNS label, as namespaces are called.
    private static func isName(_ text: String) -> Bool {
        (1...63).contains(text.utf8.count)
            && text.utf8.allSatisfy { $0 &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x2d }
    }

    /// What is wrong with a kubeconfig that is named.
    static func fileProblems(of entry: ProviderSettings) -> [SettingError] {
        guard let file = entry.string("kubeconfig") else { return [] }
        let config: KubeConfig
        do throws(KubeConfig.Problem) {
            config = try KubeConfig(files: [file])
        } catch {
            return [SettingError(key: "kubeconfig", message: error.message)]
        }
        do throws(KubeConfig.Problem) {
            _ = try config.target(entry.string("context"))
            return []
        } catch {
            let key = entry.string("context") == nil ? "kubeconfig" : "context"
            return [SettingError(key: key, message: error.message)]
        }
    }
}
