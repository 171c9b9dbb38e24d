import Fleet

/// A Deployment, StatefulSet or LeaderWorkerSet (apps/v1, leaderworkerset.x-k8s.io/v1), as far as scaling
/// goes.
struct WorkloadObject: Decodable, Sendable {
    struct Spec: Decodable, Sendable {
        /// One where it is not said.
        var replicas: Int?
        var template: PodTemplate?
        var leaderWorkerTemplate: Group?
    }

    /// A replica of several pods.
    struct Group: Decodable, Sendable {
        var size: Int?
        var leaderTemplate: PodTemplate?
        var workerTemplate: PodTemplate?
    }

    struct PodTemplate: Decodable, Sendable {
        var spec: PodObject.Spec?
    }

    struct Status: Decodable, Sendable {
        var observedGeneration: Int?
        var replicas: Int?
        var readyReplicas: Int?
        var updatedReplicas: Int?
        var conditions: [ObjectCondition]?
    }

    var metadata: ObjectMeta
    var spec: Spec
    var status: Status?

    /// Kubernetes keeps 32 bits; more is nobody's count.
    var replicas: Int { max(0, min(spec.replicas ?? 1, Int(Int32.max))) }

    /// Pods of one replica.
    var size: Int { max(1, min(spec.leaderWorkerTemplate?.size ?? 1, 65_536)) }

    /// GPUs that one replica asks for.
    var gpusEach: Int {
        guard let group = spec.leaderWorkerTemplate else { return spec.template?.spec?.gpus ?? 0 }
        let worker = group.workerTemplate?.spec?.gpus ?? 0
        return (group.leaderTemplate?.spec?.gpus ?? worker) + worker * (size - 1)
    }

    /// What is missing until so many serve, by the controller's own figures; `nil` for nothing.
    func missing(_ wanted: Int) -> String? {
        if let seen = status?.observedGeneration, let now = metadata.generation, seen < now {
            return "its controller has not looked yet"
        }
        let ready = status?.readyReplicas ?? 0
        let there = status?.replicas ?? 0
        if ready == wanted, there == wanted, (status?.updatedReplicas ?? wanted) == wanted {
            return nil
        }
        return there > wanted
            ? "\(there) are there, \(wanted) wanted" : "\(ready) of \(wanted) ready"
    }
}

/// A condition of any object.
struct ObjectCondition: Decodable, Sendable, Hashable {
    var type: String
    /// `True`, `False`, `Unknown`.
    var status: String
    var reason: String?
    var message: String?
    var observedGeneration: Int?
}

/// The scale subresource (autoscaling/v1 Scale).
struct ScaleObject: Decodable, Sendable {
    struct Spec: Decodable, Sendable { var replicas: Int? }
    struct Status: Decodable, Sendable { var selector: String? }

    var metadata: ObjectMeta
    var spec: Spec?
    var status: Status?
}
