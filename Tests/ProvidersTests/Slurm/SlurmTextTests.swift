import Fleet
import Testing

@testable import Providers

/// The text forms of SLURM's commands, as its versions print them.
@Suite struct SlurmTextTests {
    @Test(arguments: [
        ("gpu01", ["gpu01"]), ("gpu[01-03,7],login", ["gpu01", "gpu02", "gpu03", "gpu7", "login"]),
        ("r[1-2]n[1-2]", ["r1n1", "r1n2", "r2n1", "r2n2"]), ("", []), ("a[2-1]", []),
        ("a[x]", []), ("a[1", []), ("gpu[09-10]x", ["gpu09x", "gpu10x"]),
    ])
    func hostListsAreExpanded(_ text: String, _ names: [String]) {
        #expect(SlurmText.hosts(text) == names)
    }

    @Test func aHostListThatIsHugeIsCut() {
        #expect(SlurmText.hosts("n[1-9999999]r[1-9999999]", limit: 100).count <= 100)
    }

    @Test(arguments: [
        ("gpu:h100:4(S:0-1)", 4), ("gres:gpu:2", 2), ("gpu:a100:3(IDX:0-1,3),gpu:l40s:1(IDX:4)", 4),
        ("gpu:8,shard:16,mps:100", 8), ("gpu", 1), ("gpu:h100", 1), ("shard:4", nil),
        ("(null)", nil),
        ("N/A", nil), ("", nil),
    ])
    func gpusAreCounted(_ text: String, _ count: Int?) {
        #expect(SlurmText.gpus(text) == count)
    }

    @Test func indicesAreRead() {
        #expect(SlurmText.indices("gpu:h100:3(IDX:0-1,3)") == [0, 1, 3])
        #expect(SlurmText.indices("gpu:h100:0(IDX:N/A)") == [])
    }

    @Test func timesAreRead() {
        // date -u -d 2026-11-21T16:37:55 +%s
        #expect(SlurmText.time("2026-11-21T16:37:55")?.seconds == 1_795_279_075)
        #expect(SlurmText.time("Unknown") == nil && SlurmText.time("N/A") == nil)
        #expect(
            SlurmText.time("2026-11-21T16:37:55").map { SlurmText.written($0) }
                == "2026-11-21 16:37 UTC")
    }

    @Test(arguments: [
        ("IDLE", NodeSchedule.Use.idle), ("MIXED+DRAIN", .draining), ("IDLE+DRAIN", .drained),
        ("IDLE*+DRAIN", .drained), ("IDLE+DRAIN+NOT_RESPONDING", .drained),
        ("IDLE+COMPLETING+DRAIN", .draining), ("DOWN*", .down), ("IDLE*", .down),
        ("ALLOCATED+CLOUD+NOT_RESPONDING+POWERING_UP", .down),
        ("IDLE+CLOUD+POWERED_DOWN", .changing),
        ("IDLE~", .changing), ("MIXED$", .reserved), ("WHATEVER", .unknown),
    ])
    func statesOfAllVersionsAreUnderstood(_ text: String, _ use: NodeSchedule.Use) {
        let line = "NodeName=n1 State=\(text) Partitions=gpu"
        #expect(SlurmNode(line)?.schedule.use == use)
    }

    @Test func aReasonIsReadWithWhoGaveIt() throws {
        let own = try #require(
            SlurmNode(
                "NodeName=n1 State=IDLE+DRAIN Reason=fan State=IDLE [op:7f] "
                    + "[ada@2026-11-21T15:12:46]"))
        #expect(own.isDraining)
        #expect(own.reason == "fan State=IDLE [op:7f]" && own.reasonBy == "ada")
        let newer = try #require(
            SlurmNode("NodeName=n1 State=IDLE+DRAIN Reason=x [root@2026-11-21T15:12:46] Comment=y"))
        #expect(newer.reason == "x" && newer.reasonBy == "root")
    }

    @Test func linesThatAreNoNodesAreNone() {
        let found = SlurmNode.decode(Array("Node x not found\nNodeName=\nState=IDLE\n".utf8))
        #expect(found.nodes.isEmpty && found.unread == 1)
    }
}
