import Collector
import Fleet
import Testing

@testable import Providers

/// The parts of the slow beat that are not XML.
@Suite struct SlowPartsTests {
    @Test func commasInProcessNames() {
        let text = """
            GPU-1, 12, 300, python, train.py, --x
            GPU-2, x, 300, no pid
            GPU-3, 13, [N/A], vllm
            Welcome
            GPU-4, 14, [Insufficient Permissions], [Insufficient Permissions]
            """
        let apps = ComputeApps.rows(Array(text.utf8)[...])
        #expect(apps.map(\.pid) == [12, 13, 14])
        #expect(apps[0].name == "python, train.py, --x")
        #expect(apps[0].memory == .value(300 * 1_048_576))
        #expect(apps[1].memory == .absent(.unsupported))
        #expect(apps[2].memory == .absent(Absence(.denied, .insufficientPermissions)))
    }

    @Test func commasInTheMiddle() {
        let row = "2026/01/01 00:00:00.000, GPU-1, 12, a, b, c, 300 MiB\n"
        let apps = ComputeApps.rows(
            Array(row.utf8)[...],
            fields: ["timestamp", "gpu_uuid", "pid", "process_name", "used_gpu_memory [MiB]"])
        #expect(apps.map(\.name) == ["a, b, c"])
        #expect(apps.map(\.memory) == [.value(300 * 1_048_576)])
    }

    @Test func kernelLinesInTheirThreeShapes() throws {
        let text = """
            [ 100.500000] NVRM: Xid (PCI:0000:9b:00): 79, pid=12, GPU has fallen off the bus.
            [Sun Feb 23 16:24:18 2025] NVRM: Xid (PCI:0000:9b:00): 119, pid=1, name=x, Timeout
            1740327858.123456 gpu kernel: NVRM: Xid (0000:1b:00): 48
            [ 101.0] NVRM: GPU at PCI:0000:9b:00: GPU-1
            [ 102.0] NVRM: Xid (PCI:0000:9b:00): x
            """
        let xids = KernelLog.xids(in: Array(text.utf8)[...], booted: WallTime(seconds: 1000))
        #expect(xids.map(\.number) == [79, 119, 48])
        #expect(xids[0].time == WallTime(seconds: 1100.5))
        #expect(xids[0].text == "pid=12, GPU has fallen off the bus.")
        #expect(xids[1].time == nil)
        #expect(abs(try #require(xids[2].time).seconds - 1_740_327_858.123456) < 1e-3)
        #expect(xids[2].pciAddress == "0000:1b:00")
    }

    @Test func listedInstancesHaveProfileAndUUID() {
        let text = """
            GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-a)
              MIG 3g.40gb     Device  0: (UUID: MIG-b)
              MIG 1g.10gb     Device  1: (UUID: MIG-c)
            GPU 1: NVIDIA H100 80GB HBM3 (UUID: GPU-d)
            GPU 2: NVIDIA H100 80GB HBM3 (UUID: GPU-d)
            """
        let list = DeviceList(text.split(separator: "\n"))
        #expect(list.indices == ["GPU-a": 0], "a masked UUID tells nothing")
        #expect(list.instance(gpu: 0, device: 1)?.profile == "1g.10gb")
        #expect(list.instance(gpu: 0, device: 0)?.uuid == "MIG-b")
        #expect(list.instance(gpu: 1, device: 0) == nil)
    }

    @Test func sectionsWithALineThatOnlyLooksLikeAMark() {
        let text = "noise\n%%ab one 7\nline\n%%cd two\nmore\n%%ab two\n\n%%ab end\n"
        let sections = MarkedSections(Array(text.utf8), mark: "%%ab")
        #expect(sections["one"]?.value == "7")
        #expect(sections.lines("one") == ["line", "%%cd two", "more"])
        #expect(sections["two"] != nil && sections.lines("two").isEmpty)
        #expect(sections["three"] == nil)
    }

    @Test func hostFiguresFromText() {
        let text = """
            %%m load
            3.52 2.9 1.0 2/900 12345
            %%m stat
            cpu  100 0 100 700 100 0 0 0 50 0
            cpu0 1 2 3
            cpu1 1 2 3
            %%m disks
            Filesystem 1024-blocks Used Available Capacity Mounted on
            /dev/sda1 1000 400 400 50% /
            /dev/sdb1 1000 900 100 90% /data
            tmpfs 10 10 0 100% /run
            /dev/loop3 10 10 0 100% /snap/x
            %%m infiniband
            /sys/class/infiniband/mlx5_0/ports/1/state 4: ACTIVE
            /sys/class/infiniband/mlx5_1/ports/1/state 1: DOWN
            %%m network
            eth0 0x1003 up
            eth1 0x1003 down
            eth2 0x1002 down
            %%m end
            """
        let sections = MarkedSections(Array(text.utf8), mark: "%%m")
        let before = HostReadings.ProcessorTime(busy: 100, total: 600)
        let host = HostReadings(sections, since: before)
        #expect(host.readings[.load1] == .value(3.52))
        #expect(host.readings[.cpuCount] == .value(2))
        #expect(host.readings[.cpuUtilization] == .value(0.25))
        #expect(host.readings[.diskUsed] == .value(0.9))
        #expect(host.readings[.infinibandPorts] == .value(2))
        #expect(host.readings[.infinibandActive] == .value(1))
        #expect(host.readings[.networkPortsDown] == .value(1))
        #expect(host.readings[.memoryTotal] == nil)
    }

    @Test func failuresByTheirWords() {
        let said: [(String, SourceFailure.Kind)] = [
            ("bash: line 1: nvidia-smi: command not found", .commandNotFound),
            ("/bin/sh: 1: nvidia-smi: not found", .commandNotFound),
            ("Unable to determine the device handle for GPU 0000:0B:00.0: Unknown Error", .gpuLost),
            ("Failed to initialize NVML: Driver/library version mismatch", .driverMismatch),
            ("Failed to initialize NVML: Insufficient Permissions", .permission),
            ("Failed to initialize NVML: Unknown Error", .driverNotLoaded),
            ("Field \"x\" is not a valid field to query.", .unsupported),
        ]
        for (text, kind) in said {
            #expect(SMIFailure.of(status: .exited(1), output: text, errors: "").kind == kind)
        }
        let codes = [9: SourceFailure.Kind.driverNotLoaded, 18: .driverMismatch, 6: .noDevices]
        for (code, kind) in codes {
            #expect(SMIFailure.of(status: .exited(code), output: "", errors: "").kind == kind)
        }
        #expect(
            SMIFailure.of(status: .signalled(11), output: "", errors: "").kind == .commandFailed)
    }
}
