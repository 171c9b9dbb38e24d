import Support
import Testing

extension RealProgramTests {
    /// A node that runs a job is taken out of a real SLURM by keys alone.
    @Suite struct DrainingNodes {
        @Test func theJobIsWaitedForAndTheGPUsAreLookedAt() throws {
            let lab = try SlurmLab()
            defer { lab.end() }
            let smi = try StandInSMI([
                "FAKE_SMI_GPUS": "4", "FAKE_SMI_IDLE": "\(lab.place.folder)/train.done",
            ])
            try lab.say("submit", "train", "--gres=gpu:2", "-t", "90", "-w", "gpu-a01")
            let terminal = try program(lab, smi).screen()
            let keys = ActionKeys(terminal: terminal)
            try keys.filter("2", "gpu-a01", until: "Nodes 1 of 3")
            try terminal.wait(for: "mixed")
            try keys.unlock("lab")
            try terminal.write("d")
            try terminal.wait(for: "1 job is on it, until 2")
            try keys.confirm()
            try keys.wait("drain gpu-a01", "progressing")
            try terminal.wait(for: "DRAINING: 1 job, until 2")
            try terminal.wait(for: "1 train of root")
            let isWaited = try lab.state("gpu-a01")
            #expect(isWaited == "MIXED+DRAIN")
            try lab.say("finish", "train")
            try keys.wait("drain gpu-a01", "verified  4 GPUs of gpu-a01 are empty, by nvidia-smi")
            let isDrained = try lab.state("gpu-a01")
            #expect(isDrained == "IDLE+DRAIN")
            try terminal.write("2")
            try terminal.wait(for: "drained")
            try terminal.write("u")
            try terminal.wait(for: "State=UNDRAIN")
            try keys.confirm()
            try keys.wait("resume gpu-a01", "converged, not verified")
            let isBack = try lab.state("gpu-a01")
            #expect(isBack.hasPrefix("IDLE") && !isBack.contains("DRAIN"))
            #expect(try keys.quit())
        }

        private func program(_ lab: SlurmLab, _ smi: StandInSMI) throws -> ProgramRun {
            try ProgramRun(
                """
                context: lab
                sites: { hall-a: { placement: dedicated, country: DE } }
                sources:
                  - slurm:
                      { name: lab, site: hall-a, conf: \(lab.place.configuration), interval: 1s }
                  - nvidia-smi: { name: gpu-a01, site: hall-a, command: \(smi.command) }
                """)
        }
    }
}
