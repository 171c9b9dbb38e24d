import Fleet

/// Where requests go (gateway.networking.k8s.io/v1 HTTPRoute), as far as it is read.
struct KubeRoute: KubernetesObject, Hashable {
    struct Spec: Sendable, Decodable, Hashable { var rules: [Rule]? }
    struct Rule: Sendable, Decodable, Hashable { var backendRefs: [Backend]? }

    struct Backend: Sendable, Decodable, Hashable {
        var name: String
        /// One where nothing is said; 0 for no requests.
        var weight: Int?
    }

    var metadata: KubeMeta
    var spec: Spec?

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

extension KubeRoute.Backend {
    /// Its weight, within what the API allows.
    fileprivate var parts: Int { max(0, min(weight ?? 1, 1_000_000)) }
}
