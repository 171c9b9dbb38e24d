import Collector
import Fleet
import Foundation
import Support
import Testing

@testable import Providers

/// The provider against a nvidia-smi that runs: the scripts in a real shell, the bytes through pipes.
@Suite struct NvidiaSMIProviderTests {
    @Test func theSlowBeatTellsEverything() async throws {
        let sample = try await provider().poll().sample
        let node = try #require(sample.inventory.nodes.first)
        #expect(node.name == "gpu-a01" && node.isLocal && node.sshDestination == nil)
        #expect(node.driver == "550.90.07" && node.cuda == "12.4")
        #expect(sample.inventory.accelerators.map(\.index) == Array(0..<8))
        #expect(sample.accelerators[.nvlinksActive, 3] == .value(2))
        #expect(sample.accelerators[.nvlinksTotal, 3] == .value(3))
        #expect(sample.accelerators[.power, 2] == .value(302.25))
        let memory = try #require(sample.nodes.value(.memoryTotal, 0))
        #expect(memory > 1e8)
        #expect(sample.nodes[.cpuUtilization, 0] == .absent(Absence(.notReported, .firstScrape)))
        #expect((sample.nodes.value(.cpuCount, 0) ?? 0) >= 1)
        #expect((sample.nodes.value(.uptime, 0) ?? 0) > 0)
    }

