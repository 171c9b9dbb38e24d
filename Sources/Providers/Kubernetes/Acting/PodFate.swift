import Fleet

/// What becomes of a pod when its node is drained, as kubectl has it.
enum PodFate: Sendable, Hashable {
    /// It is over already.
    case finished
    /// A DaemonSet's, which would be made anew at once, or one that the node itself keeps.
    case stays
    /// It is asked to go.
    case leaves

    init(_ pod: KubePod) {
        if pod.isMirror || pod.isDaemon || pod.metadata.controller?.kind == "Node" {
            self = .stays
        } else {
            self = pod.isOver ? .finished : .leaves
        }
    }
}

extension KubePod {
    /// `chat/own-7d9f-x2`.
    var title: String { metadata.path }

    var leaves: Bool { PodFate(self) == .leaves }

    /// Whether it keeps data on its node that goes with it.
    var hasLocalData: Bool { spec?.volumes?.contains { $0.emptyDir != nil } == true }

    /// The request that it goes: this very pod, and only if its disruption budget allows it.
    var eviction: KubernetesChange {
        let space = metadata.namespace ?? "default"
        let body = JSONText.object([
            ("apiVersion", JSONText.quoted("policy/v1")), ("kind", JSONText.quoted("Eviction")),
            (
                "metadata",
                JSONText.object([
                    ("name", JSONText.quoted(metadata.name)), ("namespace", JSONText.quoted(space)),
                ])
            ),
            (
                "deleteOptions",
                JSONText.object([
                    (
                        "preconditions",
                        JSONText.object([("uid", JSONText.quoted(metadata.bound))])
                    )
                ])
            ),
        ])
        return .create("/api/v1/namespaces/\(space)/pods/\(metadata.name)/eviction", body)
    }
}
