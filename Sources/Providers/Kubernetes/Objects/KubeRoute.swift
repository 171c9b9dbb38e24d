import Fleet

/// Where requests go (gateway.networking.k8s.io/v1 HTTPRoute), as far as it is read.
struct KubeRoute: KubernetesObject, Hashable {
    struct Spec: Sendable, Decodable, Hashable { var rules: [Rule]? }
    struct Rule: Sendable, Decodable, Hashable { var backendRefs: [Backend]? }

    struct Backend: Sendable, Decodable, Hashable {
        /// `Service` where nothing is said.
        var kind: String?
        var name: String
        var namespace: String?
        /// One where nothing is said; 0 for no requests.
        var weight: Int?

        /// What its weight counts for: up to the most that Gateway API allows.
        var parts: Int { max(0, min(weight ?? 1, 1_000_000)) }
    }

    /// What the gateways make of it.
    struct Status: Sendable, Decodable, Hashable { var parents: [Parent]? }
    struct Parent: Sendable, Decodable, Hashable {
        struct Reference: Sendable, Decodable, Hashable { var name: String? }
        var parentRef: Reference?
        var conditions: [KubeCondition]?
    }

    var metadata: KubeMeta
    var spec: Spec?
    var status: Status?

    /// A backend and the share (0...1) of a rule's requests that it is given; `nil` where all weights are
    /// 0, and every request is an error.
    struct Share: Sendable, Hashable {
        var backend: String
        var value: Double?
    }

    /// The backends between which requests are shared, each as the first such rule has it. Empty where no
    /// rule has several.
    var shares: [Share] {
        var shares: [Share] = []
        for rule in spec?.rules ?? [] {
            let backends = (rule.backendRefs ?? []).prefix(64)
            guard backends.count > 1 else { continue }
            let total = backends.reduce(0) { $0 + $1.parts }
            for backend in backends {
                let name = CleanText.clean(backend.name)
                guard !shares.contains(where: { $0.backend == name }) else { continue }
                let value = total > 0 ? Double(backend.parts) / Double(total) : nil
                shares.append(Share(backend: name, value: value))
            }
        }
        return shares
    }
}
