import Fleet
import Testing

@testable import Providers

/// `nvidia-smi -q -x` in its dialects; the values stand in the fixtures.
@Suite struct DeviceLogTests {
    static func log(_ name: String) throws -> DeviceLog {
        try fixture(name).withUnsafeBytes { try DeviceLog($0) }
    }

    @Test func eightGPUsOfDriver550() throws {
        let log = try Self.log("h100x8-550.xml")
        #expect(log.driver == "550.90.07")
        #expect(log.cuda == "12.4")
        #expect(log.schema == 12)
        #expect(log.devices.count == 8)
        for (place, device) in log.devices.enumerated() {
            let value = { device.readings[$0]?.value }
            #expect(device.model == "NVIDIA H100 80GB HBM3")
            #expect(value(.utilization) == Double(50 + place) / 100)
            #expect(value(.memoryUsed) == Double(1000 * (place + 1)) * 1_048_576)
            #expect(value(.power) == Double(300 + place) + 0.25, "not the module's")
            #expect(value(.powerLimit) == 700)
            #expect(value(.eccCorrected) == Double(place + 2))
            #expect(value(.eccUncorrected) == (place == 5 ? 2 : 0))
            #expect(value(.eccUncorrectedAggregate) == 7)
            #expect(value(.eccCorrectedAggregate) == 30)
            #expect(value(.remapPending) == (place == 5 ? 1 : 0))
            #expect(value(.throttleReasons) == Double(ThrottleReasons.powerCap.rawValue))
            #expect(value(.pcieWidth) == (place == 6 ? 8 : 16))
            #expect(value(.pcieGenerationMax) == 5)
            #expect(value(.persistenceMode) == (place == 7 ? 0 : 1))
            #expect(value(.smClockMax) == 1_980_000_000)
            #expect(device.readings[.fanSpeed] == .absent(.unsupported))
            #expect(device.readings[.retiredPages] == .absent(.unsupported))
            #expect(device.readings[.recoveryAction] == nil)
        }
        #expect(log.devices[0].processes.map(\.type) == ["C", "G"])
    }

    @Test func migInstancesAndDriver580() throws {
        let log = try Self.log("h100-mig-580.xml")
        #expect(log.schema == 13)
        let device = log.devices[0]
        #expect(device.isMIG && !log.devices[1].isMIG)
        #expect(device.instances.map(\.gpuInstance) == [1, 2])
        #expect(device.instances[1].memoryUsed == .value(17 * 1_048_576))
        #expect(device.readings[.power] == .value(432.1), "average before instant")
        #expect(
            device.readings[.recoveryAction]
                == .value(Double(RecoveryAction.drainAndReset.rawValue)))
        #expect(device.readings[.throttleReasons] == .value(0x88))
        #expect(log.devices[1].readings[.throttleReasons] == .value(0))
        #expect(device.processes.map(\.name) == ["train <a&b> --x", "serve"])
        #expect(device.processes[1].memory == .absent(.unsupported))
    }

    @Test func oneOldGPU() throws {
        let log = try Self.log("p100-418.xml")
        #expect(log.schema == 10)
        let device = log.devices[0]
        #expect(device.model == "Tesla \"P\"100")
        #expect(device.uuid == "GPU-0a")
        #expect(device.pciBusID == "0000:03:00.0")
        #expect(device.readings[.fanSpeed] == .value(0.4))
        #expect(device.readings[.eccCorrected] == .value(4), "the total, not its parts twice")
        #expect(device.readings[.eccUncorrectedAggregate] == .value(1))
        #expect(device.readings[.retiredPages] == .value(3))
        #expect(device.readings[.powerLimit] == .value(200), "the enforced one")
        #expect(device.readings[.power] == .absent(Absence(.notReported, .unknownError)))
        #expect(device.readings[.memoryActivity] == .absent(Absence(.notReported, .unknownError)))
        #expect(device.readings[.throttleReasons] == .absent(.unsupported))
        #expect(device.readings[.remapPending] == .absent(.unsupported))
    }

    @Test(arguments: ["h100x8-550.xml", "h100-mig-580.xml", "p100-418.xml"])
    func everyCutIsANamedErrorOrTheWholeDocument(name: String) throws {
        let bytes = try fixture(name)
        let whole = try bytes.withUnsafeBytes { try DeviceLog($0) }
        // Only the line end behind the root may be missing.
        for length in Cuts.of(bytes) {
            let cut = try? bytes[..<length].withUnsafeBytes { try DeviceLog($0) }
            guard let cut else { continue }
            #expect(length >= bytes.count - 1, "cut at \(length)")
            #expect(cut.devices.count == whole.devices.count)
        }
    }

    @Test func anotherSchemaIsReadAllTheSame() throws {
        let text = String(decoding: try fixture("h100-mig-580.xml"), as: UTF8.self)
            .replacing("nvsmi_device_v13", with: "nvsmi_device_v15")
        let log = try Array(text.utf8).withUnsafeBytes { try DeviceLog($0) }
        #expect(log.schema == 15)
        #expect(log.devices.count == 2)
    }

    @Test(arguments: [
        "", "<", "<?xml", "<?xml?>", "<a/>", "<?xml?><a></a>", "<?xml?><a></b>", "<nvidia_smi_log",
        "<nvidia_smi_log><gpu></nvidia_smi_log></gpu>", "<!DOCTYPE x [ <!ENTITY a \"b\">",
        "<nvidia_smi_log></nvidia_smi_logs>", "<nvidia_smi_log><![CDATA[", "<nvidia_smi_log><!--",
        "<nvidia_smi_log><a b=\"", "<nvidia_smi_log>< a></ a></nvidia_smi_log>",
    ])
    func whatIsNoDocument(text: String) {
        #expect(throws: SourceFailure.self) {
            try Array(text.utf8).withUnsafeBytes { try DeviceLog($0) }
        }
    }

    @Test func deepNestingIsRefused() {
        let text = "<?xml?>" + String(repeating: "<nvidia_smi_log>", count: 100_000)
        #expect(throws: SourceFailure.self) {
            try Array(text.utf8).withUnsafeBytes { try DeviceLog($0) }
        }
    }

    @Test func anEmptyLogHasNoDevices() throws {
        let text = "<nvidia_smi_log/>"
        let log = try Array(text.utf8).withUnsafeBytes { try DeviceLog($0) }
        #expect(log.devices.isEmpty)
    }

    @Test func entitiesAreReplacedOnce() {
        var result: [UInt8] = []
        let text = Array("a&amp;lt;&#65;&#x42;&bogus;&#xD800;&amp".utf8)
        text.withUnsafeBytes { XMLText.append($0, isLiteral: false, to: &result) }
        #expect(String(decoding: result, as: UTF8.self) == "a&lt;AB&bogus;&#xD800;&amp")
    }
}
