import Fleet

/// What every object has (meta/v1 ObjectMeta), as far as it is read. Text is as it came.
struct KubeMeta: Sendable, Decodable, Hashable {
    /// Whose an object is.
    struct Owner: Sendable, Decodable, Hashable {
        var apiVersion: String?
        var kind: String
        var name: String
        var uid: String?
        /// Whether it is the one that would make it anew.
        var controller: Bool?
    }

    var name: String
    var namespace: String?
    /// The API server gives every object one. What has none is watched, and not acted on.
    var uid: String?
    var resourceVersion: String?
    /// Counts the changes of the specification.
    var generation: Int?
    var labels: [String: String]?
    var annotations: [String: String]?
    var ownerReferences: [Owner]?
    var creationTimestamp: String?
    /// Set once it is to go.
    var deletionTimestamp: String?

    /// `namespace/name`, or the name alone: cleaned, and what the API tells it from all others of its
    /// kind by.
    var path: String {
        let name = CleanText.clean(name)
        return namespace.map { "\(CleanText.clean($0))/\(name)" } ?? name
    }

    /// What a change is bound to, so that it is never done to another object of the same name. Empty where
    /// there is no ``uid``.
    var bound: String { uid ?? "" }

    /// `namespace/kind/name`, cleaned.
    func path(of kind: String) -> String {
        [CleanText.clean(namespace ?? ""), kind, CleanText.clean(name)].joined(separator: "/")
    }

    /// What made it, keeps it alive, and would make it anew.
    var controller: Owner? { ownerReferences?.first { $0.controller == true } }

    /// The value of a label, cleaned; `nil` where it is not there or empty.
    func label(_ keys: String...) -> String? {
        for key in keys {
            if let text = labels?[key], !text.isEmpty { return CleanText.clean(text, limit: 128) }
        }
        return nil
    }
}
