import Collector
import Fleet
import Support
import Synchronization
import Testing

@testable import Providers

/// How queries are asked: side by side but not too many, in one deadline, each for itself.
@Suite struct QueryRoundTests {
    private static let gpu = "{\"Hostname\":\"gpu-a01\",\"gpu\":\"0\",\"UUID\":\"GPU-1\"}"
    private static let gauges = [
        "DCGM_FI_DEV_GPU_TEMP", "DCGM_FI_DEV_GPU_UTIL", "DCGM_FI_DEV_POWER_USAGE",
        "DCGM_FI_DEV_FB_USED", "DCGM_FI_DEV_FB_FREE", "DCGM_FI_DEV_SM_CLOCK",
        "DCGM_FI_DEV_MEM_CLOCK", "DCGM_FI_DEV_FAN_SPEED",
    ]

    /// A fleet of one GPU whose queries about `lost` names fail.
    private static func server(
        together: Int = 1, failing lost: [String] = [],
        _ failure: SourceFailure = SourceFailure(.timedOut, "Too slow.")
    ) -> ScriptedQueries {
        ScriptedQueries(together: together) { query in
            if query.contains("__name__") { return ScriptedQueries.names(gauges) }
            if lost.contains(where: query.contains) { return .failure(failure) }
            return ScriptedQueries.vector([(gpu, 40)])
        }
    }

    @Test func aFewAtATime() async throws {
        let server = Self.server(together: QueryRound.width)
        let sample = try await server.provider().poll().sample
        #expect(sample.accelerators[.temperature, 0] == .value(40))
        #expect(server.seen.queries.count == 1 + Self.gauges.count)
        #expect(server.seen.mostAtOnce == QueryRound.width)
    }

    @Test func allShareOneDeadline() async throws {
        let server = Self.server()
        _ = try await server.provider(deadline: .seconds(10)).poll()
        let timeouts = server.seen.timeouts
        #expect(timeouts.count == 1 + Self.gauges.count)
        #expect(timeouts.allSatisfy { $0 < .seconds(9) && $0 > .seconds(8) })
        #expect(timeouts.min() ?? .zero < timeouts.first ?? .zero)
        // A clock that has passed the deadline after the names: nothing more is sent.
        let late = Self.server()
        let failure = await failureOf {
            _ = try await late.provider(deadline: .milliseconds(20)).poll()
        }
        #expect(failure?.kind == .timedOut)
        #expect(late.seen.queries.count == 1)
    }

    @Test func aQueryThatFailsLosesOnlyItsReadings() async throws {
        let server = Self.server(failing: ["POWER_USAGE", "SM_CLOCK"])
        let sample = try await server.provider().poll().sample
        #expect(sample.accelerators[.temperature, 0] == .value(40))
        #expect(sample.accelerators[.power, 0] == .absent(.notReported))
        #expect(sample.accelerators[.smClock, 0] == .absent(.notReported))
        #expect(sample.acceleratorStates == [.present])
        let note = try #require(sample.notes.first)
        #expect(note.hasPrefix("2 of 8 queries failed (GPU "))
        #expect(note.hasSuffix("): Too slow."))
    }

    @Test func anErrorOfTheServerIsOneQuerysToo() async throws {
        let server = ScriptedQueries { query in
            if query.contains("__name__") { return ScriptedQueries.names(Self.gauges) }
            if query.contains("GPU_TEMP") {
                let text = #"{"status":"error","errorType":"execution","error":"too many samples"}"#
                return .success(HTTPResponse(status: 422, body: Array(text.utf8)))
            }
            return ScriptedQueries.vector([(Self.gpu, 40)])
        }
        let sample = try await server.provider().poll().sample
        #expect(sample.accelerators[.power, 0] == .value(40))
        #expect(sample.notes.first?.hasSuffix("execution: too many samples") == true)
    }

    @Test func whereNothingIsAnsweredTheSourceFails() async throws {
        let provider = try Self.server(
            failing: Self.gauges, SourceFailure(.refused, "Nothing listens.")
        ).provider()
        // The names were told; the figures are not.
        for _ in 0..<2 {
            let failure = await failureOf { _ = try await provider.poll() }
            #expect(failure?.kind == .refused)
        }
    }

    @Test func namesThatAreNotToldTwiceAreRemembered() async throws {
        let rounds = Mutex(0)
        let server = ScriptedQueries { query in
            if query.contains("__name__") {
                let isFirst = rounds.withLock { rounds in
                    rounds += 1
                    return rounds == 1
                }
                return isFirst
                    ? ScriptedQueries.names(Self.gauges)
                    : .failure(SourceFailure(.serverError, "HTTP 500"))
            }
            return ScriptedQueries.vector([(Self.gpu, 40)])
        }
        let provider = try server.provider()
        for _ in 0..<20 { _ = try await provider.poll() }
        let sample = try await provider.poll().sample
        #expect(sample.accelerators[.temperature, 0] == .value(40))
        #expect(sample.notes.first?.contains("(names)") == true)
    }
}
