import Fleet

/// What shows that a change has come to be: each of its targets has to show it.
extension SlurmCluster {
    /// What is seen of jobs once they are where they were sent.
    static func proof(_ steps: [ActionStep], _ jobs: [Job]) -> ActionProof {
        var running: [String] = []
        var missing: [String] = []
        var waiting = 0
        for step in steps {
            guard let job = jobs.first(where: { $0.id == step.target.uid }) else {
                missing.append(
                    "job \(step.target.uid) is in the queue no more, and was not seen to run")
                continue
            }
            switch job.state {
            case .running: running.append("job \(job.id) runs on \(job.nodes.first ?? "a node")")
            case .pending:
                waiting += 1
                missing.append(
                    "job \(job.id) waits in \(job.partition)"
                        + (job.reason.isEmpty ? "" : ": \(job.reason)"))
            default: missing.append("job \(job.id) is \(job.word.lowercased())")
            }
        }
        guard !missing.isEmpty else { return .shown(running.joined(separator: ", ")) }
        let whether = waiting == 1 ? "Whether it begins" : "Whether they begin"
        return .noDataPlane(
            (steps.count > 1 ? "\(running.count) of \(steps.count) jobs run: " : "")
                + "\(listed(missing))." + (waiting > 0 ? " \(whether) is SLURM's to say." : ""))
    }

    /// A node that is back is proved by a job that has begun on it since: what ran there all along was
    /// let run to its end. `earlier` has the runs from before a change, by its words.
    static func returned(
        _ steps: [ActionStep], _ jobs: [Job], before earlier: [[String]: Set<String>]
    ) -> ActionProof {
        var begun: [String] = []
        var missing: [String] = []
        for step in steps {
            let name = step.target.uid
            let old = earlier[step.request.words]
            let job = jobs.first { job in
                job.nodes.contains(name) && old.map { !$0.contains(oneRun(job)) } ?? false
            }
            if let job {
                begun.append("job \(job.id) runs on \(name)")
            } else {
                missing.append(name)
            }
        }
        if missing.isEmpty { return .shown(begun.joined(separator: ", ")) }
        guard !begun.isEmpty else {
            return .noDataPlane("No job has begun there to see it by.")
        }
        let names = missing.joined(separator: ", ")
        return .noDataPlane(
            "\(begun.count) of \(steps.count) nodes \(begun.count == 1 ? "has" : "have") got a job: "
                + "\(names) \(missing.count == 1 ? "has" : "have") not.")
    }

    /// What tells one run of a job from the next.
    static func oneRun(_ job: Job) -> String { "\(job.id) \(token(of: job))" }

    /// Some of it, where it is much.
    private static func listed(_ parts: [String]) -> String {
        parts.prefix(3).joined(separator: "; ")
            + (parts.count > 3 ? "; and \(parts.count - 3) more" : "")
    }
}
