/// What a change of a route is judged by.
extension KubeRoute {
    var rules: [Rule] { spec?.rules ?? [] }

    /// The rules that send to all of these backends.
    func rules(to names: Set<String>) -> [Int] {
        rules.indices.filter { names.isSubset(of: (rules[$0].backendRefs ?? []).map(\.name)) }
    }

    /// The first of some backends to which a rule sends that is none of these; `nil` for none.
    func otherUse(of backends: [Backend], besides places: [Int]) -> String? {
        let others = rules.indices.filter { !places.contains($0) }
            .flatMap { rules[$0].backendRefs ?? [] }.filter { $0.parts > 0 }
        return backends.first { backend in
            others.contains { $0.name == backend.name && $0.namespace == backend.namespace }
        }?.name
    }

    /// Which gateway has not taken the route as it is now; `nil` where all have.
    var missing: String? {
        let now = metadata.generation ?? 0
        for parent in status?.parents ?? [] {
            let name = KubeText.said(parent.parentRef?.name ?? "", limit: 60)
            let accepted = parent.conditions["Accepted"]
            if let seen = accepted?.observedGeneration, seen < now {
                return "gateway \(name) has not taken it yet"
            }
            if let accepted, accepted.status == "False" {
                let why = KubeText.said(accepted.message ?? accepted.reason ?? "", limit: 120)
                return "gateway \(name) does not accept it: \(why)"
            }
        }
        return nil
    }
}
