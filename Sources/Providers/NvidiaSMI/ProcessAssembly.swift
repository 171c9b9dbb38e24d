import Fleet

/// Compute processes out of all that tells of them: `-q -x` knows the MIG instance, the list of compute
/// processes has whole names, `ps` knows users and command lines.
struct ProcessAssembly {
    let log: DeviceLog
    let sections: MarkedSections
    let inventory: Inventory
    let deviceRows: [Int]
    let instanceRows: [[Int]]
    /// Whether the list is newer than the log, so that only what it lists still runs.
    var listsAll = false

    /// The processes, GPU by GPU.
    func processes() -> [ComputeProcess] {
        var found = fromLog()
        let rows = Dictionary(
            inventory.accelerators.enumerated().filter { !$0.element.uuid.isEmpty }
                .map { ($0.element.uuid, $0.offset) }, uniquingKeysWith: { first, _ in first })
        let apps = ComputeApps.rows(sections["apps"]?.lines ?? [])
        if listsAll {
            let pids = Set(apps.map(\.pid))
            found.removeAll { !pids.contains($0.pid) }
        }
        for app in apps {
            guard let row = rows[app.gpu] else { continue }
            let index = inventory.accelerators[row].index
            let known = found.firstIndex {
                $0.pid == app.pid && inventory.accelerators[$0.accelerator].index == index
            }
            if let known {
                found[known].name = app.name
                if found[known].memory.value == nil { found[known].memory = app.memory }
            } else {
                found.append(
                    ComputeProcess(
                        accelerator: row, pid: app.pid, name: app.name, memory: app.memory))
            }
        }
        let owners = Self.owners(sections.lines("users"))
        for place in found.indices {
            guard let owner = owners[found[place].pid] else { continue }
            found[place].user = owner.user
            found[place].command = owner.command
        }
        return found
    }

    private func fromLog() -> [ComputeProcess] {
        var found: [ComputeProcess] = []
        for (place, device) in log.devices.enumerated() {
            for process in device.processes where process.type.contains("C") {
                guard let pid = process.pid else { continue }
                var row = deviceRows[place]
                if let instance = device.instances.firstIndex(where: {
                    $0.gpuInstance == process.gpuInstance
                        && $0.computeInstance == process.computeInstance
                }) {
                    row = instanceRows[place][instance]
                }
                found.append(
                    ComputeProcess(
                        accelerator: row, pid: pid, name: process.name, memory: process.memory))
            }
        }
        return found
    }

    /// Users and command lines by process id, from `ps -o pid=,user=,args=`.
    private static func owners(_ lines: [Substring]) -> [Int: (user: String, command: String)] {
        var owners: [Int: (user: String, command: String)] = [:]
        for line in lines {
            let words = line.split(separator: " ", maxSplits: 2)
            guard words.count == 3, let pid = Int(words[0]) else { continue }
            let command = CommandLine.redacted(
                words[2].drop { $0 == " " }.split(separator: " ").map(String.init))
            owners[pid] = (
                CleanText.clean(String(words[1]), limit: 64), CleanText.clean(command, limit: 400)
            )
        }
        return owners
    }

    /// Command lines carry passwords more often than they should.
    private enum CommandLine {
        static func redacted(_ words: [String]) -> String {
            var result: [String] = []
            var hidesNext = false
            for word in words {
                let lower = word.lowercased()
                let isSecret = ["token", "secret", "password", "passwd", "api-key", "api_key"]
                    .contains(where: lower.contains)
                if hidesNext, !word.hasPrefix("-") {
                    result.append("***")
                    hidesNext = false
                } else if isSecret, let equals = word.firstIndex(of: "=") {
                    result.append(word[...equals] + "***")
                    hidesNext = false
                } else {
                    result.append(word)
                    hidesNext = isSecret && word.hasPrefix("-")
                }
            }
            return result.joined(separator: " ")
        }
    }
}
