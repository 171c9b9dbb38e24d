import Fleet
import Testing

@testable import Providers

/// What shows that nodes are back and that jobs are where they were sent: each of several has to.
@Suite struct SlurmProofTests {
    private func step(_ name: String, field: String = "state") -> ActionStep {
        ActionStep(
            target: ActionTarget(
                source: SourceID(provider: "slurm", instance: "lab"), uid: name, name: name,
                site: "hall-a"),
            field: field, before: "gpu", after: "infer", token: "",
            request: ActionRequest(place: "local", words: ["change", name], shown: ""))
    }

    private func job(_ id: String, _ state: Job.State, on node: String? = nil) -> Job {
        var job = Job(
            id: id, name: "train", user: "ada", partition: "infer", state: state,
            word: state.rawValue.uppercased())
        job.nodes = node.map { [$0] } ?? []
        job.reason = state == .pending ? "Resources" : ""
        return job
    }

    private func moved(_ ids: [String], _ jobs: [Job]) -> ActionProof {
        SlurmCluster.proof(ids.map { step($0, field: SlurmCluster.partitionField) }, jobs)
    }

    @Test func allJobsHaveToRun() {
        let five = job("5", .running, on: "gpu-b01")
        #expect(moved(["5"], [five]) == .shown("job 5 runs on gpu-b01"))
        #expect(
            moved(["5", "6"], [five, job("6", .running, on: "gpu-b02")])
                == .shown("job 5 runs on gpu-b01, job 6 runs on gpu-b02"))
        #expect(
            moved(["5", "6"], [five, job("6", .pending)])
                == .noDataPlane(
                    "1 of 2 jobs run: job 6 waits in infer: Resources. Whether it begins is "
                        + "SLURM's to say."))
        #expect(
            moved(["6"], [job("6", .pending)])
                == .noDataPlane(
                    "job 6 waits in infer: Resources. Whether it begins is SLURM's to say."))
        #expect(moved(["5"], [job("5", .completing)]) == .noDataPlane("job 5 is completing."))
    }

    @Test func whatIsGoneProvesNothing() {
        #expect(
            moved(["5"], [])
                == .noDataPlane("job 5 is in the queue no more, and was not seen to run."))
        #expect(
            moved(["5", "6"], [job("6", .running, on: "gpu-b01")])
                == .noDataPlane(
                    "1 of 2 jobs run: job 5 is in the queue no more, and was not seen to run."))
    }

    @Test func ofManyThatWaitThreeAreNamed() {
        let ids = (1...5).map(String.init)
        let proof = moved(ids, ids.map { job($0, .pending) })
        guard case .noDataPlane(let why) = proof else {
            Issue.record("\(proof)")
            return
        }
        #expect(why.hasPrefix("0 of 5 jobs run: job 1 waits"))
        #expect(
            why.hasSuffix("; and 2 more. Whether they begin is SLURM's to say."), "\(why)")
    }

    @Test func eachNodeThatIsBackNeedsAJobThatHasBegunThere() {
        let steps = [step("gpu-a01"), step("gpu-a02")]
        let before: [[String]: Set<String>] = [
            ["change", "gpu-a01"]: [], ["change", "gpu-a02"]: [],
        ]
        let one = job("2", .running, on: "gpu-a01")
        #expect(
            SlurmCluster.returned(steps, [one], before: before)
                == .noDataPlane("1 of 2 nodes has got a job: gpu-a02 has not."))
        let other = job("3", .running, on: "gpu-a02")
        #expect(
            SlurmCluster.returned(steps, [one, other], before: before)
                == .shown("job 2 runs on gpu-a01, job 3 runs on gpu-a02"))
        // What ran there all along says nothing.
        var old = before
        old[["change", "gpu-a02"]] = [SlurmCluster.oneRun(other)]
        #expect(
            SlurmCluster.returned(steps, [one, other], before: old)
                == .noDataPlane("1 of 2 nodes has got a job: gpu-a02 has not."))
        #expect(
            SlurmCluster.returned(steps, [], before: before)
                == .noDataPlane("No job has begun there to see it by."))
    }
}
