import Fleet

/// Jobs that are put back into their queue, or sent to another.
extension SlurmCluster {
    /// What is changed of a job: its run, or its partition.
    static let runField = "job"
    static let partitionField = "partition"

    /// The jobs of these numbers, each once.
    func jobTargets(_ texts: [String]) throws(ActionRefusal) -> [Job] {
        var found: [Job] = []
        for text in texts {
            guard let job = jobs.first(where: { $0.id == text }) else {
                throw ActionRefusal.noTarget(
                    "No job `\(CleanText.clean(text))` is in SLURM's queue; squeue lists them.")
            }
            // It goes into a command; parts of arrays that have no number of their own do not.
            guard text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == "_") }) else {
                throw ActionRefusal.noTarget("`\(CleanText.clean(text))` is no single job.")
            }
            if !found.contains(job) { found.append(job) }
        }
        guard !found.isEmpty else { throw ActionRefusal("No job is named.") }
        return found
    }

    /// Ends jobs and puts them back into the queue.
    func requeue(_ targets: [Job], _ order: ActionOrder) throws(ActionRefusal) -> ActionProposal {
        if let waiting = targets.first(where: { $0.state == .pending }) {
            throw ActionRefusal("Job \(waiting.id) waits in its queue already.")
        }
        let steps = targets.map { job in
            var step = jobStep(
                job, Self.runField, (before: Self.run(of: job), after: "in the queue"),
                ["scontrol", "requeue", job.id])
            step.token = Self.token(of: job)
            return step
        }
        var proposal = ActionProposal(
            tier: .destructive, stages: [ActionStage(steps: steps)],
            checks: targets.map { job in
                ActionCheck(
                    .blastRadius, .warn,
                    "Job \(job.id) \(job.name) of \(job.user) is ended"
                        + (job.nodes.isEmpty ? "" : " on \(job.nodes.joined(separator: ", "))")
                        + ": what it has not saved is lost.")
            }, remarks: ["It begins anew when SLURM finds room. There is no way back."])
        proposal.movesData = false
        return proposal
    }

    /// Sends jobs that wait to another partition.
    func move(_ targets: [Job], _ order: ActionOrder) throws(ActionRefusal) -> ActionProposal {
        if let other = targets.first(where: { $0.state != .pending }) {
            throw ActionRefusal(
                "Job \(other.id) is \(other.word.lowercased()): only one that waits can be moved.")
        }
        var steps: [ActionStep] = []
        var back: [ActionStep] = []
        for job in targets {
            let partition = try partition(for: job, order.wish)
            steps.append(moveStep(job, from: job.partition, to: partition))
            back.append(moveStep(job, from: partition, to: job.partition))
        }
        var proposal = ActionProposal(
            tier: .reversible, stages: [ActionStage(steps: steps)],
            retreat: ActionStage(name: "back", steps: back),
            checks: zip(targets, steps).map { room(for: $0, in: $1.after) })
        proposal.movesData = false
        return proposal
    }

    private func partition(
        for job: Job, _ wish: ActionOrder.Wish
    ) throws(ActionRefusal) -> String {
        let wanted: String? =
            switch wish {
            case .queue(let name): name
            case .values(let values): values[job.id]
            default: nil
            }
        let known = Set(nodes.flatMap(\.partitions)).sorted()
        guard let wanted, known.contains(wanted) else {
            throw ActionRefusal(
                "Say which partition: \(known.joined(separator: ", ")).")
        }
        guard wanted != job.partition else {
            throw ActionRefusal("Job \(job.id) is in \(wanted) already.")
        }
        return wanted
    }

    /// Whether any node there could ever take it.
    private func room(for job: Job, in partition: String) -> ActionCheck {
        let there = nodes.filter { $0.partitions.contains(partition) && $0.takesJobs }
        guard !there.isEmpty else {
            return ActionCheck(.capacity, .warn, "No node of \(partition) takes jobs now.")
        }
        let most = there.compactMap(\.gpus).reduce(0, +)
        if let gpus = job.gpus, gpus > most {
            return ActionCheck(
                .capacity, .warn,
                "Job \(job.id) wants \(gpus) GPUs; \(partition) has \(most): it would not begin.")
        }
        let free = there.reduce(0) { $0 + max(0, ($1.gpus ?? 0) - ($1.gpusUsed ?? 0)) }
        return ActionCheck(
            .capacity, .pass,
            "\(partition) has \(there.count) nodes with \(most) GPUs, \(free) of them free now.")
    }

    private func moveStep(_ job: Job, from: String, to: String) -> ActionStep {
        jobStep(
            job, Self.partitionField, (before: from, after: to),
            ["scontrol", "update", "JobId=\(job.id)", "Partition=\(to)"])
    }

    private func jobStep(
        _ job: Job, _ field: String, _ change: (before: String, after: String),
        _ command: [String]
    ) -> ActionStep {
        let settings = commands.settings
        return ActionStep(
            target: ActionTarget(
                source: settings.source, uid: job.id, name: job.id, site: settings.site),
            field: field, before: change.before, after: change.after, token: change.before,
            request: ActionRequest(
                place: settings.place, words: commands.words(command), shown: shown(command)))
    }

    private static func run(of job: Job) -> String {
        let state = job.word.lowercased()
        return job.start.map { "\(state) since \(SlurmText.written($0))" } ?? state
    }

    /// What tells one run of a job from the next: when it began.
    static func token(of job: Job) -> String {
        job.start.map { "\(Int($0.seconds))" } ?? ""
    }
}

extension SlurmCluster {
    /// How a job stands towards a step; `nil` is a job that is in the queue no more.
    static func observation(of step: ActionStep, _ job: Job?) -> ActionObservation {
        guard let job else { return .elsewhere("it is in the queue no more") }
        if step.field == partitionField {
            if job.partition == step.after { return .reached }
            return job.partition == step.before
                ? .asBefore : .elsewhere("it is in \(job.partition)")
        }
        switch job.state {
        case .pending: return .reached
        case .completing: return .progressing("it is being ended")
        case .ended: return .elsewhere("it is \(job.word.lowercased())")
        default:
            return token(of: job) == step.token ? .asBefore : .reached
        }
    }
}
