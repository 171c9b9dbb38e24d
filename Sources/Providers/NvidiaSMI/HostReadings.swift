import Fleet

/// What the Linux host says of itself on the slow beat.
struct HostReadings: Sendable {
    /// Processor time since boot, all cores, in ticks.
    struct ProcessorTime: Sendable, Hashable {
        var busy: Double
        var total: Double
    }

    var system: String?
    var bootID: String?
    var readings: [NodeMetric: Reading<Double>] = [:]
    var processorTime: ProcessorTime?
    /// When the host booted, by its own clock.
    var booted: WallTime?

    /// Reads the parts of the slow script's output; what it could not read stays not reported.
    init(_ sections: MarkedSections, since previous: ProcessorTime?) {
        system = sections.text("system")
        bootID = sections.text("boot", limit: 36)
        takeLoad(sections)
        takeMemory(sections)
        takeProcessors(sections, since: previous)
        takeDisks(sections)
        takePorts(sections)
    }

    private mutating func takeLoad(_ sections: MarkedSections) {
        if let load = sections.lines("load").first?.split(separator: " ").first.flatMap({
            Double($0)
        }) {
            readings[.load1] = .value(load)
        }
        guard let line = sections.lines("uptime").first,
            let uptime = line.split(separator: " ").first.flatMap({ Double($0) })
        else { return }
        readings[.uptime] = .value(uptime)
        if let now = sections.lines("now").first.flatMap({ Double($0) }) {
            booted = WallTime(seconds: now - uptime)
        }
    }

    private mutating func takeMemory(_ sections: MarkedSections) {
        var kilobytes: [Substring: Double] = [:]
        for line in sections.lines("memory") {
            let words = line.split(whereSeparator: { $0 == " " || $0 == ":" })
            if words.count > 1 { kilobytes[words[0]] = Double(words[1]) }
        }
        guard let total = kilobytes["MemTotal"] else { return }
        readings[.memoryTotal] = .value(total * 1024)
        if let available = kilobytes["MemAvailable"] {
            readings[.memoryUsed] = .value(max(0, total - available) * 1024)
        }
    }

    private mutating func takeProcessors(
        _ sections: MarkedSections, since previous: ProcessorTime?
    ) {
        let lines = sections.lines("stat", limit: 8192)
        guard let all = lines.first(where: { $0.hasPrefix("cpu ") }) else { return }
        let count = lines.count { $0.hasPrefix("cpu") && !$0.hasPrefix("cpu ") }
        if count > 0 { readings[.cpuCount] = .value(Double(count)) }
        // user nice system idle iowait irq softirq steal; guest time is within user.
        let ticks = all.split(separator: " ").dropFirst().prefix(8).compactMap { Double($0) }
        guard ticks.count >= 4 else { return }
        let total = ticks.reduce(0, +)
        let idle = ticks[3] + (ticks.count > 4 ? ticks[4] : 0)
        let now = ProcessorTime(busy: total - idle, total: total)
        processorTime = now
        guard let previous, now.total > previous.total, now.busy >= previous.busy else {
            readings[.cpuUtilization] = .absent(Absence(.notReported, .firstScrape))
            return
        }
        readings[.cpuUtilization] = .value(
            min(1, (now.busy - previous.busy) / (now.total - previous.total)))
    }

    /// The fullest file system on a local disk (`df -P -k -l`).
    private mutating func takeDisks(_ sections: MarkedSections) {
        let memoryOnly: Set<Substring> = [
            "tmpfs", "devtmpfs", "udev", "none", "shm", "efivarfs", "run", "dev", "squashfs",
        ]
        var fullest: Double?
        for line in sections.lines("disks").dropFirst() {
            let words = line.split(separator: " ")
            guard words.count >= 6, !memoryOnly.contains(words[0]),
                !words[0].hasPrefix("/dev/loop"), let used = Double(words[2]),
                let free = Double(words[3]), used + free > 0
            else { continue }
            fullest = max(fullest ?? 0, used / (used + free))
        }
        if let fullest { readings[.diskUsed] = .value(fullest) }
    }

    private mutating func takePorts(_ sections: MarkedSections) {
        if sections["infiniband"] != nil {
            let states = sections.lines("infiniband")
            let active = states.count { $0.contains(" 4: ACTIVE") || $0.hasSuffix("ACTIVE") }
            readings[.infinibandPorts] = .value(Double(states.count))
            readings[.infinibandActive] = .value(Double(active))
        }
        let ports = sections.lines("network").map { $0.split(separator: " ") }
            .filter { $0.count == 3 }
        guard !ports.isEmpty else { return }
        readings[.networkPortsDown] = .value(Double(ports.count(where: Self.isUnwillinglyDown)))
    }

    /// Whether a port is switched on (IFF_UP) and has no link.
    private static func isUnwillinglyDown(_ words: [Substring]) -> Bool {
        guard words[1].hasPrefix("0x"), let flags = Int(words[1].dropFirst(2), radix: 16) else {
            return false
        }
        return flags & 1 == 1 && words[2] == "down"
    }
}
