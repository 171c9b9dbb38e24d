import Actions
import Collector
import Fleet
import Foundation
import Support
import Testing

/// What is read of a real SLURM, here and on a login node.
@Suite(.serialized)
struct SlurmReadingTests {
    @Test func nodesAndJobsAreRead() async throws {
        try await SlurmScene.run { scene in
            let id = try await scene.submit("train", "--gres=gpu:2", "-t", "90", "-w", "gpu-a01")
            // A name that would be two lines, and another job's.
            try scene.lab.say(
                "submit", "x\n1|1|eve|gpu|RUNNING|1|||||gpu-a02|None|y", "--gres=gpu:1",
                "--begin=now+1hour")
            let wide = try await scene.submit("wide", "-N2", "--gres=gpu:1", "-p", "gpu")
            let sample = try await scene.provider().poll().sample
            #expect(sample.inventory.nodes.map(\.name) == ["gpu-a01", "gpu-a02", "gpu-b01"])
            #expect(sample.schedules.map(\.use) == [.mixed, .mixed, .idle])
            #expect(sample.schedules.map(\.partitions) == [["gpu"], ["gpu"], ["infer"]])
            #expect(sample.nodes.value(.acceleratorsSchedulable, 2) == 2)
            #expect(sample.nodes.value(.acceleratorsAllocated, 0) == 3)
            let jobs = sample.jobs.value ?? []
            #expect(jobs.count == 3)
            let train = try #require(jobs.first { $0.id == id })
            #expect(train.shares == [Job.Share(node: "gpu-a01", indices: [0, 1])])
            #expect(train.gpus == 2 && train.state == .running && train.user == "root")
            let limit = try #require(train.end.flatMap { end in train.start.map { end - $0 } })
            #expect(limit == .seconds(90 * 60))
            let both = try #require(jobs.first { $0.id == wide })
            #expect(both.nodes == ["gpu-a01", "gpu-a02"] && both.gpus == 2)
            #expect(both.shares.map(\.node) == ["gpu-a01", "gpu-a02"])
            #expect(both.shares.first?.indices == [2])
            let odd = try #require(jobs.first { $0.state == .pending })
            #expect(odd.reason == "BeginTime" && odd.nodes.isEmpty && odd.name.contains("eve"))
        }
    }

    @Test func aLoginNodeIsAskedAndActsTheSame() async throws {
        let server = try await LoopbackSSHServer()
        try await SlurmScene.run { scene in
            let provider = try scene.provider(
                [
                    "host": .string("gpu-a01"), "ssh_config": .string(server.configuration),
                ], environment: server.clientEnvironment)
            #expect(try await provider.poll().sample.inventory.nodes.count == 3)
            let drain = scene.order(.drain, "gpu-a02", "two  words; and $(a trick)")
            let end = try await scene.carryOut(drain, with: provider)
            #expect(end.state == .converged, "\(end.sentence)")
            #expect(
                end.plan.stages[0].steps[0].request.shown.hasPrefix(
                    "ssh -F \(server.configuration) -- gpu-a01 'env TZ=UTC SLURM_CONF="))
            // A shell that reads it gets the very words: nothing in the reason is run.
            let echoed = try Tools.run([
                "sh", "-c",
                "ssh() { shift 4; eval \"set -- $1\"; printf '%s|' \"$@\"; }; "
                    + end.plan.stages[0].steps[0].request.shown,
            ]).output
            let words = end.plan.stages[0].steps[0].request.words
            #expect(echoed == words.joined(separator: "|") + "|")
            let reason = try scene.lab.say("sinfo", "-h", "-n", "gpu-a02", "-o", "%E")
            #expect(reason.hasPrefix("two words; and $(a trick) [op:"), "\(reason)")
            server.stop()
            let gone = await provider.send(end.plan.stages[0].steps[0].request)
            if case .accepted = gone { #expect(Bool(false), "nobody was there to accept it") }
        }
    }
}
