import Fleet

/// Nodes that are restarted by SLURM once they are free of jobs.
extension SlurmCluster {
    /// What a restart waits for, and what takes it back before it happens.
    static let rebootField = "reboot"

    /// Has nodes restarted: `ASAP` keeps new jobs away, and what runs there runs to its end first.
    func reboot(_ targets: [SlurmNode], _ order: ActionOrder) -> ActionProposal {
        let reason = SlurmReason.text(order)
        let emptied = emptiedPartitions(targets)
        let back = targets.map { node -> ActionStep in
            var step = rebootStep(node, ["scontrol", "cancel_reboot", node.name])
            (step.before, step.after) = ("asked for", "not asked for")
            return step
        }
        return ActionProposal(
            tier: .destructive,
            stages: [
                ActionStage(
                    steps: targets.map { node in
                        rebootStep(
                            node,
                            [
                                "scontrol", "reboot", "ASAP", "nextstate=RESUME",
                                "reason=\(reason)", node.name,
                            ])
                    })
            ],
            retreat: ActionStage(name: "back", steps: back),
            checks: targets.map(rebootable) + [held(targets)] + blast(targets, emptied),
            remarks: [
                "No new job begins there; it is restarted as soon as the last one has ended.",
                "Once it is being restarted, nothing takes that back.",
            ],
            claims: claims(targets))
    }

    private func rebootStep(_ node: SlurmNode, _ command: [String]) -> ActionStep {
        let settings = commands.settings
        return ActionStep(
            target: ActionTarget(
                source: settings.source, uid: node.name, name: node.name, site: settings.site),
            field: Self.rebootField, before: "up since \(node.boot)", after: "restarted",
            token: node.boot,
            request: ActionRequest(
                place: settings.place, words: commands.words(command), shown: shown(command)))
    }

    private func rebootable(_ node: SlurmNode) -> ActionCheck {
        if !node.flags.isDisjoint(with: ["REBOOT_ISSUED", "REBOOT_REQUESTED"]) {
            return ActionCheck(
                .existence, .block, "\(node.name) is \(node.state): somebody has it restarted.")
        }
        if node.isPowering || node.base == "FUTURE" {
            return ActionCheck(
                .existence, .block, "\(node.name) is \(node.state): SLURM passes over a restart.")
        }
        if node.isDraining, !SlurmReason.isOurs(node.reason) {
            return ActionCheck(
                .ownership, .block,
                "\(node.name) is drained by \(node.reasonBy.isEmpty ? "somebody" : node.reasonBy), "
                    + "who says '\(node.reason)': a restart would put it back.")
        }
        return ActionCheck(
            .ownership, .pass, "\(node.name) is \(node.state), and nobody else holds it.")
    }
}

extension SlurmNode {
    /// How the node stands towards a restart, whose token is when it was started before.
    func rebootObservation(of step: ActionStep, isTaken: Bool) -> ActionObservation {
        let isAsked = !flags.isDisjoint(with: ["REBOOT_REQUESTED", "REBOOT_ISSUED"])
        if step.after == "not asked for" {
            return flags.contains("REBOOT_ISSUED")
                ? .elsewhere("it is being restarted already") : isAsked ? .asBefore : .reached
        }
        if flags.contains("REBOOT_ISSUED") { return .progressing("\(state): it is restarting") }
        if isAsked { return .progressing("\(state): it waits for its jobs to end") }
        if isBooted(since: step.token) {
            return isDown || isSilent ? .progressing("\(state): started, not yet back") : .reached
        }
        if isDown { return .elsewhere("\(state): \(reason)") }
        return isTaken ? .elsewhere("\(state): the restart was called off") : .asBefore
    }

    /// Slurmd counts back from how long the machine has been up, which gives now this second, now the
    /// next.
    private func isBooted(since old: String) -> Bool {
        guard let now = SlurmText.time(boot[...]) else { return false }
        guard let before = SlurmText.time(old[...]) else { return true }
        return now.seconds > before.seconds + 5
    }
}
