import Fleet

/// A pod (core/v1), as far as it is read.
struct KubePod: KubernetesObject, Hashable {
    struct Spec: Sendable, Decodable, Hashable {
        var nodeName: String?
        var containers: [Container]?
        var initContainers: [Container]?
        var resourceClaims: [Claim]?
        var activeDeadlineSeconds: Int?
        var volumes: [Volume]?
    }

    /// A device claimed otherwise than by counting (DRA).
    struct Claim: Sendable, Decodable, Hashable { var name: String? }

    struct Container: Sendable, Decodable, Hashable {
        var name: String?
        var resources: Needs?
        /// `Always` for one that starts before the others and runs beside them.
        var restartPolicy: String?
        var ports: [Port]?
        var readinessProbe: Probe?
    }

    struct Port: Sendable, Decodable, Hashable {
        var name: String?
        var containerPort: Int?
    }

    /// How it is asked whether it serves.
    struct Probe: Sendable, Decodable, Hashable {
        struct Get: Sendable, Decodable, Hashable {
            var path: String?
            var port: KubePort?
            var scheme: String?
        }
        var httpGet: Get?
    }

    struct Volume: Sendable, Decodable, Hashable {
        struct Anything: Sendable, Decodable, Hashable {}
        /// On its node, and gone with the pod.
        var emptyDir: Anything?
    }

    struct Needs: Sendable, Decodable, Hashable {
        var requests: KubeResources?
        var limits: KubeResources?
    }

    struct Status: Sendable, Decodable, Hashable {
        var phase: String?
        var reason: String?
        var message: String?
        var startTime: String?
        var conditions: [KubeCondition]?
        var containerStatuses: [ContainerStatus]?
        var initContainerStatuses: [ContainerStatus]?
    }

    struct ContainerStatus: Sendable, Decodable, Hashable {
        var name: String?
        var ready: Bool?
        var restartCount: Int?
        var state: State?
    }

    struct State: Sendable, Decodable, Hashable {
        var waiting: Halt?
        var terminated: Halt?
    }

    /// Why a container does not run.
    struct Halt: Sendable, Decodable, Hashable {
        var reason: String?
        var message: String?
        var exitCode: Int?
    }

    var metadata: KubeMeta
    var spec: Spec?
    var status: Status?

    /// GPUs that it asks for.
    var accelerators: Int { spec?.accelerators ?? 0 }

    /// Whether the node has been chosen.
    var isPlaced: Bool { spec?.nodeName?.isEmpty == false }
    /// Whether it serves, as its node sees it, and is not to go.
    var isReady: Bool {
        metadata.deletionTimestamp == nil && status?.conditions["Ready"]?.status == "True"
    }
    /// Whether it has ended.
    var isOver: Bool { ["Succeeded", "Failed"].contains(status?.phase ?? "") }
    /// Whether the node itself made it, from a file.
    var isMirror: Bool { metadata.annotations?["kubernetes.io/config.mirror"] != nil }
    /// Whether every node of its kind has one.
    var isDaemon: Bool { metadata.controller?.kind == "DaemonSet" }
}

extension KubePod.Spec {
    /// What it asks for of every resource that counts as a GPU, as the scheduler adds it up: containers run
    /// together; those that come before run one by one, beside the ones before them that stay.
    var accelerators: Int {
        var staying = 0
        var most = 0
        for container in initContainers ?? [] {
            if container.restartPolicy == "Always" {
                staying += container.accelerators
                most = max(most, staying)
            } else {
                most = max(most, staying + container.accelerators)
            }
        }
        let together = (containers ?? []).reduce(staying) { $0 + $1.accelerators }
        return min(max(most, together), 65_536)
    }
}

extension KubePod.Container {
    /// What it asks for; limits are requests for such resources.
    var accelerators: Int { (resources?.requests ?? resources?.limits ?? [:]).accelerators }
}
