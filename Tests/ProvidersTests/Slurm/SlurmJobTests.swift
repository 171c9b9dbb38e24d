import Fleet
import Testing

@testable import Providers

/// Jobs whose names would be taken for something else.
@Suite struct SlurmJobTests {
    private let mark = Array("@m|".utf8)

    private func jobs(_ text: String) -> [SlurmJob] {
        SlurmJob.decode(Array(text.utf8), mark: mark).jobs
    }

    private let line =
        "@m|12|10_2|ada|gpu|RUNNING|2|gres:gpu:2|2026-11-21T15:00:00|2026-11-21T16:00:00"
        + "|2026-11-21T14:00:00|gpu-a[01-02]|None|1:00:00|"

    @Test func aLineIsRead() throws {
        let job = try #require(jobs(line + "train\n").first).job
        #expect(job.id == "10_2" && job.name == "train" && job.user == "ada" && job.gpus == 4)
        #expect(job.nodes == ["gpu-a01", "gpu-a02"] && job.state == .running && job.reason.isEmpty)
        #expect(job.end?.seconds == 1_795_276_800)
    }

    /// Without a limit SLURM tells an end a year ahead.
    @Test func aJobWithoutALimitHasNoEnd() throws {
        let endless = line.replacing("|1:00:00|", with: "|UNLIMITED|")
        let job = try #require(jobs(endless + "train\n").first).job
        #expect(job.end == nil && job.start != nil && job.name == "train")
        #expect(SlurmJobs.sentence([job]).hasPrefix("1 job, no end known: 10_2 train"))
    }

    /// Whatever it says of the limit: an end a year after the start is none.
    @Test(arguments: ["NOT_SET", "365-00:00:00", "366-00:00:00", ""])
    func anEndAYearAheadIsNone(limit: String) throws {
        let far = line.replacing("|1:00:00|", with: "|\(limit)|")
            .replacing("|2026-11-21T16:00:00|", with: "|2027-11-21T15:00:00|")
        let job = try #require(jobs(far + "train\n").first).job
        #expect(job.end == nil)
        #expect(!SlurmJobs.sentence([job]).contains("2027"))
    }

    @Test func aNameMayHoldAnything() throws {
        let name = "x|y\n99|99|eve|gpu|RUNNING|1||||| gpu-a01|None|1:00|z\u{1b}[2J"
        let all = jobs(line + name + "\n" + line + "next\n")
        #expect(all.map(\.number) == [12, 12])
        #expect(all[0].rawName == name && all[1].rawName == "next")
        #expect(!all[0].job.name.contains("\u{1b}"))
    }

    @Test func devicesAreReadAfterTheName() throws {
        let name = "a\nb UserId=q JOB_GRES=gpu:1 Nodes=gpu-a01 GRES=gpu:1(IDX:7) "
        var all = jobs(line + name + "\n")
        let text =
            "JobId=12 ArrayJobId=10 ArrayTaskId=2 JobName=\(name) UserId=ada(1) JobState=RUNNING "
            + "JOB_GRES=gpu:4   Nodes=gpu-a01 CPU_IDs=0 Mem=0 GRES=gpu:h100:2(IDX:0-1) "
            + "Nodes=gpu-a02 CPU_IDs=0 Mem=0 GRES=gpu:h100:1(IDX:3) MinCPUsNode=1 "
            + "Comment=Nodes=gpu-a01 GRES=gpu:9(IDX:9)\n"
        SlurmDevices.assign(Array(text.utf8), to: &all)
        #expect(
            all[0].job.shares == [
                Job.Share(node: "gpu-a01", indices: [0, 1]),
                Job.Share(node: "gpu-a02", indices: [3]),
            ])
        #expect(all[0].job.gpus == 3)
    }

    @Test func twoLinesOfOneJobAreNone() {
        var all = jobs(line + "train\n")
        let part = "JobId=12 JobName=train Nodes=gpu-a01 CPU_IDs=0 Mem=0 GRES=gpu:1(IDX:7)\n"
        SlurmDevices.assign(Array((part + part).utf8), to: &all)
        #expect(all[0].job.shares.isEmpty)
    }

    @Test(arguments: [
        ("slurm_update error: Invalid user id", true),
        ("slurm_update error: Unable to contact slurm controller (connect failure)", true),
        ("You must specify a reason when DOWNING or DRAINING a node", true),
        ("slurm_update error: Socket timed out on send/recv operation", false),
        ("slurm_update error: Zero Bytes were transmitted or received", false), ("", false),
    ])
    func onlyWhatIsSureIsCalledARefusal(_ text: String, _ isRefused: Bool) {
        if case .rejected = SlurmRefusal.answer(text) {
            #expect(isRefused)
        } else {
            #expect(!isRefused)
        }
    }
}
