/// A node, as far as keeping pods from it goes.
struct NodeObject: Decodable, Sendable {
    struct Spec: Decodable, Sendable { var unschedulable: Bool? }
    struct Status: Decodable, Sendable {
        var allocatable: [String: String]?
        var conditions: [ObjectCondition]?
    }

    var metadata: ObjectMeta
    var spec: Spec?
    var status: Status?

    var name: String { metadata.name }
    var isCordoned: Bool { spec?.unschedulable == true }
    var isReady: Bool {
        status?.conditions?.contains { $0.type == "Ready" && $0.status == "True" } == true
    }

    var gpus: Int { KubeAccelerators.count(status?.allocatable ?? [:]) }

    /// What an action of ours has written when it cordoned the node.
    var mark: String? { metadata.annotations?[CordonMark.key] }

    var path: String { "/api/v1/nodes/\(name)" }
}

/// What tells a cordon of ours from everybody else's.
enum CordonMark {
    /// An annotation; a name of our own, so that nobody else's is touched.
    static let key = "hybridtop/cordoned-by"
    /// The same in a JSON pointer.
    static let pointer = "/metadata/annotations/hybridtop~1cordoned-by"
}
