/// Where a Service's pods answer (discovery.k8s.io/v1 EndpointSlice).
struct KubeSlice: Sendable, Decodable {
    struct Endpoint: Sendable, Decodable {
        struct Conditions: Sendable, Decodable { var ready: Bool? }
        struct Reference: Sendable, Decodable {
            var kind: String?
            var name: String?
            var uid: String?
        }
        var conditions: Conditions?
        var targetRef: Reference?
    }
    struct Port: Sendable, Decodable {
        var name: String?
        var port: Int?
    }

    var endpoints: [Endpoint]?
    var ports: [Port]?

    /// Those that answer; what is not said is yes.
    var ready: [Endpoint] { (endpoints ?? []).filter { $0.conditions?.ready != false } }

    static func path(_ namespace: String) -> String {
        "/apis/discovery.k8s.io/v1/namespaces/\(namespace)/endpointslices"
    }

    static func query(_ service: String) -> [(String, String)] {
        [("labelSelector", "kubernetes.io/service-name=\(service)")]
    }
}
