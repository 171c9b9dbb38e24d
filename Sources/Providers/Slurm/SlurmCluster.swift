import Collector
import Fleet

/// All nodes and jobs at one moment, to plan by.
struct SlurmCluster: Sendable {
    var nodes: [SlurmNode]
    var jobs: [Job]
    var commands: SlurmCommands

    /// The nodes of these names or host lists, each once.
    func targets(_ texts: [String]) throws(ActionRefusal) -> [SlurmNode] {
        var found: [SlurmNode] = []
        for name in texts.flatMap({ SlurmText.hosts($0) }) {
            guard let node = nodes.first(where: { $0.name == name }) else {
                let known = nodes.prefix(8).map(\.name).joined(separator: ", ")
                let more = nodes.count > 8 ? "..." : ""
                throw ActionRefusal(
                    "SLURM has no node `\(CleanText.clean(name))`: it has \(known)\(more).")
            }
            // Names go into a host list.
            guard
                name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
                )
            else {
                throw ActionRefusal("The name `\(CleanText.clean(name))` cannot be said to SLURM.")
            }
            if !found.contains(node) { found.append(node) }
        }
        guard !found.isEmpty else { throw ActionRefusal("No node is named.") }
        return found
    }

    /// Keeps new jobs from nodes; what runs there runs to its end.
    func drain(_ targets: [SlurmNode], _ order: ActionOrder) -> ActionProposal {
        let reason = SlurmReason.text(order)
        let emptied = emptiedPartitions(targets)
        var more = ["Reason=\(reason)"]
        if case .lasting(let seconds) = order.wish { more.append("ResumeAfter=\(seconds)") }
        let steps = targets.map { step($0, .drain, token: reason, more: more) }
        let back = targets.map { node -> ActionStep in
            var step = step(node, .undrain, token: reason)
            step.before = SlurmChange.drain.rawValue
            step.after = SlurmChange.undrain.rawValue
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
        return ["SLURM itself puts it back after \(seconds / 60) min, mended or not."]
    }

    /// Gives nodes back to the scheduler.
    func resume(
        _ targets: [SlurmNode], _ order: ActionOrder
    ) throws(ActionRefusal) -> ActionProposal {
        let steps = targets.map { step($0, change(for: $0), token: $0.reason) }
        let others = targets.filter { !$0.reason.isEmpty && !SlurmReason.isOurs($0.reason) }
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

    /// As a person would type it.
    func shown(_ command: [String]) -> String {
        let settings = commands.settings
        var words = command
        if let cluster = settings.cluster { words.insert(contentsOf: ["-M", cluster], at: 1) }
        let quoted = (settings.prefix + words).map { word -> String in
            guard let sign = word.firstIndex(of: "="), word.contains(where: { " []".contains($0) })
            else { return word }
            return word[...sign] + "'" + word[word.index(after: sign)...] + "'"
        }
        let line = quoted.joined(separator: " ")
        return settings.host.map { "ssh \($0.destination) \"\(line)\"" } ?? line
    }
}
