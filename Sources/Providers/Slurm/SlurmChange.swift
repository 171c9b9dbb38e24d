import Fleet

/// What a node can be told.
enum SlurmChange: String, Sendable {
    case drain = "DRAIN"
    /// Ends a drain and nothing else: a node that is down stays down.
    case undrain = "UNDRAIN"
    /// Ends a drain, and takes a node that was called down for up.
    case resume = "RESUME"
}

/// The reason that a node is given, and whose it is.
enum SlurmReason {
    /// What an operator says, and our id, as SLURM keeps it.
    static func text(_ order: ActionOrder) -> String {
        let plain = CleanText.clean(order.reason, limit: 160).filter { $0 != "\"" && $0 != "'" }
        let why = plain.split(separator: " ").joined(separator: " ")
        let own = order.kind == .reboot ? "restarted with hybridtop" : "drained with hybridtop"
        return "\(why.isEmpty ? own : why) [op:\(order.id)]"
    }

    /// As ``text(_:)``; the words of whoever drained the node before, where these are put back.
    static func text(_ order: ActionOrder, for node: SlurmNode) -> String {
        guard let former = order.former[node.name], !isOfSlurm(former) else { return text(order) }
        return former
    }

    /// Whether it was given by an action of ours, as far as its words tell: an id in its exact form ends
    /// it. Whether the journal knows that action is the executor's to ask.
    static func isOurs(_ reason: String) -> Bool {
        reason.wholeMatch(of: /(?:.* )?\[op:[0-9]{8}T[0-9]{6}-[0-9a-f]{6}\]/) != nil
    }

    /// What SLURM itself says of nodes that are down: nobody's words.
    static func isOfSlurm(_ reason: String) -> Bool {
        reason.isEmpty || reason == "Not responding" || reason == "Node unexpectedly rebooted"
    }
}

extension SlurmNode {
    /// What SLURM makes of the node once it is back, as far as it can be told now.
    func state(after change: SlurmChange) -> String {
        let base = change == .resume && isDown ? "IDLE" : base
        return isSilent || base != self.base ? "\(base) once slurmd answers" : base
    }

    /// How the node stands towards a step.
    func observation(of step: ActionStep, jobs: [Job]?, isTaken: Bool) -> ActionObservation {
        // The controller has begun anew and has not heard of the node since.
        if base == "UNKNOWN" { return .progressing("SLURM has not heard of \(name) yet") }
        return if step.after == SlurmChange.drain.rawValue {
            drainObservation(step, jobs, isTaken)
        } else {
            resumeObservation(step)
        }
    }

    /// A drain's token is the reason that it gives.
    private func drainObservation(
        _ step: ActionStep, _ jobs: [Job]?, _ isTaken: Bool
    ) -> ActionObservation {
        guard isDraining else {
            if isTaken { return .elsewhere("\(state) again: it is drained no longer") }
            return isDown && !step.before.hasPrefix(base)
                ? .elsewhere("\(state): \(reason)") : .asBefore
        }
        guard reason == step.token else {
            return .elsewhere("\(state) by \(reasonBy.isEmpty ? "another" : reasonBy): \(reason)")
        }
        guard isBusy || jobs?.isEmpty == false else { return .reached }
        return .progressing("DRAINING: \(SlurmJobs.sentence(jobs ?? []))")
    }

    /// A resume's token is the reason that is to go.
    private func resumeObservation(_ step: ActionStep) -> ActionObservation {
        let isHeld =
            step.after == SlurmChange.resume.rawValue
            ? isDraining || isDown || flags.contains("FAIL") : isDraining
        if isHeld {
            return reason == step.token
                ? .asBefore
                : .elsewhere("\(state) by \(reasonBy.isEmpty ? "another" : reasonBy): \(reason)")
        }
        if isDown { return .elsewhere("\(state): \(reason)") }
        if isSilent { return .progressing("\(state): slurmd has not answered yet") }
        return .reached
    }
}

/// Jobs in words.
enum SlurmJobs {
    /// `1 job, until 2026-11-21 16:37 UTC: 88120 train-70b of alice`.
    static func sentence(_ jobs: [Job]) -> String {
        guard !jobs.isEmpty else { return "jobs that this login may not see" }
        let count = "\(jobs.count) \(jobs.count == 1 ? "job" : "jobs")"
        return "\(count), \(end(jobs)): \(names(jobs))"
    }

    /// When the last of them is over at the latest.
    static func end(_ jobs: [Job]) -> String {
        let ends = jobs.compactMap(\.end)
        guard let last = ends.max(), ends.count == jobs.count else { return "no end known" }
        return "until \(SlurmText.written(last))"
    }

    /// The first few.
    static func names(_ jobs: [Job]) -> String {
        let some = jobs.prefix(4).map { "\($0.id) \($0.name) of \($0.user)" }
        let more = jobs.count > 4 ? " and \(jobs.count - 4) more" : ""
        return some.joined(separator: ", ") + more
    }
}
