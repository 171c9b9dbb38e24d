import Fleet

/// What RBAC calls a request: a verb and a resource (k8s.io/apiserver, RequestInfo).
struct KubernetesRight: Sendable, Hashable {
    /// `get`, `list`, `create`, `update`, `patch`, `delete`.
    var verb: String
    /// Empty for the core group.
    var group = ""
    /// `pods`.
    var resource = ""
    /// `eviction`; empty for none.
    var subresource = ""
    /// Empty for the whole cluster.
    var namespace = ""
    /// Empty for all.
    var name = ""

    /// What a request needs.
    init(_ request: KubernetesRequest) {
        var parts = request.path.split(separator: "/").map(String.init)
        if parts.first == "api", parts.count > 1 {
            parts.removeFirst(2)
        } else if parts.first == "apis", parts.count > 2 {
            group = parts[1]
            parts.removeFirst(3)
        }
        if parts.first == "namespaces", parts.count > 2 {
            namespace = parts[1]
            parts.removeFirst(2)
        }
        if let first = parts.first { resource = first }
        if parts.count > 1 { name = parts[1] }
        if parts.count > 2 { subresource = parts[2] }
        let isWatch = request.query.contains { $0.name == "watch" && $0.value != "false" }
        verb =
            switch request.method {
            case "POST": "create"
            case "PUT": "update"
            case "PATCH": "patch"
            case "DELETE": name.isEmpty ? "deletecollection" : "delete"
            default: name.isEmpty ? (isWatch ? "watch" : "list") : "get"
            }
    }

    /// `list pods`, `create pods/eviction in namespace prod`, `patch deployments.apps/scale in ...`.
    var sentence: String {
        var text = "\(verb) \(resource)"
        if !group.isEmpty { text += ".\(group)" }
        if !subresource.isEmpty { text += "/\(subresource)" }
        if !namespace.isEmpty { text += " in namespace \(namespace)" }
        return CleanText.clean(text, limit: 200)
    }

    /// The same for all namespaces and names.
    var everywhere: KubernetesRight {
        var right = self
        right.namespace = ""
        right.name = ""
        return right
    }

    /// The narrowest that stands for all of some to one verb and kind: for one namespace or name where
    /// they are for the same, else for all. `nil` for none.
    init?(shared rights: Set<KubernetesRight>) {
        guard var widest = rights.first else { return nil }
        if Set(rights.map(\.namespace)).count > 1 { widest.namespace = "" }
        if rights.count > 1 { widest.name = "" }
        self = widest
    }
}
