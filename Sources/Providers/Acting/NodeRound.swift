import Collector
import Fleet

extension NodeWitness {
    /// Asks about each of many nodes, many at once: one that is down takes seconds to be given up, and a
    /// plan holds for two minutes. In the order of the nodes.
    func round<Answer: Sendable>(
        _ nodes: [String], _ ask: @escaping @Sendable (Self, String) async -> Answer
    ) async -> [(node: String, answer: Answer)] {
        var all: [(String, Answer)] = []
        for start in stride(from: 0, to: nodes.count, by: Self.looksAtOnce) {
            let some = Array(nodes[start..<min(start + Self.looksAtOnce, nodes.count)])
            let answers = await withTaskGroup(of: (Int, Answer).self) { group in
                for (place, node) in some.enumerated() {
                    group.addTask { (place, await ask(self, node)) }
                }
                var answers: [Int: Answer] = [:]
                for await (place, answer) in group { answers[place] = answer }
                return answers
            }
            for (place, node) in some.enumerated() {
                if let answer = answers[place] { all.append((node, answer)) }
            }
        }
        return all
    }

    private static var looksAtOnce: Int { 16 }
}

extension NodeWitness {
    /// What is wrong with the hardware of each.
    func findings(of nodes: [String], site: String) async -> [(node: String, answer: [String]?)] {
        await round(nodes) { await $0.hardwareFindings(of: $1, site: site) }
    }

    /// What is on the GPUs of each.
    func sights(
        of nodes: [String], site: String
    ) async -> [(node: String, answer: Result<NodeSight, SourceFailure>?)] {
        await round(nodes) { await $0.look(at: $1, site: site) }
    }
}
