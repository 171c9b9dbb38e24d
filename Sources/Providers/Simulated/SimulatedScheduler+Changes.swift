import Collector
import Fleet

/// What SLURM is told to change, and does.
extension SimulatedScheduler {
    /// Has something changed, unless chaos is in the way.
    func change(_ words: [String]) throws(SourceFailure) -> CommandOutput {
        let fate = world.fate()
        if case .lost = fate { throw Self.silence }
        let output = obey(words)
        if case .silent = fate { throw Self.silence }
        return output
    }

    private static let silence = SourceFailure(
        .timedOut, "ssh: the connection to the login node was lost")
    private static let done = CommandOutput(status: .exited(0), output: [], errors: "")

    private func obey(_ words: [String]) -> CommandOutput {
        var told: [Substring: Substring] = [:]
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { told[parts[0]] = parts[1] }
        }
        let last = words.last ?? ""
        switch words.first {
        case "update" where told["JobId"] != nil:
            return move(told["JobId"] ?? "", to: String(told["Partition"] ?? ""))
        case "update": return update(told)
        case "requeue": return requeue(last)
        case "reboot": return reboot(last, String(told["reason"] ?? ""))
        case "cancel_reboot": return cancelReboot(last)
        default: return Self.failed("invalid keyword: \(words.first ?? "")")
        }
    }

    private func node(_ name: String) -> SimulatedRoster.Node? {
        schedule.nodes.first { $0.name == name }
    }
}

/// Nodes.
extension SimulatedScheduler {
    /// `scontrol update NodeName=... State=... Reason=...`.
    private func update(_ told: [Substring: Substring]) -> CommandOutput {
        let error = "slurm_update error: "
        let name = String(told["NodeName"] ?? "")
        guard node(name) != nil else { return Self.failed(error + "Invalid node name specified") }
        switch told["State"] {
        case "DRAIN":
            guard let reason = told["Reason"], !reason.isEmpty else {
                return Self.failed("You must specify a reason when DOWNING or DRAINING a node")
            }
            let end = told["ResumeAfter"].flatMap { Double($0) }.map { time + $0 }
            world.orders.hold(
                name,
                .init(since: time, until: end, reason: String(reason), by: Self.user))
        case "RESUME", "UNDRAIN":
            guard world.orders.release(name, at: time) else {
                return Self.failed(error + "Invalid node state specified")
            }
        default: return Self.failed(error + "Invalid node state specified")
        }
        return Self.done
    }

    /// `scontrol reboot ASAP nextstate=RESUME reason=... NODE`.
    private func reboot(_ name: String, _ reason: String) -> CommandOutput {
        let error = "slurm_reboot_nodes error: "
        guard let node = node(name) else {
            return Self.failed(error + "Invalid node name specified")
        }
        if let hold = world.orders.hold(of: name, at: time), hold.isOn(at: time),
            hold.restart != nil
        {
            return Self.failed(error + "Invalid node state specified")
        }
        let (down, back) = world.load.restart(node, from: time)
        world.orders.hold(
            name,
            .init(since: time, until: back, reason: reason, by: Self.user, restart: down))
        return Self.done
    }

    /// `scontrol cancel_reboot NODE`, before it has begun.
    private func cancelReboot(_ name: String) -> CommandOutput {
        guard let node = node(name), let hold = world.orders.hold(of: name, at: time),
            hold.restart != nil, world.load.restarting(node, at: time) == nil,
            world.orders.release(name, at: time)
        else { return Self.failed("slurm_update error: Invalid node state specified") }
        return Self.done
    }
}

/// Jobs.
extension SimulatedScheduler {
    private func job(_ number: some StringProtocol) -> SimulatedJob? {
        schedule.jobs.first { "\($0.number)" == number }
    }

    /// `scontrol requeue JOB`.
    private func requeue(_ number: String) -> CommandOutput {
        let error = "slurm_requeue error: "
        guard let job = job(number) else { return Self.failed(error + "Invalid job id specified") }
        guard job.runs, !job.isEnding else {
            return Self.failed(error + "Job is pending execution")
        }
        world.orders.jobs.putBack(job, at: time)
        return Self.done
    }

    /// `scontrol update JobId=... Partition=...`.
    private func move(_ number: Substring, to partition: String) -> CommandOutput {
        let error = "slurm_update error: "
        guard let job = job(number) else { return Self.failed(error + "Invalid job id specified") }
        guard !job.runs else { return Self.failed(error + "Job is no longer pending execution") }
        guard schedule.partitions.contains(partition) else {
            return Self.failed(error + "Invalid partition name specified")
        }
        world.orders.jobs.move(job.number, to: partition, at: time)
        return Self.done
    }
}
