package import Fleet

/// A made-up fleet of any size, the same every time: for frames and for sums.
package struct MadeFleet: Sendable {
    /// Nodes of `hall-a`, of which each is a source, and GPUs on each.
    package var nodes = 4
    package var gpus = 8
    /// Whether some things are wrong: a lost GPU, a silent source, a failing endpoint.
    package var hasTrouble = false
    /// Whether endpoints of a cloud are there.
    package var hasCloud = true
    /// Buckets of history.
    package var buckets = 60
    private var random = UInt64(42)

    /// A small healthy fleet.
    package init() {}

    /// The snapshot.
    package func snapshot(generation: UInt64 = 1) -> FleetSnapshot {
        var maker = self
        var snapshot = FleetSnapshot(generation: generation, time: SampleFleet.time)
        snapshot.context = "prod"
        snapshot.sites = [
            Site(name: "hall-a", placement: .dedicated, country: "DE"),
            Site(name: "hall-b", placement: .colocation, country: "DE"),
            Site(name: "us-east-1", placement: .paas, country: "US", provider: "aws"),
        ]
        for node in 0..<nodes {
            let source = maker.nodeSource(node)
            maker.record(source, in: &snapshot.history)
            snapshot.sources.append(source)
        }
        let served = maker.served(
            site: "hall-a", provider: "prometheus-scrape",
            names: [
                "chat-70b", "embed", "rerank",
            ])
        maker.record(served, in: &snapshot.history)
        snapshot.sources.append(served)
        if hasCloud {
            let cloud = maker.served(
                site: "us-east-1", provider: "sagemaker",
                names: [
                    "chat-70b", "fraud-scoring",
                ])
            maker.record(cloud, in: &snapshot.history)
            snapshot.sources.append(cloud)
        }
        if hasTrouble { maker.breakThings(&snapshot) }
        return snapshot
    }

    /// A number in 0..<1 from a fixed sequence.
    private mutating func next() -> Double {
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(random >> 33) / Double(1 << 31)
    }

    private mutating func nodeSource(_ node: Int) -> SourceState {
        let site = node * 5 < nodes * 3 ? "hall-a" : "hall-b"
        let digits = node + 1 < 10 ? "0\(node + 1)" : "\(node + 1)"
        let name = site == "hall-a" ? "gpu-a\(digits)" : "gpu-b\(digits)"
        let base = node % 3 == 1 ? 0.06 : 0.9
        var source = SampleNode(name: name, site: site, load: base, gpus: gpus).source()
        guard var sample = source.sample else { return source }
        for (metric, value) in Self.hostFacts { sample.nodes[metric, 0] = .value(value) }
        for row in 0..<gpus { fill(&sample, row, base: base) }
        sample.processes = .value(
            (0..<gpus).map {
                ComputeProcess(
                    accelerator: $0, pid: 41_200 + $0, name: "python3", memory: .value(60e9),
                    user: "mlops", command: "python3 -m train --config train-70b.yaml --rank \($0)")
            })
        sample.kernelEvents = .value([])
        source.sample = sample
        return source
    }

    private static let hostFacts: [(NodeMetric, Double)] = [
        (.cpuUtilization, 0.31), (.load1, 42.5), (.cpuCount, 192), (.memoryUsed, 512e9),
        (.memoryTotal, 2_164e9), (.diskUsed, 0.61), (.infinibandPorts, 8), (.infinibandActive, 8),
        (.uptime, 41 * 86_400 + 3 * 3600),
    ]

    private mutating func fill(_ sample: inout Sample, _ row: Int, base: Double) {
        let busy = min(1, max(0, base + (next() - 0.5) * 0.2))
        let values: [(AcceleratorMetric, Double)] = [
            (.utilization, busy), (.memoryUsed, (10 + 65 * busy) * 1_073_741_824),
            (.temperature, 30 + 38 * busy), (.power, 80 + 580 * busy),
            (.smClock, (600 + 1380 * busy) * 1e6),
            (.smClockMax, 1980e6), (.memoryClock, 2619e6), (.performanceState, busy > 0.1 ? 0 : 8),
            (.throttleReasons, busy > 0.97 ? 4 : 0), (.eccCorrected, 0), (.eccUncorrected, 0),
            (.remapPending, 0), (.remapFailure, 0), (.pcieGeneration, 5), (.pcieGenerationMax, 5),
            (.pcieWidth, 16), (.pcieWidthMax, 16), (.nvlinksActive, 18), (.nvlinksTotal, 18),
        ]
        for (metric, value) in values { sample.accelerators[metric, row] = .value(value) }
    }

    private mutating func served(site: String, provider: String, names: [String]) -> SourceState {
        let isCloud = provider == "sagemaker"
        let list = names.map {
            EndpointIdentity(
                name: $0, kind: isCloud ? "sagemaker" : "vllm", model: "meta-llama/Llama-3.3-70B",
                url: isCloud ? nil : "http://\($0):8000",
                instanceType: isCloud ? "ml.p5.48xlarge" : nil, acceleratorCount: isCloud ? 24 : 8)
        }
        var sample = Sample(inventory: Inventory(endpoints: list))
        for row in list.indices {
            sample.endpointStates[row] = .serving
            let rate = (900 * next()).rounded() + 40
            let values: [(EndpointMetric, Double)] = [
                (.requestRate, rate), (.errorRatio, 0.0002 * Double(row)), (.latencyP50, 0.21),
                (.latencyP95, 0.388), (.latencyP99, 0.79), (.firstTokenP95, 0.121),
                (.tokensIn, rate * 610), (.tokensOut, rate * 97), (.requestsRunning, 41),
                (.requestsWaiting, Double(3 * row)), (.cacheUsage, 0.61), (.replicasReady, 4),
                (.replicasDesired, 4), (.acceleratorUtilization, 0.57),
            ]
            for (metric, value) in values { sample.endpoints[metric, row] = .value(value) }
        }
        return live(provider, isCloud ? "prod" : "vllm", site, sample)
    }

    private func live(
        _ provider: String, _ instance: String, _ site: String, _ sample: Sample
    ) -> SourceState {
        var source = SourceState(
            id: SourceID(provider: provider, instance: instance), title: provider, site: site,
            interval: .seconds(2), staleAfter: .seconds(6), transport: "stream")
        source.status = .live
        source.sample = sample
        source.lastSuccess = SampleFleet.time
        source.lastAttempt = SampleFleet.time
        return source
    }
}

