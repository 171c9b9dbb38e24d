import Fleet

/// What SLURM itself can answer about a change.
extension SlurmCluster {
    /// Whether a node can be drained at all, and is nobody else's.
    func drainable(_ node: SlurmNode) -> ActionCheck {
        if node.isDraining {
            let who = node.reasonBy.isEmpty ? "Somebody" : node.reasonBy
            let when = node.reasonTime.map { " since \(SlurmText.written($0))" } ?? ""
            let whose = SlurmReason.isOurs(node.reason) ? "an action of hybridtop" : who
            return ActionCheck(
                .ownership, .block,
                "\(node.name) is \(node.state) already\(when): \(whose) says '\(node.reason)', and "
                    + "that is not written over.")
        }
        if node.isPowering {
            let isHeld = node.isBusy
            return ActionCheck(
                .existence, isHeld ? .block : .warn,
                "\(node.name) is \(node.state): "
                    + (isHeld
                        ? "to drain it now would requeue or end the jobs that wait for it."
                        : "it is powered off or on its way."))
        }
        if node.isDown || node.base == "FUTURE" {
            let isFree = SlurmReason.isOfSlurm(node.reason) || SlurmReason.isOurs(node.reason)
            return ActionCheck(
                isFree ? .existence : .ownership,
                node.base == "FUTURE" ? .block : isFree ? .warn : .unknown,
                "\(node.name) is \(node.state)"
                    + (node.reason.isEmpty
                        ? "."
                        : ": \(node.reasonBy.isEmpty ? "" : "\(node.reasonBy) says ")"
                            + "'\(node.reason)', and that is written over."),
                facts: ["\(node.name) \(node.reasonBy) \(node.reason)"])
        }
        return ActionCheck(
            .ownership, .pass, "\(node.name) is \(node.state), and nobody else drains it.",
            facts: [])
    }

    /// Whether a node can be given back, and whose it is to give.
    func resumable(_ node: SlurmNode) -> ActionCheck {
        let isHeld = node.isDraining || node.isDown || node.flags.contains("FAIL")
        guard isHeld else {
            return ActionCheck(
                .existence, .block, "\(node.name) is \(node.state): not drained.")
        }
        if node.flags.contains("INVALID_REG") {
            return ActionCheck(
                .existence, .block,
                "\(node.name) is \(node.state): it has less than SLURM's configuration says, and "
                    + "SLURM refuses it until that is mended.")
        }
        if !node.flags.isDisjoint(with: ["REBOOT_ISSUED", "REBOOT_REQUESTED"]) {
            return ActionCheck(
                .existence, .block, "\(node.name) is \(node.state): it is being restarted.")
        }
        guard !node.reason.isEmpty else {
            return ActionCheck(
                .ownership, .unknown,
                "Whether \(node.name) may be put back is not known: nobody says why it is "
                    + "\(node.state).")
        }
        guard SlurmReason.isOurs(node.reason) else {
            let who = node.reasonBy.isEmpty ? "somebody" : node.reasonBy
            return ActionCheck(
                .ownership, .unknown,
                "Whether \(node.name) may be put back is not known: \(who) says '\(node.reason)'.")
        }
        // Whether that action was ours is told by the journal, which the executor asks.
        return ActionCheck(
            .existence, .pass,
            "\(node.name) is \(node.state), and can be put back"
                + (node.isSilent ? "; it does not answer." : "."))
    }

    /// The jobs that are on the nodes, by name.
    func held(_ targets: [SlurmNode]) -> ActionCheck {
        let names = Set(targets.map(\.name))
        let here = jobs.filter { $0.holds && !names.isDisjoint(with: $0.nodes) }
        guard !here.isEmpty else {
            let isBusy = targets.contains(where: \.isBusy)
            return ActionCheck(
                .blastRadius, isBusy ? .warn : .pass,
                isBusy ? "Jobs run on it that this login may not see." : "No job is on it.",
                facts: isBusy ? ["jobs that are not seen"] : [])
        }
        let users = Set(here.map(\.user)).count
        let owners = users == 1 ? "" : " of \(users) users"
        // Of several nodes it is told which ones have them.
        let busy = names.intersection(here.flatMap(\.nodes)).sorted()
        let place = targets.count == 1 ? "it" : busy.joined(separator: ", ")
        return ActionCheck(
            .blastRadius, .warn,
            "\(here.count) \(here.count == 1 ? "job is" : "jobs\(owners) are") on \(place), "
                + "\(SlurmJobs.end(here)): \(SlurmJobs.names(here)).", facts: here.map(\.id))
    }

    /// Partitions in which no node would be left that takes jobs.
    func emptiedPartitions(_ targets: [SlurmNode]) -> [String] {
        let names = Set(targets.map(\.name))
        return Set(targets.flatMap(\.partitions)).sorted().filter { partition in
            !nodes.contains {
                $0.partitions.contains(partition) && $0.takesJobs && !names.contains($0.name)
            }
        }
    }

    /// What each partition keeps.
    func blast(_ targets: [SlurmNode], _ emptied: [String]) -> [ActionCheck] {
        let names = Set(targets.map(\.name))
        return Set(targets.flatMap(\.partitions)).sorted().map { partition in
            let all = nodes.filter { $0.partitions.contains(partition) }
            let left = all.filter { $0.takesJobs && !names.contains($0.name) }
            if emptied.contains(partition) {
                return ActionCheck(
                    .blastRadius, .warn,
                    "Partition \(partition) would have no node left that takes jobs.")
            }
            let gpus = left.reduce(0) { $0 + ($1.gpus ?? 0) }
            let free = left.reduce(0) { $0 + max(0, ($1.gpus ?? 0) - ($1.gpusUsed ?? 0)) }
            let total = all.reduce(0) { $0 + ($1.gpus ?? 0) }
            // Jobs that wait for a GPU wait longer then, and those that are moved find none.
            let isFull = total > 0 && free == 0
            return ActionCheck(
                .capacity, isFull ? .warn : .pass,
                "Partition \(partition) keeps \(left.count) of \(all.count) nodes and \(gpus) of "
                    + "\(total) GPUs, \(free) of them free.")
        }
    }
}
