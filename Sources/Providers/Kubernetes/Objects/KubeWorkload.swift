import Fleet

/// What keeps a number of pods alive: a Deployment, a StatefulSet, or a LeaderWorkerSet, as far as it is
/// read.
struct KubeWorkload: KubernetesObject, Hashable {
    struct Spec: Sendable, Decodable, Hashable {
        var replicas: Int?
        var template: Template?
        var leaderWorkerTemplate: Group?
    }

    struct Template: Sendable, Decodable, Hashable { var spec: KubePod.Spec? }

    /// A replica of a LeaderWorkerSet: one leader and the workers beside it.
    struct Group: Sendable, Decodable, Hashable {
        var size: Int?
        var leaderTemplate: Template?
        var workerTemplate: Template?
    }

    struct Status: Sendable, Decodable, Hashable {
        var observedGeneration: Int?
        var replicas: Int?
        var readyReplicas: Int?
        var updatedReplicas: Int?
        var conditions: [KubeCondition]?
    }

    var metadata: KubeMeta
    var spec: Spec?
    var status: Status?

    /// Replicas that are wanted: one where nothing is said. Kubernetes keeps 32 bits; more is nobody's
    /// count.
    var replicas: Int { max(0, min(spec?.replicas ?? 1, Int(Int32.max))) }
    var ready: Int { max(0, min(status?.readyReplicas ?? 0, Int(Int32.max))) }

    /// Pods of one replica.
    var size: Int { max(1, min(spec?.leaderWorkerTemplate?.size ?? 1, 4096)) }

    /// GPUs that one replica takes.
    var acceleratorsPerReplica: Int {
        guard let group = spec?.leaderWorkerTemplate else {
            return spec?.template?.spec?.accelerators ?? 0
        }
        let worker = group.workerTemplate?.spec?.accelerators ?? 0
        return (group.leaderTemplate?.spec?.accelerators ?? worker) + worker * (size - 1)
    }

    /// What it is doing, and why where that is not serving.
    var state: (state: EndpointState, failure: SourceFailure?) {
        if replicas == 0 { return (.stopped, nil) }
        let trouble =
            ["ReplicaFailure": "True", "Progressing": "False"].sorted { $0.key > $1.key }
            .lazy.compactMap { type, bad -> KubeCondition? in
                status?.conditions[type].flatMap { $0.status == bad ? $0 : nil }
            }.first
        if ready == 0, let trouble {
            return (.failed, SourceFailure(.serverError, trouble.sentence))
        }
        if ready == 0 { return (.starting, nil) }
        if ready < replicas { return (.degraded, nil) }
        let isNew = (status?.observedGeneration ?? 0) < (metadata.generation ?? 0)
        let isRolling = (status?.updatedReplicas ?? replicas) < replicas
        return (isNew || isRolling ? .updating : .serving, nil)
    }
}
