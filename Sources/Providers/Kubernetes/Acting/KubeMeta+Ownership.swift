import Fleet

/// Who else has a say in an object.
extension KubeMeta {
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

    /// Refuses what no change could be bound to.
    func demandIdentity(_ title: String) throws(ActionRefusal) {
        guard bound.isEmpty else { return }
        throw ActionRefusal(
            "\(title) has no uid, so that it cannot be told from another of its name: nothing is "
                + "sent about it.")
    }

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
