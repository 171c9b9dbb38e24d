import FoundationEssentials
import Support
import Testing

/// `hybridtop drain` and `resume` against a real SLURM, and a log of its jobs.
@Suite(.serialized)
struct SlurmCommandTests {
    private func inLab(
        gpus: String = "", _ body: (SlurmLab, ProgramRun) throws -> Void
    ) throws {
        let lab = try SlurmLab()
        defer { lab.end() }
        let run = try ProgramRun(
            """
            sites:
              hall-a: { placement: dedicated, country: DE }
            sources:
              - slurm: { name: lab, site: hall-a, conf: \(lab.place.configuration) }
            \(gpus)
            """)
        try body(lab, run)
    }

    @Test func aPlanSaysWhatWouldBeSentAndSendsNothing() throws {
        try inLab { lab, run in
            let plan = run.run("drain gpu-a01 --plan --reason 'Xid 79'")
            #expect(plan.status == 0, "\(plan.errors)")
            #expect(
                plan.output.contains("scontrol update NodeName=gpu-a01 State=DRAIN Reason='Xid 79"))
            #expect(plan.output.contains("Partition gpu keeps 1 of 2 nodes and 4 of 8 GPUs"))
            let state = try lab.state("gpu-a01")
            #expect(state == "IDLE")
        }
    }

    @Test func aNodeIsDrainedVerifiedByItsGPUsAndResumed() throws {
        let smi = try StandInSMI(["FAKE_SMI_GPUS": "4", "FAKE_SMI_MODE": "idle"])
        let source = "  - nvidia-smi: { name: gpu-a01, site: hall-a, command: \(smi.command) }"
        try inLab(gpus: source) { lab, run in
            let drain = run.run("drain gpu-a01 --yes")
            #expect(drain.status == 0, "\(drain.output)\(drain.errors)")
            #expect(drain.output.contains("verified: 4 GPUs of gpu-a01 are empty, by nvidia-smi"))
            let state = try lab.state("gpu-a01")
            #expect(state == "IDLE+DRAIN")
            let resume = run.run("resume gpu-a01 --yes")
            #expect(resume.status == 0, "\(resume.output)\(resume.errors)")
            #expect(resume.output.contains("converged, not verified"))
            let back = try lab.state("gpu-a01")
            #expect(back.hasPrefix("IDLE"))
        }
    }

    @Test func anotherOperatorsDrainIsRefused() throws {
        try inLab { lab, run in
            try lab.say("scontrol", "update", "NodeName=gpu-a01", "State=DRAIN", "Reason=riser")
            let drain = run.run("drain gpu-a01 --yes")
            #expect(drain.status == 4)
            #expect(drain.output.contains("root says 'riser'"), "\(drain.output)")
        }
    }

    @Test func jobsAreLogged() throws {
        try inLab { lab, run in
            try lab.say("submit", "train", "--gres=gpu:2", "-t", "90", "-w", "gpu-a02")
            var line = ""
            for _ in 0..<20 where !line.contains("\"state\":\"running\"") {
                line = run.run("log --once --kind job").output
            }
            #expect(line.contains("\"job\":\"1\",\"name\":\"train\",\"user\":\"root\""), "\(line)")
            #expect(line.contains("\"accelerator_indices\":{\"gpu-a02\":\"0,1\"}"), "\(line)")
            #expect(line.contains("\"utilization_ratio\":null"), "\(line)")
            let nodes = run.run("log --once --kind node").output
            #expect(nodes.contains("\"accelerators_allocated\":2"), "\(nodes)")
        }
    }
}
