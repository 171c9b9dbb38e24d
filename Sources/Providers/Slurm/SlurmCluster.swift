import Collector
import Fleet

/// All nodes and jobs at one moment, to plan by.
struct SlurmCluster: Sendable {
    var nodes: [SlurmNode]
    var jobs: [Job]
    var commands: SlurmCommands
    /// How many nodes and jobs cannot be read, in words; `nil` for none.
    var nodeGap: String?
    var jobGap: String?

    /// The nodes of these names or host lists, each once.
    func targets(_ texts: [String]) throws(ActionRefusal) -> [SlurmNode] {
        var found: [SlurmNode] = []
        for name in texts.flatMap({ SlurmText.hosts($0) }) {
            guard let node = nodes.first(where: { $0.name == name }) else {
                if let nodeGap {
                    throw ActionRefusal(
                        "Whether SLURM has a node `\(CleanText.clean(name))` is not known: "
                            + "scontrol show node: \(nodeGap).")
                }
                throw ActionRefusal.noTarget(
                    "SLURM has no node `\(CleanText.clean(name))`"
                        + NearestName.hint(name, among: nodes.map(\.name)))
            }
            // Names go into a host list.
            guard
                name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
                )
            else {
                throw ActionRefusal.noTarget(
                    "The name `\(CleanText.clean(name))` cannot be said to SLURM.")
            }
            if !found.contains(node) { found.append(node) }
        }
        guard !found.isEmpty else { throw ActionRefusal("No node is named.") }
        return found
    }

    /// Keeps new jobs from nodes; what runs there runs to its end.
    func drain(_ targets: [SlurmNode], _ order: ActionOrder) -> ActionProposal {
        let emptied = emptiedPartitions(targets)
        let steps = targets.map { node -> ActionStep in
            let reason = SlurmReason.text(order, for: node)
            var more = ["Reason=\(reason)"]
            if case .lasting(let seconds) = order.wish { more.append("ResumeAfter=\(seconds)") }
            return step(node, .drain, token: reason, more: more)
        }
        let back = targets.map { node -> ActionStep in
            var step = step(node, .undrain, token: SlurmReason.text(order, for: node))
            step.before = SlurmChange.drain.rawValue
            step.after = SlurmChange.undrain.rawValue
            step.end = node.state(after: .undrain)
            return step
        }
        return ActionProposal(
            tier: emptied.isEmpty ? .disruptive : .destructive,
            stages: [ActionStage(steps: steps)],
            retreat: ActionStage(name: "back", steps: back),
            checks: targets.map(drainable) + [held(targets)] + blast(targets, emptied),
            remarks: ["Jobs on it run to their end, however long that takes."]
                + Self.lasting(order.wish),
            claims: claims(targets))
    }

    /// When a drain ends by itself.
    private static func lasting(_ wish: ActionOrder.Wish) -> [String] {
        guard case .lasting(let seconds) = wish else { return [] }
        let time = seconds % 60 == 0 ? "\(seconds / 60) min" : "\(seconds) s"
        return ["SLURM itself puts it back after \(time), mended or not."]
    }

    /// Gives nodes back to the scheduler.
    func resume(
        _ targets: [SlurmNode], _ order: ActionOrder
    ) throws(ActionRefusal) -> ActionProposal {
        let steps = targets.map { node -> ActionStep in
            let change = change(for: node)
            var step = step(node, change, token: node.reason)
            step.end = node.state(after: change)
            return step
        }
        let others = targets.filter { !SlurmReason.isOurs($0.reason) }
        var proposal = ActionProposal(
            tier: others.isEmpty ? .reversible : .disruptive,
            stages: [ActionStage(steps: steps)], checks: targets.map(resumable))
        proposal.movesData = false
        return proposal
    }

    /// What each partition loses.
    func claims(_ leaving: [SlurmNode]) -> [CapacityClaim] {
        Set(leaving.flatMap(\.partitions)).sorted().map { claim($0, leaving) }
    }

    /// What a drain takes of a partition.
    private func claim(_ partition: String, _ leaving: [SlurmNode]) -> CapacityClaim {
        let all = nodes.filter { $0.partitions.contains(partition) }
        return CapacityClaim(
            group: "\(commands.settings.source) \(partition)", unit: "nodes", total: all.count,
            out: all.count { !$0.takesJobs },
            taking: leaving.count { $0.partitions.contains(partition) && $0.takesJobs })
    }

    /// Only what is down has to be called up again.
    private func change(for node: SlurmNode) -> SlurmChange {
        node.isDown || node.flags.contains("FAIL") ? .resume : .undrain
    }

    private func step(
        _ node: SlurmNode, _ change: SlurmChange, token: String, more: [String] = []
    ) -> ActionStep {
        let command =
            ["scontrol", "update", "NodeName=\(node.name)", "State=\(change.rawValue)"] + more
        let settings = commands.settings
        return ActionStep(
            target: ActionTarget(
                source: settings.source, uid: node.name, name: node.name, site: settings.site),
            field: "state", before: node.state, after: change.rawValue, token: token,
            request: ActionRequest(
                place: settings.place, words: commands.words(command), shown: shown(command)))
    }

    /// As a person would type it: the very words that are run, each as a shell reads it back.
    func shown(_ command: [String]) -> String {
        let line = commands.words(command).map { Self.quoted($0) }.joined(separator: " ")
        guard let host = commands.settings.host else { return line }
        let ssh = ["ssh"] + host.options + ["--", host.destination, line]
        return ssh.map { Self.quoted($0) }.joined(separator: " ")
    }

    /// A word for a POSIX shell; of `key=value` only the value is in quotes, which reads better.
    private static func quoted(_ word: String) -> String {
        if !word.isEmpty, word.utf8.allSatisfy({ isPlain($0) }) { return word }
        if let sign = word.firstIndex(of: "="), word[..<sign].utf8.allSatisfy({ isPlain($0) }) {
            return word[...sign] + inQuotes(word[word.index(after: sign)...])
        }
        return inQuotes(word[...])
    }

    private static func inQuotes(_ word: Substring) -> String {
        "'"
            + word.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "'\\''") + "'"
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-_./,:=@".utf8.contains(byte)
        }
    }
}
