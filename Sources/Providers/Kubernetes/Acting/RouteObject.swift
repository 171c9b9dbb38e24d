/// An HTTPRoute (gateway.networking.k8s.io/v1), as far as the shares of its backends go.
struct RouteObject: Decodable, Sendable {
    struct Spec: Decodable, Sendable { var rules: [Rule]? }
    struct Rule: Decodable, Sendable { var backendRefs: [Backend]? }
    struct Backend: Decodable, Sendable, Hashable {
        /// `Service` where it is not said.
        var kind: String?
        var name: String
        var namespace: String?
        var port: Int?
        /// One where it is not said.
        var weight: Int?

        /// What it counts for: up to the most that Gateway API has.
        var counted: Int { max(0, min(weight ?? 1, 1_000_000)) }
    }

    struct Status: Decodable, Sendable { var parents: [Parent]? }
    struct Parent: Decodable, Sendable {
        struct Reference: Decodable, Sendable { var name: String? }
        var parentRef: Reference?
        var conditions: [ObjectCondition]?
    }

    var metadata: ObjectMeta
    var spec: Spec?
    var status: Status?

    var rules: [Rule] { spec?.rules ?? [] }

    /// The rules that send to all of these backends.
    func rules(to names: Set<String>) -> [Int] {
        rules.indices.filter { names.isSubset(of: (rules[$0].backendRefs ?? []).map(\.name)) }
    }

    /// Which gateway has not taken the route as it is now; `nil` where all have.
    var missing: String? {
        let now = metadata.generation ?? 0
        for parent in status?.parents ?? [] {
            let name = KubeText.said(parent.parentRef?.name ?? "", limit: 60)
            let accepted = parent.conditions?.first { $0.type == "Accepted" }
            if let seen = accepted?.observedGeneration, seen < now {
                return "gateway \(name) has not taken it yet"
            }
            if let accepted, accepted.status == "False" {
                let why = KubeText.said(accepted.message ?? accepted.reason ?? "", limit: 120)
                return "gateway \(name) does not accept it: \(why)"
            }
        }
        return nil
    }
}

/// A route by its names.
struct RouteName: Sendable, Hashable {
    var namespace: String
    var name: String

    var path: String {
        "/apis/gateway.networking.k8s.io/v1/namespaces/\(namespace)/httproutes/\(name)"
    }
    /// For people.
    var title: String { "HTTPRoute \(namespace)/\(name)" }

    /// What plans and journals call one of its backends.
    func uid(_ backend: String) -> String { "\(namespace)/\(name)/\(backend)" }

    /// A backend of a route: `chat/chat/own`, or `chat/own` in the namespace of the context.
    static func backend(
        _ text: String, namespace: String
    ) -> (route: RouteName, backend: String)? {
        var parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 2 { parts.insert(namespace, at: 0) }
        guard parts.count == 3, parts.allSatisfy({ KubernetesName.isOne($0) }) else { return nil }
        return (RouteName(namespace: parts[0], name: parts[1]), parts[2])
    }
}

/// A Service, as far as where it sends goes.
struct ServiceObject: Decodable, Sendable {
    struct Spec: Decodable, Sendable {
        var selector: [String: String]?
        var type: String?
    }
    var spec: Spec?

    /// Whether it sends to pods of this cluster.
    var isLocal: Bool { spec?.selector?.isEmpty == false && spec?.type != "ExternalName" }
}

/// Where a Service's pods answer (discovery.k8s.io/v1).
struct SliceObject: Decodable, Sendable {
    struct Endpoint: Decodable, Sendable {
        struct Conditions: Decodable, Sendable { var ready: Bool? }
        struct Reference: Decodable, Sendable {
            var kind: String?
            var name: String?
            var uid: String?
        }
        var conditions: Conditions?
        var targetRef: Reference?
    }
    struct Port: Decodable, Sendable {
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
