package import Fleet

/// A snapshot put together for the health board, and time that is moved by hand.
package struct HealthScene: Sendable {
    package var snapshot: FleetSnapshot
    package var board: HealthBoard

    /// A scene with these sources, at sites that are owned (`hall`) or rented (`cloud`).
    package init(_ sources: [SourceState], board: HealthBoard = HealthBoard()) {
        snapshot = FleetSnapshot(time: SampleFleet.time, sources: sources)
        snapshot.sites = [
            Site(name: "hall", placement: .dedicated),
            Site(name: "cloud", placement: .iaas, provider: "aws"),
        ]
        self.board = board
    }

    /// Lets time pass; live sources speak again.
    @discardableResult
    package mutating func pass(_ interval: Duration = .seconds(1)) -> [Finding] {
        snapshot.time = snapshot.time + interval
        for place in snapshot.sources.indices where snapshot.sources[place].isLive {
            snapshot.sources[place].lastSuccess = snapshot.time
        }
        return look()
    }

    /// Looks without letting time pass.
    @discardableResult
    package mutating func look() -> [Finding] {
        (snapshot.findings, snapshot.changes) = board.update(snapshot)
        return snapshot.findings
    }

    /// The rules that have found something.
    package var rules: [String] { snapshot.findings.map(\.rule) }

    /// Changes the sample of a source.
    package mutating func edit(_ place: Int = 0, _ change: (inout Sample) -> Void) {
        guard var sample = snapshot.sources[place].sample else { return }
        change(&sample)
        snapshot.sources[place].sample = sample
    }

    /// A live node of `gpus` healthy, busy GPUs.
    package static func node(
        _ name: String, gpus: Int = 8, site: String = "hall", labels: [String: String] = [:],
        driver: String = "580.105.08", boot: String = "b0"
    ) -> SourceState {
        let inventory = Inventory(
            nodes: [NodeIdentity(name: name, driver: driver, bootID: boot)],
            accelerators: (0..<gpus).map {
                AcceleratorIdentity(
                    node: 0, index: $0, uuid: "GPU-\(name)-\($0)", model: "NVIDIA H100 80GB HBM3")
            })
        var sample = Sample(inventory: inventory)
        for row in 0..<gpus {
            sample.accelerators[.utilization, row] = .value(0.9)
            sample.accelerators[.memoryUsed, row] = .value(60e9)
            sample.accelerators[.memoryTotal, row] = .value(80e9)
            sample.accelerators[.temperature, row] = .value(62)
            sample.accelerators[.throttleReasons, row] = .value(0)
            sample.accelerators[.persistenceMode, row] = .value(1)
        }
        return live(SourceID(provider: "nvidia-smi", instance: name), site, labels, sample)
    }

    /// A live endpoint that serves 20 requests a second.
    package static func endpoint(_ name: String, site: String = "hall") -> SourceState {
        var sample = Sample(
            inventory: Inventory(endpoints: [EndpointIdentity(name: name, kind: "vllm")]))
        sample.endpoints[.requestRate, 0] = .value(20)
        sample.endpoints[.errorRatio, 0] = .value(0)
        sample.endpoints[.requestsWaiting, 0] = .value(0)
        sample.endpoints[.cacheUsage, 0] = .value(0.5)
        sample.endpointStates[0] = .serving
        return live(SourceID(provider: "prometheus-scrape", instance: name), site, [:], sample)
    }

    private static func live(
        _ id: SourceID, _ site: String, _ labels: [String: String], _ sample: Sample
    ) -> SourceState {
        var source = SourceState(
            id: id, title: id.provider, site: site, labels: labels, interval: .seconds(1),
            staleAfter: .seconds(5))
        source.status = .live
        source.sample = sample
        source.lastSuccess = SampleFleet.time
        return source
    }
}
