import Fleet

/// What identifies an object, and who else has a say in it (meta/v1 ObjectMeta).
struct ObjectMeta: Decodable, Sendable, Hashable {
    /// Who made it.
    struct Owner: Decodable, Sendable, Hashable {
        var kind: String
        var name: String
        var uid: String?
        /// Whether it is the one that would make it anew.
        var controller: Bool?
    }

    var name: String
    var namespace: String?
    var uid: String
    var resourceVersion: String?
    /// Counts the changes of the specification.
    var generation: Int?
    var labels: [String: String]?
    var annotations: [String: String]?
    var ownerReferences: [Owner]?
    /// Set once it is to go.
    var deletionTimestamp: String?

    /// Who would make it anew.
    var controller: Owner? { ownerReferences?.first { $0.controller == true } }

    /// Who sets it back to what a repository says; `nil` where nothing tells of that.
    var repository: String? {
        let texts = (labels ?? [:]).merging(annotations ?? [:]) { label, _ in label }
        for (key, name) in Self.repositories {
            if let value = texts[key] { return "\(name) (\(CleanText.clean(value, limit: 80)))" }
        }
        return nil
    }

    private static let repositories = [
        ("argocd.argoproj.io/tracking-id", "Argo CD"), ("argocd.argoproj.io/instance", "Argo CD"),
        ("kustomize.toolkit.fluxcd.io/name", "Flux"), ("helm.toolkit.fluxcd.io/name", "Flux"),
    ]

    /// What is to be known before it is changed by hand.
    func ownership(_ title: String) -> ActionCheck {
        if let repository {
            return ActionCheck(
                .ownership, .warn,
                "\(title) is kept by \(repository): it may be set back to what its repository says."
            )
        }
        if let controller {
            return ActionCheck(
                .ownership, .warn,
                "\(title) is made by \(controller.kind) \(controller.name), which may set it back.")
        }
        return ActionCheck(.ownership, .pass, "Nothing tells of another owner of \(title).")
    }
}

/// The names that the API uses.
enum KubernetesName {
    /// Whether a text can be the name of an object, and so a part of a path.
    static func isOne(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && text.utf8.count < 254
            && text.utf8.allSatisfy { byte in
                byte &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2d || byte == 0x2e
            } && text.first != "." && text.last != "."
    }
}
