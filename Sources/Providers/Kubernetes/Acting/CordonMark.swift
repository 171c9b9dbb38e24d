/// What tells a cordon of ours from everybody else's.
enum CordonMark {
    /// An annotation; a name of our own, so that nobody else's is touched.
    static let key = "hybridtop/cordoned-by"
    /// Where annotations are, as a JSON pointer.
    static let annotations = "/metadata/annotations"
    /// Where it is, as a JSON pointer.
    static let pointer = "/metadata/annotations/hybridtop~1cordoned-by"
}

extension KubeNode {
    /// What an action of ours has written when it cordoned the node.
    var mark: String? { metadata.annotations?[CordonMark.key] }

    var path: String { "/api/v1/nodes/\(metadata.name)" }

    /// Whether there are GPUs on it that pods can be given.
    var hasAccelerators: Bool { (accelerators ?? 0) > 0 }
}
