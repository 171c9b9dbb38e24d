import Fleet
import Testing

@testable import Headless

/// What was never heard of is in the log, with the reason in the place of each reading.
@Suite struct UnansweredRecordTests {
    private static func line(_ status: SourceStatus) -> String {
        var source = SourceState(
            id: SourceID(provider: "nvidia-smi", instance: "gpu03"), title: "", site: "hall",
            interval: .seconds(1), staleAfter: .seconds(3))
        source.expect(
            Sample(
                expecting: Inventory(
                    nodes: [NodeIdentity(name: "gpu03")],
                    endpoints: [EndpointIdentity(name: "chat", kind: "")]),
                nodes: [.load1], endpoints: [.latencyP95]))
        source.status = status
        let snapshot = FleetSnapshot(time: LiteralFleet.now, sources: [source])
        var writer = JSONLWriter(selection: RecordSelection(kinds: [.node, .endpoint]))
        var bytes: [UInt8] = []
        _ = writer.write(snapshot, at: LiteralFleet.now, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func itSaysWhyItIsSilent() {
        let text = Self.line(.failed(SourceFailure(.timedOut, "no answer")))
        #expect(text.contains(#""node":"gpu03""#) && text.contains(#""endpoint":"chat""#))
        #expect(text.contains(#""state":"failed","state_reason":"timed_out""#))
        #expect(text.contains(#""state":"unknown","state_reason":"timed_out""#))
        #expect(text.contains(#""load1":null,"load1_absent":"not_reported: no_answer""#))
        #expect(text.contains(#""latency_p95_seconds_absent":"not_reported: no_answer""#))
        #expect(text.contains(#""server":null"#) && text.contains(#""age_seconds":null"#))
    }

    @Test func beforeThatItSaysThatItWaits() {
        #expect(Self.line(.waiting).contains(#""state":"waiting","state_reason":"no_answer""#))
    }
}
