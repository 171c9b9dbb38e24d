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
