/// What KEDA scales, with an autoscaler that it makes and takes away (keda.sh/v1alpha1 ScaledObject), as far
/// as it is read.
struct KubeScaledObject: KubernetesObject, Hashable {
    struct Spec: Sendable, Decodable, Hashable { var scaleTargetRef: Reference }

    struct Reference: Sendable, Decodable, Hashable {
        /// A Deployment where it is not said.
        var kind: String?
        var name: String
    }

    /// Whether it scales now.
    enum Pause: Sendable, Hashable {
        case none
        /// It leaves the count alone until it goes on.
        case open
        /// It keeps the count that its annotation says.
        case held(at: String)
    }

    var metadata: KubeMeta
    var spec: Spec

    static let paused = "autoscaling.keda.sh/paused"
    static let pausedReplicas = "autoscaling.keda.sh/paused-replicas"

    /// Where both annotations are set, KEDA goes by the count.
    var pause: Pause {
        if let count = metadata.annotations?[Self.pausedReplicas] { return .held(at: count) }
        let text = metadata.annotations?[Self.paused]?.lowercased()
        return text.map { ["true", "t", "1"].contains($0) } == true ? .open : .none
    }

    /// Whether it scales what is called so in its namespace.
    func scales(_ kind: String, _ name: String) -> Bool {
        (spec.scaleTargetRef.kind ?? "Deployment") == kind && spec.scaleTargetRef.name == name
    }
}
