import Fleet

/// One job as `squeue` tells it in a format of ours.
struct SlurmJob: Sendable, Hashable {
    /// What SLURM tells it from all others by, parts of arrays too.
    var number: Int
    /// As its owner gave it, uncleaned: to find it in another command's line again.
    var rawName: String
    var job: Job

    /// The fields, the name last: it alone may hold anything, signs and ends of lines too.
    static let format = "%A|%i|%u|%P|%T|%D|%b|%S|%e|%V|%N|%r|%l|%j"
    private static let fieldCount = 14

    /// Reads what begins with the mark, each up to the next, and counts what is no job all the same.
    static func decode(_ bytes: [UInt8], mark: [UInt8]) -> (jobs: [SlurmJob], unread: Int) {
        var jobs: [SlurmJob] = []
        var count = 0
        var line: [UInt8] = []
        for part in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if part.starts(with: mark) {
                if let job = SlurmJob(line) { jobs.append(job) }
                count += 1
                line = Array(part.dropFirst(mark.count))
            } else if !line.isEmpty, line.count < 65_536 {
                line.append(UInt8(ascii: "\n"))
                line += part
            }
        }
        if line.last == UInt8(ascii: "\n") { line.removeLast() }
        if let job = SlurmJob(line) { jobs.append(job) }
        return (jobs, count - jobs.count)
    }

    private init?(_ line: [UInt8]) {
        let fields = line.split(
            separator: UInt8(ascii: "|"), maxSplits: Self.fieldCount - 1,
            omittingEmptySubsequences: false
        ).map { String(decoding: $0, as: UTF8.self) }
        guard fields.count == Self.fieldCount, let number = Int(fields[0]) else { return nil }
        self.number = number
        rawName = fields[13]
        let clean = fields.map { CleanText.clean($0) }
        job = Job(
            id: clean[1], name: clean[13], user: clean[2], partition: clean[3],
            state: Self.state(clean[4]), word: clean[4])
        let nodes = Int(fields[5]) ?? 1
        job.gpus = SlurmText.gpus(fields[6]).map { $0 * max(1, min(nodes, 65_536)) }
        if job.state == .pending { job.reason = clean[11] == "None" ? "" : clean[11] }
        job.start = SlurmText.time(fields[7])
        job.submitted = SlurmText.time(fields[9])
        if job.holds {
            job.end = Self.end(fields[8], limit: clean[12], of: job)
            job.nodes = SlurmText.hosts(clean[10], limit: 4096)
        }
    }

    /// When a job is over at the latest; `nil` where nothing ends it. SLURM tells an end a year after the
    /// start then (slurmctld/job_mgr.c), and some versions and partitions no word of it beside.
    private static func end(_ text: String, limit: String, of job: Job) -> WallTime? {
        guard !["UNLIMITED", "NOT_SET", "INVALID", "N/A"].contains(limit),
            let end = SlurmText.time(text)
        else { return nil }
        let begun = job.start ?? job.submitted
        if let begun, (end - begun).inSeconds >= endless { return nil }
        return end
    }

    /// A day less than a year: the start may have been put off.
    private static let endless = 364.0 * 86_400

    private static func state(_ word: String) -> Job.State {
        switch word {
        case "PENDING", "REQUEUED", "REQUEUE_HOLD", "SPECIAL_EXIT", "RESV_DEL_HOLD", "REQUEUE_FED":
            .pending
        case "RUNNING", "CONFIGURING", "SIGNALING", "STAGE_OUT", "RESIZING": .running
        case "SUSPENDED", "STOPPED": .suspended
        case "COMPLETING": .completing
        case "COMPLETED", "CANCELLED", "FAILED", "TIMEOUT", "NODE_FAIL", "PREEMPTED", "BOOT_FAIL",
            "DEADLINE", "OUT_OF_MEMORY", "REVOKED", "LAUNCH_FAILED", "RECONFIG_FAIL":
            .ended
        default: .unknown
        }
    }
}

/// Which GPUs jobs hold: the detailed lines of `scontrol show job -d -o`.
enum SlurmDevices {
    /// Gives each job its GPUs. A name is passed over by what `squeue` said of it, so that none can be
    /// taken for a part of the line.
    static func assign(_ bytes: [UInt8], to jobs: inout [SlurmJob]) {
        let text = String(decoding: bytes, as: UTF8.self)
        var lines: [Int: Substring] = [:]
        for part in starts(text) {
            let number = part.dropFirst(6).prefix { $0.isNumber }
            guard let number = Int(number) else { continue }
            // Two lines of one job: a name has made one of them, and nobody knows which.
            lines[number] = lines[number] == nil ? part : ""
        }
        for place in jobs.indices where jobs[place].job.holds {
            guard let line = lines[jobs[place].number],
                let rest = rest(of: line, after: jobs[place].rawName)
            else { continue }
            jobs[place].job.shares = shares(rest)
            let count = jobs[place].job.shares.reduce(0) { $0 + $1.indices.count }
            if count > 0 { jobs[place].job.gpus = count }
        }
    }

    /// The lines; a name may make two of one.
    private static func starts(_ text: String) -> [Substring] {
        var parts: [Substring] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("JobId=") {
                parts.append(line)
            } else if let last = parts.popLast() {
                parts.append(text[last.startIndex..<line.endIndex])
            }
        }
        return parts
    }

    private static func rest(of line: Substring, after name: String) -> Substring? {
        guard let key = line.firstRange(of: " JobName=") else { return nil }
        let tail = line[key.upperBound...]
        return tail.hasPrefix(name) ? tail.dropFirst(name.count) : nil
    }

    /// `Nodes=gpu-a[01-02] CPU_IDs=0-7 Mem=0 GRES=gpu:h100:2(IDX:0-1)`, once for each like part, before
    /// what the owner writes (`Command`, `Comment`...).
    private static func shares(_ text: Substring) -> [Job.Share] {
        var shares: [Job.Share] = []
        var nodes: Substring?
        for word in text.split(separator: " ") {
            if word.hasPrefix("Command=") || word.hasPrefix("MinCPUsNode=") { break }
            if word.hasPrefix("Nodes=") { nodes = word.dropFirst(6) }
            guard word.hasPrefix("GRES=") || word.hasPrefix("GRES_IDX="), let held = nodes else {
                continue
            }
            let list = word.drop { $0 != "=" }.dropFirst()
            let indices = SlurmText.indices(list)
            if !indices.isEmpty {
                shares += SlurmText.hosts(held, limit: 4096).map {
                    Job.Share(node: $0, indices: indices)
                }
            }
            nodes = nil
        }
        return shares
    }
}
