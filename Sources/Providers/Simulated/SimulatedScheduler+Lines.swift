import Fleet

/// The lines of SLURM's commands.
extension SimulatedScheduler {
    /// `scontrol show node -d -o`.
    func line(_ node: SimulatedRoster.Node, _ jobs: [SimulatedJob]) -> String {
        let held = indices(node, jobs)
        let type = node.model.contains("H200") ? "h200" : "h100"
        let host = SimulatedHost(world, node, at: time)
        var state = held.isEmpty ? "IDLE" : held.count == 8 ? "ALLOCATED" : "MIXED"
        var tail = ""
        if let hold = world.orders.hold(of: node.name, at: time), hold.isOn(at: time) {
            state = self.state(node, hold, base: state)
            let (reason, who) =
                isGivenUp(node) ? ("reboot timed out", "slurm") : (hold.reason, hold.by)
            tail = " Reason=\(reason) [\(who)@\(date(hold.since))]"
        }
        let boot = date(time - host.uptime)
        return """
            NodeName=\(node.name) Arch=x86_64 CoresPerSocket=96 CPUAlloc=\(held.count * 24) \
            CPUEfctv=\(SimulatedHost.cores) CPUTot=\(SimulatedHost.cores) \
            CPULoad=\(hundredths(host.runnable)) AvailableFeatures=\(type) ActiveFeatures=\(type) \
            Gres=gpu:\(type):8(S:0-1) GresDrain=N/A \
            GresUsed=gpu:\(type):\(held.count)(IDX:\(ranges(held))) NodeAddr=\(node.name) \
            NodeHostName=\(node.name) Version=23.11.4 OS=Linux 6.8.0-88-generic #89-Ubuntu SMP \
            RealMemory=\(SimulatedHost.memoryKilobytes / 1024) AllocMem=0 \
            FreeMem=\(host.availableKilobytes / 1024) Sockets=2 Boards=1 State=\(state) \
            ThreadsPerCore=1 TmpDisk=0 Weight=1 Owner=N/A MCS_label=N/A \
            Partitions=\(SimulatedSchedule.partition(node)) BootTime=\(boot) SlurmdStartTime=\(boot) \
            ResumeAfterTime=None CfgTRES=cpu=192,gres/gpu=8 AllocTRES=gres/gpu=\(held.count) \
            CapWatts=n/a CurrentWatts=0 AveWatts=0\(tail)
            """
    }

    /// The state of a node that is held, or restarted.
    private func state(
        _ node: SimulatedRoster.Node, _ hold: SimulatedOrders.Hold, base: String
    ) -> String {
        guard hold.restart != nil else { return base + "+DRAIN" }
        guard world.load.restarting(node, at: time) != nil else {
            return base + "+DRAIN+REBOOT_REQUESTED"
        }
        return isGivenUp(node) ? "DOWN+NOT_RESPONDING" : "DOWN+DRAIN+REBOOT_ISSUED"
    }

    /// Whether a node has not come back from its restart in time.
    private func isGivenUp(_ node: SimulatedRoster.Node) -> Bool {
        world.load.restarting(node, at: time).map { time - $0 > SimulatedLoad.patience } ?? false
    }

    /// `scontrol show job -d -o`.
    func line(_ job: SimulatedJob) -> String {
        let type = schedule.site == "hall-a" ? "h100" : "h200"
        let devices = job.places.map { place in
            "Nodes=\(place.node.name) CPU_IDs=0-\(place.indices.count * 24 - 1) Mem=0 "
                + "GRES=gpu:\(type):\(place.indices.count)"
                + "(IDX:\(place.indices.lowerBound)-\(place.indices.upperBound))"
        }
        return """
            JobId=\(job.number) JobName=\(job.name) UserId=\(job.user)(20010) GroupId=ml(20000) \
            MCS_label=N/A Priority=4294 Account=ml QOS=normal \
            JobState=\(job.word) Reason=\(job.reason) Dependency=(null) \
            Requeue=1 Restarts=\(job.restarts) BatchFlag=1 Reboot=0 ExitCode=0:0 \
            SubmitTime=\(date(job.submitted)) StartTime=\(job.start.map(date) ?? "Unknown") \
            EndTime=\(job.end.map(date) ?? "Unknown") Partition=\(job.partition) \
            NodeList=\(hosts(job)) NumNodes=\(job.nodes) NumCPUs=\(job.nodes * job.gpus * 24) \
            JOB_GRES=gpu:\(type):\(job.nodes * job.gpus) \(devices.joined(separator: " ")) \
            MinCPUsNode=1 MinMemoryNode=0 Features=(null) Command=run.sh WorkDir=/home/\(job.user) \
            TresPerNode=gres/gpu:\(job.gpus)
            """
    }

    /// `squeue -h -o FORMAT [-w NODES]`.
    func queue(_ words: [String]) -> String {
        func value(_ option: String) -> String? {
            guard let place = words.firstIndex(of: option), place + 1 < words.count else {
                return nil
            }
            return words[place + 1]
        }
        let asked = value("-w").map { Set($0.split(separator: ",").map(String.init)) }
        return schedule.jobs.filter { job in
            guard let asked else { return true }
            return job.places.contains { asked.contains($0.node.name) }
        }.map { row($0, value("-o") ?? "%i") }.joined(separator: "\n")
    }

    private func row(_ job: SimulatedJob, _ format: String) -> String {
        var text = ""
        var isField = false
        for letter in format {
            if isField {
                text += field(job, letter)
                isField = false
            } else if letter == "%" {
                isField = true
            } else {
                text.append(letter)
            }
        }
        return text
    }

    private func field(_ job: SimulatedJob, _ letter: Character) -> String {
        switch letter {
        case "A", "i": "\(job.number)"
        case "u": job.user
        case "P": job.partition
        case "T": job.word
        case "D": "\(job.nodes)"
        case "b": "gres:gpu:\(job.gpus)"
        case "S": job.start.map(date) ?? "N/A"
        case "e": job.end.map(date) ?? "N/A"
        case "V": date(job.submitted)
        case "N": hosts(job)
        case "r": job.reason
        case "j": job.name
        case "l": "7-00:00:00"
        default: ""
        }
    }

    private func indices(_ node: SimulatedRoster.Node, _ jobs: [SimulatedJob]) -> [Int] {
        jobs.flatMap(\.places).filter { $0.node.name == node.name }.flatMap { Array($0.indices) }
    }

    private func hosts(_ job: SimulatedJob) -> String {
        guard let first = job.places.first?.node.name, job.places.count > 1 else {
            return job.places.first?.node.name ?? ""
        }
        let digits = job.places.map { String($0.node.name.suffix(2)) }
        return "\(first.dropLast(2))[\(digits.joined(separator: ","))]"
    }

    private func ranges(_ indices: [Int]) -> String {
        guard let first = indices.min(), let last = indices.max() else { return "N/A" }
        return last - first + 1 == indices.count
            ? "\(first)-\(last)" : indices.map(String.init).joined(separator: ",")
    }

    private func date(_ time: Double) -> String { CalendarTime(world.wall(at: time)).international }

    private func hundredths(_ value: Double) -> String {
        let whole = Int((value * 100).rounded())
        return "\(whole / 100).\(CalendarTime.padded(whole % 100))"
    }
}
