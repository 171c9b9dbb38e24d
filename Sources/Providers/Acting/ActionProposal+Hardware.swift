import Collector
import Fleet

extension ActionProposal {
    /// Warns of what is known to be wrong with the hardware of nodes that are to be used again. What
    /// nobody has looked at is not spoken of: that a node is mended is for whoever puts it back to know.
    mutating func warnOfHardware(
        of nodes: [String], site: String, by witness: (any NodeWitness)?
    ) async {
        let answers = await witness?.findings(of: nodes, site: site) ?? []
        for (node, answer) in answers {
            guard let found = answer, !found.isEmpty else { continue }
            let own = "\(node): "
            let titles = found.map { $0.hasPrefix(own) ? String($0.dropFirst(own.count)) : $0 }
            checks.append(Self.warning(of: node, titles))
            tier = max(tier, .disruptive)
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
