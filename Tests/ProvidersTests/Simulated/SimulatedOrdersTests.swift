import Collector
import Fleet
import Providers
import Support
import Testing

/// What the simulated fleet is told is part of what it follows from: the same orders at the same times
/// lead to the same bytes, whoever asks how often.
@Suite struct SimulatedOrdersTests {
    private let socket = SocketPlace.path("/run/haproxy/edge.sock")

    /// A fleet that is told three things in its first minute, and asked at these seconds.
    private func told(
        asking seconds: [Int], chaos: SimulatedChaos = [], seed: UInt64 = 1
    ) async throws -> [String] {
        let clock = AskedFleet.HandClock()
        let transports = SimulatedFleet.transports(clock: clock, seed: seed, chaos: chaos)
        var pages: [String] = []
        for second in 0...120 {
            switch second {
            case 7: pages.append(await answer(transports, "set weight chat/own 30"))
            case 20: pages.append(await answer(transports, "set server chat/weu state drain"))
            case 31: pages.append(await drain(transports, "gpu-a12"))
            default: break
            }
            if seconds.contains(second) { _ = try await everything(transports) }
            clock.move(.milliseconds(1000))
        }
        return pages + (try await everything(transports))
    }

    private func answer(_ transports: Transports, _ line: String) async -> String {
        do throws(SourceFailure) {
            let bytes = try await transports.sockets.ask(
                line, at: socket, limit: 1 << 20, timeout: .seconds(1))
            return String(decoding: bytes, as: UTF8.self)
        } catch { return "\(error.kind)" }
    }

    private func drain(_ transports: Transports, _ node: String) async -> String {
        let words = ["TZ=UTC", "scontrol", "update", "NodeName=\(node)", "State=DRAIN", "Reason=x"]
        return await run(transports, words, at: "login.hall-a.example")
    }

    private func run(
        _ transports: Transports, _ words: [String], at host: String
    ) async -> String {
        let command = Command("env", words, host: RemoteHost(host))
        do throws(SourceFailure) {
            let output = try await transports.commands.run(command, limit: 1 << 20)
            return "\(output.status) \(String(decoding: output.output, as: UTF8.self))"
                + output.errors
        } catch { return "\(error.kind)" }
    }

    /// What the router, a server, a scheduler and a node say.
    private func everything(_ transports: Transports) async throws -> [String] {
        let metrics = try await transports.http.send(
            HTTPRequest(url: "http://chat.weu.example:8000/metrics"))
        let rows = try await transports.commands.run(
            Command(
                "nvidia-smi",
                ["--query-gpu=index,utilization.gpu,memory.used", "--format=csv,noheader,nounits"],
                host: RemoteHost("gpu-a12")), limit: 1 << 20)
        return [
            await answer(transports, "show stat -1 6 -1"),
            String(decoding: metrics.body, as: UTF8.self),
            await run(transports, ["scontrol", "show", "node"], at: "login.hall-a.example"),
            await run(transports, ["scontrol", "show", "job"], at: "login.hall-a.example"),
            await run(transports, ["squeue", "-o", "%A %u %T %N"], at: "login.hall-b.example"),
            String(decoding: rows.output, as: UTF8.self),
        ]
    }

    @Test(arguments: [[], .all] as [SimulatedChaos])
    func theSameOrdersLeadToTheSameFleet(chaos: SimulatedChaos) async throws {
        let first = try await told(asking: [], chaos: chaos)
        #expect(try await told(asking: [], chaos: chaos) == first)
        #expect(try await told(asking: Array(0...120), chaos: chaos) == first)
        #expect(try await told(asking: [5, 60], chaos: chaos, seed: 2) != first)
    }

    @Test func whatIsNotThereIsRefusedInTheSystemsOwnWords() async throws {
        let transports = SimulatedFleet.transports(clock: AskedFleet.HandClock())
        #expect(await answer(transports, "set weight chat/none 3") == "No such server.\n")
        #expect(await answer(transports, "set weight chat/own 400") == "Invalid weight.\n")
        #expect(await answer(transports, "quit").hasPrefix("Unknown command"))
        let unknown = await drain(transports, "gpu-z01")
        #expect(unknown.contains("Invalid node name specified"))
        let serving = await drain(transports, "gpu-a18")
        #expect(serving.contains("Invalid node name specified"), "not the scheduler's")
        let words = ["scontrol", "update", "NodeName=gpu-a12", "State=DRAIN"]
        let silent = await run(transports, words, at: "login.hall-a.example")
        #expect(silent.contains("You must specify a reason"))
        let resume = ["scontrol", "update", "NodeName=gpu-a12", "State=RESUME"]
        let early = await run(transports, resume, at: "login.hall-a.example")
        #expect(early.contains("Invalid node state specified"))
    }

    @Test func nothingIsWrongWithoutChaos() async throws {
        let transports = SimulatedFleet.transports(clock: AskedFleet.HandClock())
        for _ in 0..<50 {
            #expect(await answer(transports, "set weight chat/own 76") == "\n")
        }
    }
}
