import Fleet
import Testing

@testable import Providers

/// Which pod holds which GPU, as exporters label it.
@Suite struct HolderTests {
    private func page(_ rows: [(gpu: Int, labels: String)]) -> [UInt8] {
        let lines = rows.map { gpu, labels in
            "DCGM_FI_DEV_GPU_UTIL{gpu=\"\(gpu)\",UUID=\"GPU-\(gpu)\",Hostname=\"gpu-a01\"\(labels)} 50"
        }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    private func holders(_ pages: [[(gpu: Int, labels: String)]]) async throws -> [String?] {
        try await ScrapeSetup.sample(pages: pages.map(page)).holders
    }

    @Test func thePodOfAGPUIsToldAsItsJobIsCalled() async throws {
        let found = try await holders([
            [
                (0, #",namespace="chat",pod="own-1",container="server""#),
                (1, #",pod_namespace="chat",pod_name="old-2""#), (2, ""),
                (3, #",namespace="",pod="",container="""#),
            ]
        ])
        #expect(found == ["chat/own-1", "chat/old-2", nil, nil])
    }

    /// A server that does not honour labels keeps the plain names for the exporter's own pod.
    @Test func whatAServerHasRenamedIsMeant() async throws {
        let found = try await holders([
            [
                (
                    0,
                    #",namespace="monitoring",pod="dcgm-x",exported_namespace="chat","#
                        + #"exported_pod="own-1""#
                )
            ]
        ])
        #expect(found == ["chat/own-1"])
    }

    @Test func whoHasGoneHoldsNothing() async throws {
        let held = [(gpu: 0, labels: #",namespace="chat",pod="own-1""#)]
        let other = [(gpu: 0, labels: #",namespace="chat",pod="own-2""#)]
        #expect(try await holders([held, other]) == ["chat/own-2"])
        #expect(try await holders([held, other, held]) == ["chat/own-1"])
        #expect(try await holders([held, [(gpu: 0, labels: "")]]) == [])
    }

    @Test func whatSeveralShareIsNobodys() async throws {
        let found = try await holders([
            [
                (0, #",namespace="chat",pod="own-1""#), (0, #",namespace="chat",pod="own-2""#),
                (1, #",namespace="chat",pod="own-1""#),
            ]
        ])
        #expect(found == [nil, "chat/own-1"])
    }

    @Test func withoutSuchLabelsNothingIsTold() async throws {
        #expect(try await ScrapeSetup.sample(fixture: "dcgm-mig").holders == [])
    }
}
