import Collector
import Fleet

extension SlurmProvider: ActionableProvider {
    static let actions: Set<ActionKind> = [.drain, .resume]

    func propose(_ order: ActionOrder) async throws(ActionRefusal) -> ActionProposal {
        let cluster = try await look()
        let nodes = try cluster.targets(order.targets)
        var proposal =
            switch order.kind {
            case .drain: cluster.drain(nodes, order)
            case .resume: try cluster.resume(nodes, order)
            default: throw ActionRefusal("SLURM's nodes can be drained and resumed.")
            }
        proposal.checks.insert(await permission(), at: 0)
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
        let names = steps.map(\.target.uid)
        let nodes = try await commands.nodes(names).rows
        // Whose jobs they are is worth a look, and not worth failing for.
        let jobs = try? await commands.jobs(on: names).rows.map(\.job)
        return steps.map { step in
            guard let node = nodes.first(where: { $0.name == step.target.uid }) else {
                return .elsewhere("SLURM does not know \(step.target.uid) any more")
            }
            let here = jobs?.filter { $0.holds && $0.nodes.contains(node.name) }
            return node.observation(
                of: step, jobs: here, isTaken: taken.contains(step.request.words))
        }
    }

    func prove(_ steps: [ActionStep]) async -> ActionProof {
        let names = steps.map(\.target.uid)
        let jobs: [Job]
        do throws(SourceFailure) {
            jobs = try await commands.jobs(on: names).rows.map(\.job).filter(\.holds)
        } catch { return .notYet(error.message) }
        guard steps.first?.after == SlurmChange.drain.rawValue else { return returned(jobs) }
        if let job = jobs.first {
            return .notYet("job \(job.id) of \(job.user) is still on \(job.nodes.first ?? "it")")
        }
        return await NodeProof(witness: witness, site: settings.site).empty(names)
    }

    /// A node that is back is proved by a job that runs on it.
    private func returned(_ jobs: [Job]) -> ActionProof {
        guard let job = jobs.first else {
            return .noDataPlane("No job has begun there yet to see it by.")
        }
        return .shown("job \(job.id) runs on \(job.nodes.first ?? "it")")
    }

    private var source: SourceID { settings.source }

    /// Whether the words are a change of a node's state as they are made here, to be run as they are.
    private func isOurs(_ words: [String]) -> Bool {
        let start = commands.words(["scontrol", "update"])
        return words.count > start.count && Array(words.prefix(start.count)) == start
            && words[start.count].hasPrefix("NodeName=")
    }

    private func look() async throws(ActionRefusal) -> SlurmCluster {
        do throws(SourceFailure) {
            let nodes = try await commands.nodes([]).rows
            let jobs = try await commands.jobs(on: []).rows.map(\.job)
            return SlurmCluster(nodes: nodes, jobs: jobs, commands: commands)
        } catch {
            throw ActionRefusal(error.message + (error.nextStep.isEmpty ? "" : " \(error.advice)"))
        }
    }
}

extension SlurmSettings {
    /// Where requests go, as a plan shows it.
    var place: String { host?.destination ?? "local" }
}
