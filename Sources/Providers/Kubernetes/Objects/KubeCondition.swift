import Fleet

/// One of the conditions that an object reports of itself.
struct KubeCondition: Sendable, Decodable, Hashable {
    var type: String
    /// `True`, `False` or `Unknown`.
    var status: String
    var reason: String?
    var message: String?
    /// The generation that it was found for.
    var observedGeneration: Int?

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