extension MadeFleet {
    /// Buckets of ten seconds that end now, with a gap of three in the middle.
    private mutating func record(_ source: SourceState, in history: inout FleetHistory) {
        guard let sample = source.sample else { return }
        let start = SampleFleet.time.wall.nanoseconds / 10_000_000_000 * 10_000_000_000
        for bucket in 0..<buckets where !(buckets / 2..<buckets / 2 + 3).contains(bucket) {
            let wave = 0.75 + 0.25 * Self.wave(bucket)
            var accelerators: [AcceleratorMetric: [Float]] = [:]
            for metric in [AcceleratorMetric.utilization, .memoryUsed, .power, .temperature] {
                accelerators[metric] = sample.inventory.accelerators.indices.map {
                    Float((sample.accelerators.value(metric, $0) ?? 0) * wave)
                }
            }
            var endpoints: [EndpointMetric: [Float]] = [:]
            for metric in sample.endpoints.reported {
                endpoints[metric] = sample.inventory.endpoints.indices.map {
                    Float((sample.endpoints.value(metric, $0) ?? 0) * wave)
                }
            }
            history.append(
                FleetHistory.Bucket(
                    start: WallTime(
                        nanoseconds: start - Int64(buckets - bucket) * 10_000_000_000),
                    accelerators: accelerators, endpoints: endpoints),
                source: source.id, length: .seconds(10), keep: 360)
        }
    }

    /// A triangle wave between -1 and 1.
    private static func wave(_ place: Int) -> Double {
        Double(abs(place % 24 - 12)) / 6 - 1
    }

    private func breakThings(_ snapshot: inout FleetSnapshot) {
        guard snapshot.sources.count >= 3 else { return }
        let first = snapshot.sources[0].id
        snapshot.sources[0].sample?.acceleratorStates[gpus - 1] = .lost(
            Absence(.lost, .gpuLost))
        for metric in AcceleratorMetric.allCases {
            snapshot.sources[0].sample?.accelerators[metric, gpus - 1] = .absent(
                Absence(.lost, .gpuLost))
        }
        snapshot.sources[0].sample?.nodes[.acceleratorsSeen, 0] = .value(Double(gpus - 1))
        snapshot.sources[0].sample?.kernelEvents = .value([
            KernelEvent(
                xid: 79, accelerator: gpus - 1, node: 0, time: WallTime(seconds: 1_795_269_491),
                text: "GPU has fallen off the bus.")
        ])
        let failure = SourceFailure(
            .timedOut, "ssh: connection timed out", nextStep: "run hybridtop doctor")
        snapshot.sources[2].status = .stale(failure)
        snapshot.sources[2].lastSuccess = Instant(
            wall: WallTime(nanoseconds: SampleFleet.time.wall.nanoseconds - 37_000_000_000),
            monotonic: MonotonicTime(
                nanoseconds: SampleFleet.time.monotonic.nanoseconds - 37_000_000_000))
        snapshot.findings = Self.findings(first, snapshot.sources[2].id, gpus)
    }

    private static func findings(_ broken: SourceID, _ silent: SourceID, _ gpus: Int) -> [Finding] {
        func ago(_ seconds: Double) -> WallTime {
            WallTime(seconds: SampleFleet.time.wall.seconds - seconds)
        }
        return [
            Finding(
                rule: "gpu-lost", severity: .critical,
                subject: Subject(
                    kind: .accelerator, source: broken, site: "hall-a", name: broken.instance,
                    accelerator: "GPU-0-\(gpus - 1)"),
                title: "GPU \(gpus - 1) lost (Xid 79)",
                evidence: ["\(gpus - 1) of \(gpus) left", "it has fallen off the bus"],
                nextStep: "drain \(broken.instance), then reboot it", since: ago(240)),
            Finding(
                rule: "source-silent", severity: .warning,
                subject: Subject(
                    kind: .source, source: silent, site: "hall-a", name: silent.instance),
                title: "no data for 37s", evidence: ["ssh: connection timed out"],
                nextStep: "run hybridtop doctor", since: ago(37)),
        ]
    }
}
