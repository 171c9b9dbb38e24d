import Collector
import Fleet
import Providers
import Support
import Testing

/// What the real provider learns on its slow beat from the simulated nodes.
@Suite struct SimulatedSlowBeatTests {
    private let fleet = AskedFleet()

    @Test func hardwareHostAndProcesses() async throws {
        let sample = try await fleet.node("gpu-a03", at: .seconds(30))
        #expect(sample.inventory.nodes[0].bootID?.count == 36)
        for row in 0..<8 {
            let table = sample.accelerators
            #expect(table.value(.persistenceMode, row) == 1)
            #expect(table.value(.smClockMax, row) == 1.98e9)
            #expect(table.value(.nvlinksActive, row) == 18)
            #expect(table.value(.eccUncorrected, row) == 0)
            #expect(table.value(.pcieWidthMax, row) == 16)
        }
        #expect(sample.nodes.value(.infinibandActive, 0) == 8)
        #expect((0.3...0.7).contains(sample.nodes.value(.diskUsed, 0) ?? 0))
        #expect((0.05...0.9).contains((sample.nodes.value(.memoryUsed, 0) ?? 0) / 2.16e12))
        let processes = try #require(sample.processes.value)
        #expect(processes.count == 8 && processes.allSatisfy { $0.user == "train" })
        #expect(sample.notes.isEmpty)
    }

    @Test func theLostGPUHasItsXidAndTheNodeIsRebooted() async throws {
        let sample = try await fleet.node("gpu-b17", at: .seconds(20))
        let lost = sample.acceleratorStates.indices.filter {
            if case .lost = sample.acceleratorStates[$0] { true } else { false }
        }
        #expect(lost == [5])
        let events = try #require(sample.kernelEvents.value)
        #expect(events.map(\.xid) == [79] && events.map(\.accelerator) == [5])
        let time = try #require(events.first?.time)
        #expect(abs((time - (SampleFleet.time.wall + .seconds(4))).inSeconds) < 2)

        let before = try await fleet.node("gpu-b17", at: .seconds(1))
        let after = try await fleet.node("gpu-b17", at: .seconds(300))
        #expect(after.inventory.nodes[0].bootID != before.inventory.nodes[0].bootID)
        #expect((after.nodes.value(.uptime, 0) ?? .infinity) < 600)
    }

    @Test func processorsAreUsedAsTheNodeIs() async throws {
        for (name, range) in [("gpu-a01", 0.05...0.4), ("gpu-a37", 0.0...0.05)] {
            let clock = AskedFleet.HandClock()
            let provider = try AskedFleet().provider(name, SimulatedFleet.transports(clock: clock))
            for poll in 0..<40 {
                let sample = try await provider.poll().sample
                let use = sample.nodes[.cpuUtilization, 0]
                clock.move(.seconds(15))
                if poll > 0 { #expect(range.contains(use.value ?? -1), "\(name) \(poll): \(use)") }
            }
        }
    }
}
