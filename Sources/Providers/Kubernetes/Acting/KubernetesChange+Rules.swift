import FoundationEssentials

extension KubernetesChange {
    /// The rules of an HTTPRoute that it writes, by their places; empty for what is no such change.
    var rules: [Int] {
        struct Operation: Decodable { var path: String }
        let operations = try? JSONDecoder().decode([Operation].self, from: Data(body.utf8))
        let places = (operations ?? []).compactMap { operation -> Int? in
            guard operation.path.hasPrefix(ReroutePlan.rulesPath) else { return nil }
            return Int(
                operation.path.dropFirst(ReroutePlan.rulesPath.count).prefix { $0.isNumber })
        }
        return Set(places).sorted()
    }
}
