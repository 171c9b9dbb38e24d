package import Fleet

/// A node with its GPUs, as nvidia-smi would tell of it.
package struct SampleNode {
    package var name: String
    package var site: String
    /// Utilisation of the first GPU; the others differ a little.
    package var load: Double
    package var gpus = 8
    package var model = "NVIDIA H100 80GB HBM3"
    package var labels: [String: String] = ["rack": "r1"]

    /// A node of eight GPUs under a load of 0...1.
    package init(name: String, site: String, load: Double, gpus: Int = 8) {
        self.name = name
        self.site = site
        self.load = load
        self.gpus = gpus
    }

    /// The live source that tells of it.
    package func source() -> SourceState {
        var source = SourceState(
            id: SourceID(provider: "nvidia-smi", instance: name), title: "NVIDIA GPUs over ssh",
            site: site, labels: labels, interval: .seconds(2), staleAfter: .seconds(6),
            transport: "ssh stream")
        source.status = .live
        source.sample = sample()
        source.lastSuccess = SampleFleet.time + .milliseconds(-400)
        source.lastAttempt = source.lastSuccess
        source.nextDue = SampleFleet.time.monotonic + .milliseconds(1600)
        source.lastDuration = .milliseconds(12)
        source.lastBytes = 2048
        source.bytesTotal = 3_686_400
        source.polls = 1800
        return source
    }

    /// What the node reports.
    package func sample() -> Sample {
        let identity = NodeIdentity(
            name: name, driver: "580.105.08", cuda: "13.0", sshDestination: name, labels: labels)
        let accelerators = (0..<gpus).map { index in
            AcceleratorIdentity(
                node: 0, index: index, uuid: "GPU-\(name)-\(index)", model: model,
                pciBusID: "00000000:\(index)1:00.0")
        }
        var sample = Sample(inventory: Inventory(nodes: [identity], accelerators: accelerators))
        for row in 0..<gpus { fill(&sample, row) }
        sample.nodes[.load1, 0] = .value(12.5 * load)
        sample.nodes[.cpuUtilization, 0] = .value(0.4 * load)
        sample.nodes[.cpuCount, 0] = .value(128)
        sample.nodes[.memoryUsed, 0] = .value(412 * 1_073_741_824.0)
        sample.nodes[.memoryTotal, 0] = .value(2048 * 1_073_741_824.0)
        sample.nodes[.uptime, 0] = .value(41 * 86_400)
        sample.nodes[.acceleratorsExpected, 0] = .value(Double(gpus))
        sample.nodes[.acceleratorsSeen, 0] = .value(Double(gpus))
        sample.processes = .value([
            ComputeProcess(
                accelerator: 0, pid: 41_234, name: "python3", memory: .value(40 * 1_073_741_824.0),
                user: "ml", command: "python3 -m vllm.entrypoints.openai.api_server")
        ])
        return sample
    }

    private func fill(_ sample: inout Sample, _ row: Int) {
        let utilization = max(0, min(1, load - Double(row % 3) * 0.04))
        let total = 80 * 1_073_741_824.0
        sample.accelerators[.utilization, row] = .value(utilization)
        sample.accelerators[.memoryUsed, row] = .value(total * (0.1 + 0.8 * utilization))
        sample.accelerators[.memoryTotal, row] = .value(total)
        sample.accelerators[.temperature, row] = .value(31 + 40 * utilization)
        sample.accelerators[.power, row] = .value(78 + 590 * utilization)
        sample.accelerators[.powerLimit, row] = .value(700)
        sample.accelerators[.smClock, row] = .value(1.98e9)
        sample.accelerators[.throttleReasons, row] = .value(0)
        sample.accelerators[.processCount, row] = .value(utilization > 0.1 ? 1 : 0)
        sample.accelerators[.fanSpeed, row] = .absent(.unsupported)
    }

    /// Makes a source that has not answered for so long.
    package static func age(_ source: inout SourceState, by age: Duration) {
        source.lastSuccess = SampleFleet.time - age
        source.failures = 9
        source.status = .stale(
            SourceFailure(
                .timedOut,
                "ssh: connect to host \(source.id.instance) port 22: connection timed out",
                nextStep: "Check that the host is up: ssh \(source.id.instance)"))
    }

    /// Takes one GPU off the bus.
    package static func lose(_ source: inout SourceState, row: Int) {
        guard var sample = source.sample else { return }
        sample.acceleratorStates[row] = .lost(Absence(.lost, .gpuLost))
        for metric in sample.accelerators.reported {
            sample.accelerators[metric, row] = .absent(Absence(.lost, .gpuLost))
        }
        sample.accelerators[.lastXid, row] = .value(79)
        sample.nodes[.acceleratorsSeen, 0] = .value(Double(sample.inventory.accelerators.count - 1))
        source.sample = sample
    }
}

extension Instant {
    /// The moment so long before.
    package static func - (instant: Instant, interval: Duration) -> Instant {
        instant + .nanoseconds(-interval.nanoseconds)
    }
}
