import Collector
import Fleet

extension SlurmProvider {
    /// A drain, which may end by itself: not while the hardware is known to be bad.
    func drain(
        _ cluster: SlurmCluster, _ order: ActionOrder
    ) async throws(ActionRefusal) -> ActionProposal {
        let nodes = try cluster.targets(order.targets)
        var proposal = cluster.drain(nodes, order)
        guard case .lasting = order.wish else { return proposal }
        // scontrol takes ResumeAfter from 23.02 on; before that it refuses the whole line.
        if let old = nodes.first(where: { !$0.canResumeByItself }) {
            throw ActionRefusal(
                "\(old.name) runs SLURM \(old.version), which ends no drain by itself: that came "
                    + "with 23.02. Drain it without a time.")
        }
        let names = nodes.map(\.name)
        let answers = await witness?.findings(of: names, site: settings.site)
        for (name, bad) in answers ?? names.map({ ($0, nil) }) {
            guard let bad else {
                proposal.checks.append(
                    ActionCheck(
                        .existence, .unknown,
                        "Whether the hardware of \(name) is sound is not known: no source "
                            + "that watches it has answered, and it is to come back by itself."))
                continue
            }
            guard let first = bad.first else { continue }
            proposal.checks.append(
                ActionCheck(
                    .existence, .block,
                    "\(name) has bad hardware (\(first)): it is not to come back by itself."))
        }
        return proposal
    }

    /// Puts nodes back, and says what is known to be wrong with them.
    func resume(
        _ cluster: SlurmCluster, _ order: ActionOrder
    ) async throws(ActionRefusal) -> ActionProposal {
        let nodes = try cluster.targets(order.targets)
        var proposal = try cluster.resume(nodes, order)
        await proposal.warnOfHardware(of: nodes.map(\.name), site: settings.site, by: witness)
        return proposal
    }
}

extension SlurmNode {
    /// Whether its SLURM ends a drain at a time; one that does not tell its version is asked.
    var canResumeByItself: Bool {
        let numbers = version.split(separator: ".").prefix(2).compactMap { Int($0) }
        guard numbers.count == 2 else { return true }
        return (numbers[0], numbers[1]) >= (23, 2)
    }
}
