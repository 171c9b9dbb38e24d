import Fleet

/// A pod, as far as making room goes.
struct PodObject: Decodable, Sendable {
    struct Spec: Decodable, Sendable {
        var nodeName: String?
        var containers: [Container]?
        var initContainers: [Container]?
        var volumes: [Volume]?

        /// GPUs that it asks for: extended resources are whole, and their requests are their limits.
        var gpus: Int {
            let all = (containers ?? []).map(\.gpus).reduce(0, +)
            return max(all, (initContainers ?? []).map(\.gpus).max() ?? 0)
        }
    }

    struct Container: Decodable, Sendable {
        struct Resources: Decodable, Sendable {
            var requests: [String: String]?
            var limits: [String: String]?
        }
        struct Port: Decodable, Sendable {
            var name: String?
            var containerPort: Int?
        }

        var resources: Resources?
        var ports: [Port]?
        var readinessProbe: Probe?

        var gpus: Int {
            let asked = resources?.requests ?? resources?.limits ?? [:]
            return KubeAccelerators.count(asked)
        }
    }

    struct Probe: Decodable, Sendable {
        struct Get: Decodable, Sendable {
            var path: String?
            var port: PortName?
            var scheme: String?
        }
        var httpGet: Get?
    }

    struct Volume: Decodable, Sendable {
        struct Anything: Decodable, Sendable {}
        var emptyDir: Anything?
    }

    struct Status: Decodable, Sendable {
        var phase: String?
        var conditions: [ObjectCondition]?
    }

    var metadata: ObjectMeta
    var spec: Spec
    var status: Status?

    /// `chat/own-7d9f-x2`.
    var title: String { "\(metadata.namespace ?? "default")/\(metadata.name)" }

    var isReady: Bool {
        metadata.deletionTimestamp == nil
            && status?.conditions?.contains { $0.type == "Ready" && $0.status == "True" } == true
    }

    /// Why it is on no node; `nil` where it is, or nobody says.
    var waitsFor: String? {
        guard spec.nodeName == nil else { return nil }
        return status?.conditions?.first { $0.type == "PodScheduled" && $0.status == "False" }?
            .message.map { KubeText.said($0, limit: 120) }
    }
}

/// A port by its number or its name.
enum PortName: Decodable, Sendable, Hashable {
    case number(Int)
    case name(String)

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int.self) {
            self = .number(number)
        } else {
            self = .name(try container.decode(String.self))
        }
    }
}

/// What nodes call accelerators (device plugins' resource names).
enum KubeAccelerators {
    static func isOne(_ name: String) -> Bool {
        names.contains(name) || name.hasPrefix("nvidia.com/mig-")
    }

    /// How many there are; a number beyond any machine's is none.
    static func count(_ resources: [String: String]) -> Int {
        resources.filter { isOne($0.key) }.values
            .compactMap { Int($0) }.filter { (0...65_536).contains($0) }.reduce(0, +)
    }

    private static let names: Set<String> = [
        "nvidia.com/gpu", "nvidia.com/gpu.shared", "amd.com/gpu", "google.com/tpu",
        "aws.amazon.com/neuron", "habana.ai/gaudi", "gpu.intel.com/i915",
    ]
}
