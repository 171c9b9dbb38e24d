/// Who scales something by himself (autoscaling/v2 HorizontalPodAutoscaler), as far as it is read.
struct KubeScaler: KubernetesObject, Hashable {
    struct Spec: Sendable, Decodable, Hashable {
        var scaleTargetRef: Reference
        /// One where it is not said.
        var minReplicas: Int?
        var maxReplicas: Int
    }

    struct Reference: Sendable, Decodable, Hashable {
        var kind: String
        var name: String
    }

    var metadata: KubeMeta
    var spec: Spec

    /// Between how many replicas it moves.
    var bounds: ScaleBounds {
        ScaleBounds(least: spec.minReplicas ?? 1, most: spec.maxReplicas)
    }

    /// The ScaledObject that would set its bounds back; `nil` where KEDA has not made it.
    var keda: String? {
        metadata.ownerReferences?.first { $0.kind == "ScaledObject" }?.name
    }

    /// Whether it scales what is called so in its namespace.
    func scales(_ kind: String, _ name: String) -> Bool {
        spec.scaleTargetRef.kind == kind && spec.scaleTargetRef.name == name
    }
}
