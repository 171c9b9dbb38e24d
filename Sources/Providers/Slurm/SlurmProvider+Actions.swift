import Collector
import Fleet

extension SlurmProvider: ActionableProvider {
    static let actions: Set<ActionKind> = [.drain, .resume, .reboot, .requeue, .move]

    nonisolated var requestTimeout: Duration { settings.limit }

    func propose(_ order: ActionOrder) async throws(ActionRefusal) -> ActionProposal {
        let cluster = try await look()
        var proposal =
            switch order.kind {
            case .drain: try await drain(cluster, order)
            case .resume: try await resume(cluster, order)
            case .reboot: try cluster.reboot(cluster.targets(order.targets), order)
            case .requeue: try cluster.requeue(cluster.jobTargets(order.targets), order)
            case .move: try cluster.move(cluster.jobTargets(order.targets), order)
            case .scale, .reroute, .cordon:
                throw ActionRefusal("SLURM cannot \(order.kind.rawValue) anything.")
            }
        proposal.checks.insert(await permission(), at: 0)
        if let gap = cluster.jobGap {
            proposal.checks.append(
                ActionCheck(.existence, .warn, "squeue: \(gap), and may be on any node.", facts: [])
            )
        }
        return proposal
    }

    func send(_ request: ActionRequest) async -> ActionAnswer {
        guard request.place == settings.place, isOurs(request.words) else {
            return .rejected("\(request.place) is not where \(source) changes nodes")
        }
        let answer = await commands.change(request.words)
        if answer == .accepted { taken.insert(request.words) }
        return answer
    }

    func observe(_ steps: [ActionStep]) async throws(SourceFailure) -> [ActionObservation] {
        if steps.first?.isOfJob == true {
            let found = try await commands.jobs(on: [])
            let jobs = found.rows.map(\.job)
            let isMissing = steps.contains { step in !jobs.contains { $0.id == step.target.uid } }
            // One that is not seen is not gone.
            if isMissing { _ = try found.complete("squeue") }
            return steps.map { step in
                SlurmCluster.observation(of: step, jobs.first { $0.id == step.target.uid })
            }
        }
        let names = steps.map(\.target.uid)
        let nodes = try await commands.nodes(names).complete("scontrol show node")
        // Whose jobs they are is worth a look, and not worth failing for.
        let jobs = try? await commands.jobs(on: names).rows.map(\.job)
        return steps.map { step in
            guard let node = nodes.first(where: { $0.name == step.target.uid }) else {
                return .elsewhere("SLURM does not know \(step.target.uid) any more")
            }
            let isTaken = taken.contains(step.request.words)
            if step.field == SlurmCluster.rebootField {
                return node.rebootObservation(of: step, isTaken: isTaken)
            }
            let here = jobs?.filter { $0.holds && $0.nodes.contains(node.name) }
            let seen = node.observation(of: step, jobs: here, isTaken: isTaken)
            if seen == .asBefore, let here {
                earlier[step.request.words] = Set(here.map(SlurmCluster.oneRun))
            }
            return seen
        }
    }

    func prove(_ steps: [ActionStep]) async -> ActionProof {
        let names = steps.map(\.target.uid)
        let isOfJob = steps.first?.isOfJob == true
        do throws(SourceFailure) {
            if steps.first?.field == SlurmCluster.rebootField {
                return try await sight(of: steps, isBack: true)
            }
            let rows = try await commands.jobs(on: isOfJob ? [] : names)
            let all = rows.rows.map(\.job)
            if isOfJob { return SlurmCluster.proof(steps, all) }
            let jobs = all.filter(\.holds)
            guard steps.first?.after == SlurmChange.drain.rawValue else {
                return SlurmCluster.returned(steps, jobs, before: earlier)
            }
            if let job = jobs.first {
                return .notYet(
                    "job \(job.id) of \(job.user) is still on \(job.nodes.first ?? "it")")
            }
            if let gap = rows.gap { return .noDataPlane("squeue: \(gap).") }
            return try await sight(of: steps, isBack: false)
        } catch { return .notYet(error.message) }
    }

    /// What other eyes see on nodes, where so many GPUs are as SLURM says.
    private func sight(
        of steps: [ActionStep], isBack: Bool
    ) async throws(SourceFailure) -> ActionProof {
        let names = steps.map(\.target.uid)
        var proof = NodeProof(witness: witness, site: settings.site)
        for node in try await commands.nodes(names).rows { proof.expected[node.name] = node.gpus }
        proof.dark = dark[steps] ?? DarkNodes()
        proof.dark.now = clock.now().monotonic
        let answer = isBack ? await proof.back(names) : await proof.empty(names)
        dark[steps] = answer.isPending ? proof.dark : nil
        return answer
    }

    private var source: SourceID { settings.source }

    /// Whether the words are a change as it is made here, to be run as they are.
    private func isOurs(_ words: [String]) -> Bool {
        let start = commands.words(["scontrol"])
        guard words.count >= start.count + 2, words.starts(with: start) else { return false }
        let first = words[start.count + 1]
        switch words[start.count] {
        case "update": return first.hasPrefix("NodeName=") || first.hasPrefix("JobId=")
        case "reboot": return first == "ASAP"
        case "cancel_reboot", "requeue": return true
        default: return false
        }
    }

    private func look() async throws(ActionRefusal) -> SlurmCluster {
        do throws(SourceFailure) {
            let nodes = try await commands.nodes([])
            let jobs = try await commands.jobs(on: [])
            return SlurmCluster(
                nodes: nodes.rows, jobs: jobs.rows.map(\.job), commands: commands,
                nodeGap: nodes.gap, jobGap: jobs.gap)
        } catch {
            throw ActionRefusal(error.message + (error.nextStep.isEmpty ? "" : " \(error.advice)"))
        }
    }
}

extension ActionStep {
    /// Whether it is about a job, not a node.
    fileprivate var isOfJob: Bool {
        [SlurmCluster.runField, SlurmCluster.partitionField].contains(field)
    }
}

extension SlurmSettings {
    /// Where requests go, as a plan shows it.
    var place: String { host?.destination ?? "local" }
}
