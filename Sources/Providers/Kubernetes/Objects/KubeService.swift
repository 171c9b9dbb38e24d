/// A Service (core/v1), as far as where it sends goes.
struct KubeService: Sendable, Decodable {
    struct Spec: Sendable, Decodable {
        var selector: [String: String]?
        var type: String?
    }
    var spec: Spec?

    /// Whether it sends to pods of this cluster.
    var isLocal: Bool { spec?.selector?.isEmpty == false && spec?.type != "ExternalName" }
}
