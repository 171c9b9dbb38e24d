import Fleet
import Foundation
import Testing

@testable import Providers

/// Times and amounts as Kubernetes writes them.
@Suite struct KubeTextTests {
    /// By the second opinion of Foundation.
    @Test(arguments: [
        "2026-11-21T14:02:11Z", "2000-02-29T23:59:59+05:30", "1999-12-31T00:00:00-08:00",
        "2099-01-01T00:00:00Z",
    ])
    func times(_ text: String) throws {
        let date = try #require(try? Date(text, strategy: .iso8601))
        #expect(KubeText.time(text)?.seconds == date.timeIntervalSince1970)
    }

    @Test func fractionsAreAllowed() {
        #expect(KubeText.time("1970-01-01T00:00:01.999999Z")?.seconds == 1)
    }

    @Test(arguments: [
        "", "null", "2026-11-21", "2026-11-21 14:02:11", "9999-12-31T23:59:59Z",
        "2026-13-01T00:00:00Z", "2026-11-21T14:02:11", "2026-11-21T14:02:11+0530",
        "0001-01-01T00:00:00Z", "2026-11-21T14:02:11Zx", "２０２６-11-21T14:02:11Z",
    ])
    func whatIsNoTime(_ text: String) { #expect(KubeText.time(text) == nil) }

    @Test(arguments: [
        ("8", 8), ("0", 0), ("500m", 0.5), ("64Gi", 68_719_476_736), ("1k", 1000), ("1e3", 1000),
        ("527945216Ki", 540_615_901_184), ("1.5M", 1_500_000), ("-1", -1), ("12E", 1.2e19),
    ])
    func amounts(_ text: String, _ value: Double) {
        #expect(KubeQuantity(text).value == value)
    }

    @Test(arguments: ["", "eight", "8Q", "nan", "inf", "1e999", "--1", "8 "])
    func whatIsNoAmount(_ text: String) { #expect(KubeQuantity(text).value == nil) }

    @Test func acceleratorsOfEveryMaker() {
        func count(_ amounts: [String: String]) -> Int {
            amounts.mapValues { KubeQuantity($0) }.accelerators
        }
        #expect(count(["cpu": "64", "memory": "1Ti", "nvidia.com/gpu": "8"]) == 8)
        #expect(count(["nvidia.com/mig-1g.10gb": "7", "nvidia.com/mig-2g.20gb": "3"]) == 10)
        #expect(count(["amd.com/gpu": "4", "habana.ai/gaudi": "8", "google.com/tpu": "4"]) == 16)
        // Three names of the same: chips, chips again, and their cores.
        let neuron = "aws.amazon.com/neuron"
        #expect(count([neuron: "16", "\(neuron)device": "16", "\(neuron)core": "32"]) == 16)
        #expect(count(["\(neuron)core": "2"]) == 2)
        #expect(count(["nvidia.com/gpu": "-3"]) == 0 && count(["nvidia.com/gpu": "1e18"]) == 0)
        #expect(count(["example.com/gpu": "3"]) == 0)
    }

    @Test func whatGoesIntoAPathIsEncoded() {
        #expect(KubeText.encoded("status.phase!=Failed") == "status.phase%21%3DFailed")
        #expect(KubeText.encoded("a/b c?&ü") == "a%2Fb%20c%3F%26%C3%BC")
    }
}
