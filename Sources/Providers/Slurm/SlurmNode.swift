import Fleet

/// One node as `scontrol show node -d -o` tells it (17.11 to 25.05).
struct SlurmNode: Sendable, Hashable {
    var name = ""
    /// `MIXED`, without signs and flags.
    var base = ""
    /// `DRAIN`, `NOT_RESPONDING`, `COMPLETING`...
    var flags: Set<String> = []
    /// As it was printed.
    var state = ""
    var gpus: Int?
    var gpusUsed: Int?
    var cpus: Int?
    var load: Double?
    var partitions: [String] = []
    var reason = ""
    var reasonBy = ""
    var reasonTime: WallTime?
    var system: String?
    /// When it was started, as it was printed.
    var boot = ""
    /// Of its slurmd: `22.05.8`.
    var version = ""

    /// Reads every line that begins as a node does, and counts those that are none all the same.
    static func decode(_ bytes: [UInt8]) -> (nodes: [SlurmNode], unread: Int) {
        let lines = bytes.split(separator: UInt8(ascii: "\n")).filter {
            $0.starts(with: "NodeName=".utf8)
        }
        let nodes = lines.compactMap {
            SlurmNode(String(decoding: $0.prefix(65_536), as: UTF8.self))
        }
        return (nodes, lines.count - nodes.count)
    }

    /// Reads one line; `nil` if it lacks a name or a state.
    init?(_ line: String) {
        // The reason comes after all that is read here, and may hold anything.
        let (head, reason) = Self.cut(line)
        var told: [Substring: Substring] = [:]
        for word in head.split(separator: " ") {
            guard let sign = word.firstIndex(of: "=") else { continue }
            let key = word[..<sign]
            if told[key] == nil { told[key] = word[word.index(after: sign)...] }
        }
        guard let name = told["NodeName"], !name.isEmpty, let state = told["State"] else {
            return nil
        }
        self.name = CleanText.clean(String(name))
        takeState(String(state))
        gpus = told["Gres"].flatMap { SlurmText.gpus($0) }
        gpusUsed = told["GresUsed"].flatMap { SlurmText.gpus($0) }
        cpus = told["CPUTot"].flatMap { Int($0) }
        load = told["CPULoad"].flatMap { Double($0) }
        partitions = (told["Partitions"] ?? "").split(separator: ",").map {
            CleanText.clean(String($0))
        }
        boot = told["BootTime"].map { CleanText.clean(String($0)) } ?? ""
        version = told["Version"].map { CleanText.clean(String($0)) } ?? ""
        takeReason(reason)
        system = Self.system(head)
    }

    private static func cut(_ line: String) -> (head: Substring, reason: String) {
        guard let place = line.firstRange(of: " Reason=") else { return (line[...], "") }
        return (line[..<place.lowerBound], String(line[place.upperBound...]))
    }

    /// `MIXED+DRAIN`, `IDLE*+DRAIN`, `DOWN+NOT_RESPONDING`.
    private mutating func takeState(_ text: String) {
        state = CleanText.clean(text)
        var words = state.split(separator: "+").map(String.init)
        let signs: [Character: String] = [
            "*": "NOT_RESPONDING", "~": "POWERED_DOWN", "#": "POWERING_UP", "!": "POWERING_DOWN",
            "%": "POWERING_DOWN", "$": "MAINTENANCE", "@": "REBOOT_REQUESTED",
            "^": "REBOOT_ISSUED", "-": "PLANNED",
        ]
        for place in words.indices {
            while let last = words[place].last, let flag = signs[last] {
                flags.insert(flag)
                words[place].removeLast()
            }
        }
        base = words.first ?? ""
        flags.formUnion(words.dropFirst())
    }

    /// `fan [op:7f] [root@2026-11-21T15:12:46]`, and what newer versions print after it.
    private mutating func takeReason(_ text: String) {
        var text = text
        for key in [" Comment=", " Extra=", " ResumeAfterTime="] {
            if let place = text.firstRange(of: key) { text = String(text[..<place.lowerBound]) }
        }
        while text.last == " " { text.removeLast() }
        if text.last == "]", let open = text.lastIndex(of: "[") {
            let parts = text[open...].dropFirst().dropLast().split(separator: "@")
            if parts.count == 2, let time = SlurmText.time(parts[1]) {
                reasonBy = CleanText.clean(String(parts[0]))
                reasonTime = time
                text = String(text[..<open])
            }
        }
        while text.last == " " { text.removeLast() }
        reason = CleanText.clean(text)
    }

    private static func system(_ head: Substring) -> String? {
        guard let start = head.firstRange(of: " OS="),
            let end = head[start.upperBound...].firstRange(of: " RealMemory=")
        else { return nil }
        let text = CleanText.clean(String(head[start.upperBound..<end.lowerBound]))
        return text.split(separator: " ").prefix(2).joined(separator: " ")
    }
}

extension SlurmNode {
    var isDraining: Bool { flags.contains("DRAIN") || flags.contains("DRAINING") }
    var isDown: Bool { base == "DOWN" || base == "ERROR" || flags.contains("FAIL") }
    var isSilent: Bool { flags.contains("NOT_RESPONDING") }
    /// Whether jobs are on it, or are being cleared from it.
    var isBusy: Bool {
        ["ALLOCATED", "MIXED"].contains(base) || flags.contains("COMPLETING")
    }
    /// Powered off or between off and on: what is allocated there runs nothing yet.
    var isPowering: Bool {
        !flags.isDisjoint(with: ["POWERING_UP", "POWERED_DOWN", "POWERING_DOWN", "POWER_DOWN"])
    }
    /// Whether it takes new jobs.
    var takesJobs: Bool {
        !isDraining && !isDown && !isSilent && !flags.contains("MAINTENANCE")
            && !["FUTURE", "UNKNOWN", "RESERVED"].contains(base)
    }

    /// What SLURM does with it.
    var schedule: NodeSchedule {
        NodeSchedule(
            use, words: state, reason: reason, reasonBy: reasonBy, partitions: partitions)
    }

    private var use: NodeSchedule.Use {
        if isDown { return .down }
        if isDraining { return isBusy ? .draining : .drained }
        if isSilent { return .down }
        if isPowering || !flags.isDisjoint(with: ["REBOOT_REQUESTED", "REBOOT_ISSUED"]) {
            return .changing
        }
        if flags.contains("MAINTENANCE") || flags.contains("RESERVED") || base == "RESERVED" {
            return .reserved
        }
        switch base {
        case "IDLE": return .idle
        case "MIXED": return .mixed
        case "ALLOCATED": return .allocated
        default: return .unknown
        }
    }

    /// Writes its readings.
    func write(into sample: inout Sample, _ row: Int) {
        if let gpus { sample.nodes[.acceleratorsSchedulable, row] = .value(Double(gpus)) }
        if gpus != nil {
            sample.nodes[.acceleratorsAllocated, row] =
                gpusUsed.map { .value(Double($0)) } ?? .absent(.notReported)
        }
        if let cpus { sample.nodes[.cpuCount, row] = .value(Double(cpus)) }
        if let load { sample.nodes[.load1, row] = .value(load) }
    }
}
