package import Fleet

/// Fleets written down, for tests of what is drawn from them.
package enum SampleFleet {
    /// 2026-11-21 14:02:11 UTC, an hour after the steady clock began.
    package static let time = Instant(
        wall: WallTime(nanoseconds: 1_795_269_731_000_000_000),
        monotonic: MonotonicTime(nanoseconds: 3_600_000_000_000))

    /// Two halls and a cloud: five nodes of eight GPUs, of which one is lost and one node is stale, and
    /// four endpoints.
    package static func usual() -> FleetSnapshot {
        var snapshot = FleetSnapshot(time: time)
        snapshot.generation = 7
        snapshot.context = "prod"
        snapshot.sites = [
            Site(
                name: "hall-a", placement: .dedicated, country: "DE", powerUsageEffectiveness: 1.3),
            Site(name: "hall-b", placement: .colocation, country: "DE"),
            Site(name: "us-east-1", placement: .iaas, country: "US", provider: "aws"),
        ]
        snapshot.sources = nodes() + endpoints()
        snapshot.findings = SampleFindings.usual()
        snapshot.changes = SampleFindings.changes()
        return snapshot
    }

    /// Nothing configured and nothing found.
    package static func empty() -> FleetSnapshot { FleetSnapshot(time: time) }

    private static func nodes() -> [SourceState] {
        let loads: [(String, String, Double)] = [
            ("gpu-a01", "hall-a", 0.96), ("gpu-a02", "hall-a", 0.55), ("gpu-a04", "hall-a", 0.72),
            ("gpu-b01", "hall-b", 0.03), ("gpu-b17", "hall-b", 0.88),
        ]
        return loads.map { name, site, load in
            var source = SampleNode(name: name, site: site, load: load).source()
            if name == "gpu-a04" { SampleNode.age(&source, by: .seconds(37)) }
            if name == "gpu-b17" { SampleNode.lose(&source, row: 5) }
            return source
        }
    }

    private static func endpoints() -> [SourceState] {
        [
            SampleEndpoint(
                name: "chat-70b", kind: "vllm", site: "hall-a", rate: 4120, p95: 0.388, queue: 143
            ).source(),
            SampleEndpoint(
                name: "chat-70b", kind: "vllm", site: "us-east-1", rate: 905, p95: 0.441, queue: 0
            ).source(),
            SampleEndpoint(
                name: "embed", kind: "tei", site: "hall-a", rate: 1090, p95: 0.012, queue: 0
            ).source(),
            SampleEndpoint(
                name: "fraud", kind: "triton", site: "hall-b", rate: nil, p95: nil, queue: nil
            ).source(),
        ]
    }
}
