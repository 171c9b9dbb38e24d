import Collector
import Fleet

extension ActionProposal {
    /// Warns of what is known to be wrong with the hardware of nodes that are to be used again. What
    /// nobody has looked at is not spoken of: that a node is mended is for whoever puts it back to know.
    mutating func warnOfHardware(
        of nodes: [String], site: String, by witness: (any NodeWitness)?
    ) async {
        for start in stride(from: 0, to: nodes.count, by: Self.looksAtOnce) {
            let some = nodes[start..<min(start + Self.looksAtOnce, nodes.count)]
            for (node, found) in await Self.findings(of: some, site, witness) where !found.isEmpty {
                let own = "\(node): "
                let titles = found.map { $0.hasPrefix(own) ? String($0.dropFirst(own.count)) : $0 }
                checks.append(Self.warning(of: node, titles))
                tier = max(tier, .disruptive)
            }
        }
    }

    /// A plan holds for two minutes, and a node that is down takes seconds to be given up.
    private static var looksAtOnce: Int { 16 }

    /// In the order of the nodes.
    private static func findings(
        of nodes: ArraySlice<String>, _ site: String, _ witness: (any NodeWitness)?
    ) async -> [(node: String, found: [String])] {
        guard let witness else { return [] }
        return await withTaskGroup(of: (Int, [String]).self) { group in
            for (place, node) in zip(nodes.indices, nodes) {
                group.addTask {
                    (place, await witness.hardwareFindings(of: node, site: site) ?? [])
                }
            }
            var all: [Int: [String]] = [:]
            for await (place, found) in group { all[place] = found }
            return nodes.indices.map { (nodes[$0], all[$0] ?? []) }
        }
    }

    private static func warning(of node: String, _ titles: [String]) -> ActionCheck {
        let number = titles.count == 1 ? "an open finding" : "\(titles.count) open findings"
        let more = titles.count > 3 ? "; and \(titles.count - 3) more" : ""
        return ActionCheck(
            .existence, .warn,
            "\(node) has \(number): \(titles.prefix(3).joined(separator: "; "))\(more).",
            // Figures move on with every look; that there is another finding makes another plan.
            facts: titles.map { "\(node) \($0.filter { !$0.isNumber })" }
                + titles.indices.map { "\(node) finding \($0)" })
    }
}
