import Fleet

/// The metrics pages of a node that is reached through its exporters and not by ssh.
extension NodeAnswers {
    /// NVIDIA's DCGM exporter with its usual counters and the profiling ones: MiB, MHz, watts, per cent,
    /// shares.
    var gpuPage: [UInt8] {
        let states = world.load.states(node, at: time)
        var page = MetricsPage()
        for (name, value) in Self.gauges {
            page.declare("DCGM_FI_" + name, "gauge")
            for (index, state) in states.enumerated() where !state.isLost {
                page.line("DCGM_FI_" + name, labels(index), value(state, node))
            }
        }
        return page.bytes
    }

    private func labels(_ index: Int) -> String {
        """
        gpu="\(index)",UUID="\(identity.uuid(index))",pci_bus_id="\(identity.pciAddress(index))",\
        device="nvidia\(index)",modelName="\(node.model)",Hostname="\(node.name)",\
        DCGM_FI_DRIVER_VERSION="\(node.driver)"
        """
    }

    private typealias Gauge = @Sendable (SimulatedAccelerator, SimulatedRoster.Node) -> Double

    private static let gauges: [(String, Gauge)] = [
        ("DEV_SM_CLOCK", { state, _ in Double(state.smMegahertz) }),
        ("DEV_MEM_CLOCK", { _, node in node.model.hasSuffix("H200") ? 3201 : 2619 }),
        ("DEV_MEMORY_TEMP", { state, _ in Double(state.memoryCelsius) }),
        ("DEV_GPU_TEMP", { state, _ in Double(state.celsius) }),
        ("DEV_POWER_USAGE", { state, _ in Double(state.centiwatts) / 100 }),
        ("DEV_ENFORCED_POWER_LIMIT", { _, _ in Double(SimulatedAccelerator.limitWatts) }),
        ("DEV_GPU_UTIL", { state, _ in Double(state.utilization) }),
        ("DEV_MEM_COPY_UTIL", { state, _ in Double(state.memoryActivity) }),
        ("DEV_ENC_UTIL", { _, _ in 0 }), ("DEV_DEC_UTIL", { _, _ in 0 }),
        ("DEV_XID_ERRORS", { _, _ in 0 }),
        ("DEV_FB_FREE", { state, node in Double(node.memoryMiB - 551 - state.memoryUsedMiB) }),
        ("DEV_FB_USED", { state, _ in Double(state.memoryUsedMiB) }),
        ("DEV_FB_RESERVED", { _, _ in 551 }),
        ("DEV_UNCORRECTABLE_REMAPPED_ROWS", { _, _ in 0 }),
        ("DEV_CORRECTABLE_REMAPPED_ROWS", { _, _ in 0 }), ("DEV_ROW_REMAP_FAILURE", { _, _ in 0 }),
        ("PROF_GR_ENGINE_ACTIVE", { state, _ in Double(state.utilization) / 100 }),
        ("PROF_PIPE_TENSOR_ACTIVE", { state, _ in Double(state.utilization) * 0.0046 }),
        ("PROF_PCIE_TX_BYTES", { state, _ in Double(state.utilization) * 2.1e7 }),
        ("PROF_PCIE_RX_BYTES", { state, _ in Double(state.utilization) * 3.4e7 }),
    ]

    /// Prometheus' node_exporter.
    var hostPage: [UInt8] {
        let host = SimulatedHost(world, node, at: time)
        let now = world.wall(at: time).seconds
        var page = MetricsPage()
        page.metric(
            "gauge", "node_uname_info",
            "machine=\"x86_64\",nodename=\"\(node.name)\",release=\"6.8.0-88-generic\"", 1)
        page.metric("gauge", "node_load1", "", host.runnable)
        page.metric("gauge", "node_time_seconds", "", now)
        page.metric("gauge", "node_boot_time_seconds", "", (now - host.uptime).rounded())
        page.metric(
            "gauge", "node_memory_MemTotal_bytes", "", Double(SimulatedHost.memoryKilobytes) * 1024)
        page.metric(
            "gauge", "node_memory_MemAvailable_bytes", "", Double(host.availableKilobytes) * 1024)
        writeDisk(&page, host)
        writeProcessors(&page, host)
        page.declare("node_infiniband_state_id", "gauge")
        for port in 0..<8 {
            page.line("node_infiniband_state_id", "device=\"mlx5_\(port)\",port=\"1\"", 4)
        }
        page.metric(
            "gauge", "node_network_info",
            "adminstate=\"up\",device=\"ens1f0np0\",operstate=\"up\"", 1)
        return page.bytes
    }

    private func writeDisk(_ page: inout MetricsPage, _ host: SimulatedHost) {
        let labels = "device=\"/dev/md0\",fstype=\"ext4\",mountpoint=\"/\""
        let size = Double(SimulatedHost.diskKilobytes) * 1024
        page.metric("gauge", "node_filesystem_size_bytes", labels, size)
        page.metric(
            "gauge", "node_filesystem_avail_bytes", labels,
            size - Double(host.takenKilobytes) * 1024)
    }

    private func writeProcessors(_ page: inout MetricsPage, _ host: SimulatedHost) {
        let busy = host.busySeconds / Double(SimulatedHost.cores)
        page.declare("node_cpu_seconds_total", "counter")
        for cpu in 0..<SimulatedHost.cores {
            for (mode, seconds) in [
                ("idle", host.uptime - busy), ("system", busy * 0.2), ("user", busy * 0.8),
            ] {
                page.line("node_cpu_seconds_total", "cpu=\"\(cpu)\",mode=\"\(mode)\"", seconds)
            }
        }
    }
}
