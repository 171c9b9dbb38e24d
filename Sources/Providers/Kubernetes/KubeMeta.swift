import Fleet

/// What every object has (meta/v1 ObjectMeta), as far as it is read. Text is as it came.
struct KubeMeta: Sendable, Decodable, Hashable {
    /// Whose an object is.
    struct Owner: Sendable, Decodable, Hashable {
        var apiVersion: String?
        var kind: String
        var name: String
        var uid: String?
        var controller: Bool?
    }

    var name: String
    var namespace: String?
    var uid: String?
    var resourceVersion: String?
    var generation: Int?
    var labels: [String: String]?
    var annotations: [String: String]?
    var ownerReferences: [Owner]?
    var creationTimestamp: String?
    var deletionTimestamp: String?

    /// `namespace/name`, or the name alone: cleaned, and what the API tells it from all others of its
    /// kind by.
    var path: String {
        let name = CleanText.clean(name)
        return namespace.map { "\(CleanText.clean($0))/\(name)" } ?? name
    }

    /// `namespace/kind/name`, cleaned.
    func path(of kind: String) -> String {
        [CleanText.clean(namespace ?? ""), kind, CleanText.clean(name)].joined(separator: "/")
    }

    /// What made it and keeps it alive.
    var controller: Owner? { ownerReferences?.first { $0.controller == true } }

    /// The value of a label, cleaned; `nil` where it is not there or empty.
    func label(_ keys: String...) -> String? {
        for key in keys {
            if let text = labels?[key], !text.isEmpty { return CleanText.clean(text, limit: 128) }
        }
        return nil
    }
}

/// One of the conditions that an object reports of itself.
struct KubeCondition: Sendable, Decodable, Hashable {
    var type: String
    /// `True`, `False` or `Unknown`.
    var status: String
    var reason: String?
    var message: String?

    /// Reason and message, cleaned: `KubeletNotReady: container runtime is down`.
    var sentence: String {
        let parts = [reason, message].compactMap(\.self).filter { !$0.isEmpty }
        return KubeText.said(parts.joined(separator: ": "), limit: 160)
    }
}

extension [KubeCondition]? {
    /// The condition of a type.
    subscript(type: String) -> KubeCondition? { self?.first { $0.type == type } }
}
