import Fleet
import FoundationEssentials
import Glibc
import Testing

@testable import Headless

/// The lines as another program reads them: jq has to be installed.
@Suite struct JQTests {
    private func jq(_ filter: String) throws -> String {
        let folder = try TemporaryFolder()
        var bytes: [UInt8] = []
        var writer = JSONLWriter()
        _ = writer.write(LiteralFleet.snapshot, at: LiteralFleet.now, to: &bytes)
        try Data(bytes).write(to: URL(filePath: folder.path("log")))
        try filter.write(toFile: folder.path("filter"), atomically: false, encoding: .utf8)
        let status = shell(
            "jq -r -f \(folder.path("filter")) \(folder.path("log")) > \(folder.path("out"))")
        #expect(status == 0)
        return try String(contentsOfFile: folder.path("out"), encoding: .utf8)
    }

    @Test func missingIsNullWithItsReason() throws {
        let filter = """
            select(.kind=="accelerator" and .source=="nvidia-smi/gpu-a01")
            | "\\(.uuid) \\(.utilization_ratio) \\(.utilization_ratio_absent) \\(.state)"
            """
        #expect(
            try jq(filter) == """
                GPU-0 0.97 null present
                GPU-1 null unsupported: mig_enabled lost
                MIG-1 null unsupported present

                """)
    }

    @Test func oldIsNotNew() throws {
        let filter = """
            select(.kind=="accelerator" and .source=="nvidia-smi/gpu-a02" and .index==0)
            | "\\(.age_seconds) \\(.power_watts) \\(.power_watts_absent)"
            """
        #expect(try jq(filter) == "37 null stale\n")
    }

    @Test func hostileTextComesBackWhole() throws {
        #expect(try jq(#"select(.kind=="endpoint") | .endpoint"#) == "chat \"70b\"\\x\n")
        #expect(
            try jq(#"select(.kind=="process" and .pid==4242) | .command"#)
                == String(repeating: "python train.py --name=\"a,b\"\n", count: 2))
    }

    @Test func everyLineHasSchemaTimeKindAndNoNumberIsText() throws {
        let filter = """
            select(.schema != 1 or .time != "2026-11-21T14:02:11.482Z" or (.kind|type) != "string"
              or ([to_entries[] | select(.key|test("_(ratio|bytes|seconds|watts|total)$"))
                   | select((.value|type) != "number" and .value != null)] | length) > 0)
            """
        #expect(try jq(filter).isEmpty)
    }

    @Test func aLateEndpointTellsTheAgeOfItsFigures() throws {
        #expect(try jq(#"select(.kind=="endpoint") | .age_seconds"#) == "90\n")
    }
}