    @Test func theHostsFiguresAreTheOnesOfProc() async throws {
        let sample = try await provider().poll().sample
        let total = try Tools.run(["sh", "-c", "awk '/^MemTotal/ {print $2}' /proc/meminfo"])
        let kilobytes = try #require(Double(total.output.filter(\.isNumber)))
        #expect(sample.nodes[.memoryTotal, 0] == .value(kilobytes * 1024))
        let processors = try Tools.run(["sh", "-c", "grep -c '^cpu[0-9]' /proc/stat"])
        #expect(
            sample.nodes.value(.cpuCount, 0) == Double(processors.output.filter(\.isNumber)))
        let boot = try Tools.run(["cat", "/proc/sys/kernel/random/boot_id"])
        #expect(sample.inventory.nodes[0].bootID.map { $0 + "\n" } == boot.output)
    }

    @Test func processesComeFromAllThatTells() async throws {
        let processes = try #require(try await provider().poll().sample.processes.value)
        #expect(processes.map(\.pid) == [4242, 4243])
        #expect(processes[0].name == "/usr/bin/python3, the second")
        #expect(processes[0].memory == .value(900 * 1_048_576))
        #expect(processes[1].accelerator == 1)
        #expect(processes[1].memory == .absent(.unsupported))
    }

    @Test func whatIsSwitchedOffIsNotAskedFor() async throws {
        let off: [String: SettingValue] = [
            "processes": .boolean(false), "kernel_log": .boolean(false),
            "host_readings": .boolean(false),
        ]
        let sample = try await provider(values: off).poll().sample
        #expect(sample.processes == .absent(.notReported))
        #expect(sample.kernelEvents.absence == .notReported)
        #expect(sample.nodes[.load1, 0] == .absent(.notReported))
        #expect(sample.accelerators.value(.power, 0) == 300.25)
    }

    @Test func theFastBeat() async throws {
        let sample = try await provider().pollFast().sample
        #expect(sample.inventory.accelerators.count == 8)
        for row in 0..<8 {
            #expect(sample.accelerators[.utilization, row] == .value(Double(50 + row) / 100))
            #expect(sample.accelerators[.memoryTotal, row] == .value(81559 * 1_048_576))
            #expect(sample.accelerators[.temperature, row] == .value(Double(40 + row)))
            #expect(sample.accelerators[.throttleReasons, row] == .value(4))
            #expect(sample.accelerators[.fanSpeed, row] == .absent(.unsupported))
            #expect(sample.accelerators[.performanceState, row] == .value(0))
        }
    }

    @Test func theStreamAsksForWhatTheDriverKnows() async throws {
        let known = try await provider().openStream().command.arguments[0]
        #expect(known.contains("clocks_event_reasons.active"))
        let refused = try await provider(["FAKE_SMI_MODE": "field"]).openStream().command
        #expect(!refused.arguments[0].contains("clocks_event_reasons"))
        #expect(refused.arguments.suffix(2) == ["-lms", "1000"])
    }

    @Test func migHasRowsWithMemoryAndNoUtilisation() async throws {
        let xml = Tools.fixtures.appendingPathComponent("nvidia-smi/h100-mig-580.xml").path
        let sample = try await provider(["FAKE_SMI_XML": xml, "FAKE_SMI_GPUS": "2"]).poll().sample
        #expect(sample.inventory.accelerators.map(\.label) == ["0", "0:1", "0:2", "1"])
        let why = Reading<Double>.absent(Absence(.unsupported, .migEnabled))
        for row in 0...2 { #expect(sample.accelerators[.utilization, row] == why) }
        #expect(sample.accelerators[.utilization, 3] == .value(0.51))
        #expect(sample.accelerators[.memoryUsed, 2] == .value(17 * 1_048_576))
        #expect(sample.accelerators[.memoryTotal, 1] == .value(40448 * 1_048_576))
        let processes = try #require(sample.processes.value)
        #expect(processes.first { $0.pid == 500 }?.accelerator == 1)
        #expect(processes.first { $0.pid == 501 }?.accelerator == 2)
        #expect(sample.acceleratorStates[0] == .failed(Absence(.lost, .requiresReset)))
        #expect(sample.acceleratorStates[3] == .present)
    }

    @Test func unifiedMemoryIsNotZero() async throws {
        let sample = try await provider(["FAKE_SMI_MODE": "unified"]).pollFast().sample
        let why = Reading<Double>.absent(Absence(.unsupported, .unifiedMemory))
        #expect(sample.accelerators[.memoryUsed, 0] == why)
        #expect(sample.accelerators[.memoryTotal, 0] == why)
        #expect(sample.accelerators.value(.utilization, 0) == 0.5)
    }

    @Test func aLostGPUIsARowAndItsSiblingsStay() async throws {
        let sample = try await provider(["FAKE_SMI_MODE": "lost3"]).pollFast().sample
        #expect(sample.acceleratorStates[3] == .lost(Absence(.lost, .gpuLost)))
        #expect(sample.accelerators[.power, 3].absence?.kind == .lost)
        #expect(sample.accelerators.value(.power, 4) == 304.25)
    }

    static let failures: [(String, SourceFailure.Kind)] = [
        ("nodriver", .driverNotLoaded), ("mismatch", .driverMismatch), ("nodevices", .noDevices),
        ("lost", .gpuLost), ("silent", .commandFailed), ("empty", .commandFailed),
        ("garbage", .commandFailed),
    ]

    @Test(arguments: failures)
    func everyFailureHasItsName(mode: String, kind: SourceFailure.Kind) async throws {
        let hostless: [String: SettingValue] = [
            "kernel_log": .boolean(false), "host_readings": .boolean(false),
        ]
        let provider = try provider(["FAKE_SMI_MODE": mode], values: hostless)
        for ask in [provider.poll, provider.pollFast] {
            do throws(SourceFailure) {
                _ = try await ask()
                Issue.record("\(mode) gave a sample")
            } catch {
                #expect([kind, .malformed].contains(error.kind), "\(error.kind) \(error.message)")
                #expect(!error.message.isEmpty && !error.nextStep.isEmpty)
                #expect(!error.message.unicodeScalars.contains { $0.value < 0x20 })
                #expect(!error.message.contains("%%"), "our own marks: \(error.message)")
                #expect(!error.message.contains("valid properties"), "\(error.message)")
            }
        }
    }

    @Test func aMissingProgramIsNamed() async throws {
        let provider = try provider(values: [
            "command": .string("/nowhere/nvidia-smi"), "kernel_log": .boolean(false),
            "host_readings": .boolean(false),
        ])
        await #expect { _ = try await provider.poll() } throws: {
            ($0 as? SourceFailure)?.kind == .commandNotFound
        }
        await #expect { _ = try await provider.pollFast() } throws: {
            ($0 as? SourceFailure)?.kind == .commandNotFound
        }
    }

    @Test func oneEntryIsOneSourceAHost() throws {
        let entry = ProviderSettings(
            provider: "nvidia-smi", name: "hall", interval: .seconds(1), deadline: .seconds(5),
            values: [
                "hosts": .strings(["gpu01", "gpu02", "gpu01"]), "user": .string("monitor"),
            ])
        let sources = NvidiaSMIProvider.expand(entry)
        #expect(sources.map(\.name) == ["gpu01", "gpu02"])
        let settings = try NvidiaSMISettings(sources[1])
        #expect(settings.host?.destination == "monitor@gpu02")
        #expect(settings.node.sshDestination == "monitor@gpu02")
        #expect(settings.command(["-lms"]).host == settings.host)
    }

    @Test(arguments: ["-oProxyCommand=x", "a b", "a\nb", ""])
    func hostileHostsAreConfigurationErrors(host: String) {
        let entry = ProviderSettings(
            provider: "nvidia-smi", name: "x", interval: .seconds(1), deadline: .seconds(5),
            values: ["hosts": .strings([host])])
        #expect(throws: SettingError.self) { try NvidiaSMISettings(entry) }
    }
}
