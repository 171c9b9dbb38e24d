import Fleet

/// Prometheus node_exporter on Linux: what its series say about the host.
enum NodeExporter {
    /// Series that only it exposes.
    static let marks = ["node_load1", "node_memory_MemTotal_bytes"]

    /// File systems on disks of the host's own.
    static let localFileSystems = ["ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs"]

    /// Network devices that are no ports, as a regular expression.
    static let virtualDevices =
        virtualPrefixes.map { "\($0).*" }.joined(separator: "|") + "|lo"

    private static let virtualPrefixes = [
        "docker", "veth", "br-", "virbr", "cni", "flannel", "cali", "tun", "tap", "kube", "vxlan",
        "dummy", "cilium", "lxc", "wg",
    ]

    /// The host's own name, if the page tells it.
    static func name(_ page: ServingReadings) -> String? {
        page.series("node_uname_info").first?.definition["nodename"].map {
            CleanText.clean($0, limit: 128)
        }
    }

    /// The readings of a page.
    static func readings(_ page: ServingReadings) -> [NodeMetric: Reading<Double>] {
        var result: [NodeMetric: Reading<Double>] = [:]
        result[.load1] = single(page, "node_load1")
        result[.memoryTotal] = single(page, "node_memory_MemTotal_bytes")
        if let total = single(page, "node_memory_MemTotal_bytes")?.value,
            let available = single(page, "node_memory_MemAvailable_bytes")?.value
        {
            result[.memoryUsed] = .value(max(0, total - available))
        }
        if let now = single(page, "node_time_seconds")?.value,
            let booted = single(page, "node_boot_time_seconds")?.value, now >= booted
        {
            result[.uptime] = .value(now - booted)
        }
        result[.diskUsed] = fullestDisk(page)
        processors(page, &result)
        let ports = page.series("node_infiniband_state_id").map(\.value)
        if !ports.isEmpty {
            result[.infinibandPorts] = .value(Double(ports.count))
            result[.infinibandActive] = .value(Double(ports.filter { $0 == 4 }.count))
        }
        result[.networkPortsDown] = portsDown(page)
        return result
    }

    /// Ports that are switched on and have no link.
    private static func portsDown(_ page: ServingReadings) -> Reading<Double>? {
        let ports = page.series("node_network_info").map(\.definition).filter { port in
            let device = port["device"] ?? "lo"
            return port["adminstate"] == "up" && device != "lo"
                && !virtualPrefixes.contains(where: device.hasPrefix)
        }
        guard !ports.isEmpty else { return nil }
        return .value(Double(ports.count { $0["operstate"] == "down" }))
    }

    private static func single(_ page: ServingReadings, _ name: String) -> Reading<Double>? {
        page.series(name).first.map { $0.value.isFinite ? .value($0.value) : .absent(.malformed) }
    }

    /// CPU time that was not idle, of all CPU time since the window began.
    private static func processors(
        _ page: ServingReadings, _ result: inout [NodeMetric: Reading<Double>]
    ) {
        let modes = page.series("node_cpu_seconds_total")
        guard !modes.isEmpty else { return }
        result[.cpuCount] = .value(Double(Set(modes.compactMap { $0.definition["cpu"] }).count))
        guard modes.allSatisfy({ CounterTrack.isCount($0.value) }) else {
            result[.cpuUtilization] = .absent(.malformed)
            return
        }
        let growths = modes.map { page.track.growth($0.series) }
        guard growths.contains(where: { $0 != nil }) else {
            result[.cpuUtilization] = .absent(.firstScrape)
            return
        }
        var all = 0.0
        var idle = 0.0
        for (mode, growth) in zip(modes, growths) {
            guard let growth else { continue }
            all += growth.rate
            if mode.definition["mode"] == "idle" || mode.definition["mode"] == "iowait" {
                idle += growth.rate
            }
        }
        if all > 0 { result[.cpuUtilization] = .value(1 - idle / all) }
    }

    /// The fullest local file system, as a share of what users may fill.
    private static func fullestDisk(_ page: ServingReadings) -> Reading<Double>? {
        var available: [String: Double] = [:]
        for item in page.series("node_filesystem_avail_bytes") {
            available[item.definition["mountpoint"] ?? ""] = item.value
        }
        var fullest: Double?
        for item in page.series("node_filesystem_size_bytes") where item.value > 0 {
            guard localFileSystems.contains(item.definition["fstype"] ?? ""),
                let free = available[item.definition["mountpoint"] ?? ""], free.isFinite
            else { continue }
            fullest = max(fullest ?? 0, 1 - free / item.value)
        }
        return fullest.map { .value($0) }
    }
}
