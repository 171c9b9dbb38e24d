import Fleet

/// Workloads that have a scale subresource.
enum ScalableKind: String, Sendable, CaseIterable {
    case deployment, statefulset, leaderworkerset

    /// By the words that kubectl takes.
    init?(word: some StringProtocol) {
        let plain = word.lowercased().prefix { $0 != "." }
        switch plain {
        case "deployment", "deployments", "deploy": self = .deployment
        case "statefulset", "statefulsets", "sts": self = .statefulset
        case "leaderworkerset", "leaderworkersets", "lws": self = .leaderworkerset
        default: return nil
        }
    }

    /// As `scaleTargetRef` and owners name it.
    var kind: String {
        switch self {
        case .deployment: "Deployment"
        case .statefulset: "StatefulSet"
        case .leaderworkerset: "LeaderWorkerSet"
        }
    }

    /// Where its objects are.
    func path(_ namespace: String, _ name: String) -> String {
        let group = self == .leaderworkerset ? "leaderworkerset.x-k8s.io/v1" : "apps/v1"
        return "/apis/\(group)/namespaces/\(namespace)/\(rawValue)s/\(name)"
    }
}

/// A workload by its names.
struct ScaleSubject: Sendable, Hashable {
    var kind: ScalableKind
    var namespace: String
    var name: String

    /// `chat/deployment/own`, which is what plans and journals call it.
    var uid: String { "\(namespace)/\(kind.rawValue)/\(name)" }
    var path: String { kind.path(namespace, name) }
    /// For people.
    var title: String { "\(kind.rawValue) \(namespace)/\(name)" }

    /// What a text can mean, the likeliest first: `deployment/own`, `chat/deployment/own`, `chat/own`,
    /// `own`, `chat/own/deployment`. Empty for none.
    static func candidates(_ text: String, namespace: String) -> [ScaleSubject] {
        var parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        var space = namespace
        var kinds = ScalableKind.allCases
        // As rows are called where two kinds share a name.
        if parts.count == 3, ScalableKind(word: parts[1]) == nil,
            ScalableKind(word: parts[2]) != nil
        {
            parts.swapAt(1, 2)
        }
        guard parts.count < 4, let name = parts.popLast(), KubernetesName.isOne(name) else {
            return []
        }
        if let word = parts.last, let kind = ScalableKind(word: word) {
            kinds = [kind]
            parts.removeLast()
        }
        if let first = parts.popLast() { space = first }
        guard parts.isEmpty, KubernetesName.isOne(space) else { return [] }
        return kinds.map { ScaleSubject(kind: $0, namespace: space, name: name) }
    }
}
