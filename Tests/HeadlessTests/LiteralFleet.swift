import Fleet

/// A small fleet with one of everything, known by heart: what the formats are compared against.
enum LiteralFleet {
    /// 2026-11-21T14:02:11.482Z, by `date -u -d @1795269731`.
    static let wall = WallTime(nanoseconds: 1_795_269_731_482_000_000)
    static let now = Instant(wall: wall, monotonic: MonotonicTime(nanoseconds: 100_000_000_000))

    /// A node with two GPUs and a MIG instance, a silent node, an endpoint, a finding.
    static var snapshot: FleetSnapshot {
        var snapshot = FleetSnapshot(
            generation: 7, time: now, sources: [node, silent, endpoint],
            sites: [Site(name: "hall-a", placement: .dedicated)], findings: [finding])
        snapshot.jobLoads[JobLoad.Key(source: node.id, job: "12_1")] = JobLoad(
            watched: 2, held: 2, utilization: 0.02, idleSince: now.monotonic + .seconds(-90))
        snapshot.workloads = [
            Workload(
                id: "chat", name: "chat", dataClass: "internal", router: "haproxy/edge/chat",
                source: 2, isConfigured: true,
                sides: [Workload.Side(place: .init(source: 2, row: 0), site: "hall-a")]),
            Workload(id: "speech", name: "speech", router: "haproxy/speech", isConfigured: true),
        ]
        return snapshot
    }

    private static func source(_ provider: String, _ name: String) -> SourceState {
        var source = SourceState(
            id: SourceID(provider: provider, instance: name), title: provider, site: "hall-a",
            labels: ["rack": "r1"], interval: .seconds(2), staleAfter: .seconds(6))
        source.lastSuccess = now + .milliseconds(-400)
        source.lastAttempt = now + .milliseconds(-400)
        source.lastDuration = .milliseconds(12)
        source.lastBytes = 512
        source.bytesTotal = 1024
        source.polls = 2
        source.status = .live
        return source
    }

    static var node: SourceState {
        var source = source("nvidia-smi", "gpu-a01")
        source.sample = nodeSample
        return source
    }

    private static var nodeSample: Sample {
        let model = "NVIDIA H100 80GB HBM3"
        let mig = MIGInstance(gpuInstance: 9, computeInstance: 0, profile: "1g.10gb")
        var sample = Sample(
            inventory: Inventory(
                nodes: [NodeIdentity(name: "gpu-a01", driver: "580.105.08", cuda: "13.0")],
                accelerators: [
                    AcceleratorIdentity(node: 0, index: 0, uuid: "GPU-0", model: model),
                    AcceleratorIdentity(node: 0, index: 1, uuid: "GPU-1", model: model),
                    AcceleratorIdentity(
                        node: 0, index: 1, uuid: "MIG-1", model: model, mig: mig),
                ]))
        sample.nodes[.memoryTotal, 0] = .value(1_099_511_627_776)
        sample.nodes[.load1, 0] = .value(0.1)
        sample.accelerators[.utilization] = Column([0.97, 0, 0])
        sample.accelerators[.utilization, 1] = .absent(Absence(.unsupported, .migEnabled))
        sample.accelerators[.utilization, 2] = .absent(.unsupported)
        sample.accelerators[.memoryUsed] = Column([41_943_040_000, 1_048_576, 0])
        sample.accelerators[.power, 0] = .value(433.78)
        sample.acceleratorStates[1] = .lost(Absence(.lost, .gpuLost))
        sample.processes = .value([
            ComputeProcess(
                accelerator: 0, pid: 4242, name: "python", memory: .value(1_048_576),
                user: "ada", command: "python train.py --name=\"a,b\""),
            ComputeProcess(
                accelerator: 0, pid: 17, name: "=HYPERLINK(1)",
                memory: .absent(Absence(.denied, .insufficientPermissions))),
        ])
        sample.jobs = .value(jobs)
        sample.notes = ["unknown schema"]
        return sample
    }

    private static var jobs: [Job] {
        var running = Job(
            id: "12_1", name: "train, \"a\"", user: "ada", partition: "gpu", state: .running,
            word: "RUNNING")
        running.nodes = ["gpu-a01"]
        running.shares = [Job.Share(node: "gpu-a01", indices: [0, 1])]
        running.gpus = 2
        running.start = wall + .seconds(-600)
        running.end = wall + .seconds(3600)
        var waiting = Job(id: "13", name: "eval", user: "bo", state: .pending, word: "PENDING")
        waiting.reason = "Priority"
        waiting.submitted = wall + .seconds(-60)
        return [running, waiting]
    }

    /// Answered once, and now does not: its readings are old.
    static var silent: SourceState {
        var source = node
        source.id = SourceID(provider: "nvidia-smi", instance: "gpu-a02")
        source.status = .stale(
            SourceFailure(.timedOut, "no answer in 5 s", nextStep: "Look at the host."))
        source.lastSuccess = now + .seconds(-37)
        source.failures = 3
        return source
    }

    static var endpoint: SourceState {
        var source = source("prometheus-scrape", "vllm-1")
        var sample = Sample(
            inventory: Inventory(endpoints: [
                EndpointIdentity(
                    name: "chat \"70b\"\\x", kind: "vllm", url: "http://vllm-1:8000/metrics")
            ]))
        sample.endpoints[.requestRate, 0] = .absent(.firstScrape)
        sample.endpoints[.latencyP95, 0] = .value(0.388)
        sample.endpoints[.requestsWaiting, 0] = .value(3)
        sample.endpointStates = [.serving]
        sample.endpointTimes = [wall + .seconds(-90)]
        source.sample = sample
        return source
    }

    static var finding: Finding {
        Finding(
            rule: "gpu-lost", severity: .critical,
            subject: Subject(
                kind: .accelerator, source: SourceID(provider: "nvidia-smi", instance: "gpu-a01"),
                site: "hall-a", name: "gpu-a01", accelerator: "GPU-1"),
            title: "GPU 1 lost", evidence: ["Xid 79", "7 of 8 left"], nextStep: "Drain it.",
            since: wall + .seconds(-240))
    }
}
