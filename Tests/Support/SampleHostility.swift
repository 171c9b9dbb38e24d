package import Fleet

/// Fleets that are meant to break a screen.
package enum SampleHostility {
    /// Every fleet that a screen must survive, by name.
    package static func all() -> [(name: String, snapshot: FleetSnapshot)] {
        [
            ("usual", SampleFleet.usual()), ("empty", SampleFleet.empty()),
            ("absent", absent()), ("hostile", hostile()), ("lopsided", lopsided()),
        ]
    }

    /// The usual fleet with every reading missing.
    package static func absent() -> FleetSnapshot {
        var snapshot = SampleFleet.usual()
        for place in snapshot.sources.indices {
            guard let inventory = snapshot.sources[place].sample?.inventory else { continue }
            snapshot.sources[place].sample = Sample(inventory: inventory)
            snapshot.sources[place].lastSuccess = nil
            snapshot.sources[place].lastDuration = nil
        }
        snapshot.generation += 1
        return snapshot
    }

    /// Names that are wide, combining, long, or were escape sequences once.
    package static func hostile() -> FleetSnapshot {
        let names = [
            "\u{1b}[31mred\u{1b}[0m", "日本語の長い名前のノード、とても長い", "a\u{301}\u{302}\u{303}e\u{308}",
            "\u{202e}gnirts", String(repeating: "x", count: 400), "👩‍👩‍👧‍👦👍🏽🇩🇪", "", "tab\there\nline",
        ]
        var snapshot = FleetSnapshot(time: SampleFleet.time, context: CleanText.clean(names[1]))
        snapshot.generation = 3
        snapshot.sources = names.enumerated().map { place, name in
            let name = CleanText.clean(name)
            if place % 2 == 0 { return SampleNode(name: name, site: name, load: 0.5).source() }
            return SampleEndpoint(
                name: name, kind: name, site: name, rate: 1e12, p95: 1e9, queue: -1
            ).source()
        }
        snapshot.findings = names.map { name in
            let name = CleanText.clean(name)
            return Finding(
                rule: "rule-\(name)", severity: .critical,
                subject: Subject(kind: .node, site: name, name: name), title: name,
                evidence: [name, name], nextStep: name, since: SampleFleet.time.wall)
        }
        snapshot.changes = snapshot.findings.map {
            Change(time: $0.since, subject: $0.subject, text: $0.title, severity: .critical)
        }
        return snapshot
    }

    /// Nodes with no GPU, one and 128; sources that never answered.
    package static func lopsided() -> FleetSnapshot {
        var snapshot = FleetSnapshot(time: SampleFleet.time)
        snapshot.generation = 4
        snapshot.sources = [0, 1, 3, 16, 128].map {
            SampleNode(name: "n\($0)", site: "hall", load: 1, gpus: $0).source()
        }
        for kind in [SourceFailure.Kind.refused, .stuck] {
            var source = SourceState(
                id: SourceID(provider: "promql", instance: kind.rawValue), title: "Prometheus",
                site: "hall", interval: .seconds(15), staleAfter: .seconds(45))
            let failure = SourceFailure(kind, "connection refused", nextStep: "Start it.")
            source.status = kind == .stuck ? .stuck(failure) : .failed(failure)
            snapshot.sources.append(source)
        }
        return snapshot
    }

    /// A fleet of many equal nodes in one source, as a PromQL engine would tell it.
    package static func many(nodes: Int, gpus: Int) -> FleetSnapshot {
        let identities = (0..<nodes).map { NodeIdentity(name: "gpu-\($0)") }
        let accelerators = (0..<nodes * gpus).map { row in
            AcceleratorIdentity(
                node: row / gpus, index: row % gpus, uuid: "GPU-\(row)", model: "NVIDIA H100")
        }
        var sample = Sample(
            inventory: Inventory(nodes: identities, accelerators: accelerators))
        let count = accelerators.count
        sample.accelerators[.utilization] = Column(
            (0..<count).map { Double($0 &* 7919 % 1000) / 1000 })
        sample.accelerators[.temperature] = Column((0..<count).map { Double($0 % 60) + 30 })
        var source = SourceState(
            id: SourceID(provider: "promql", instance: "fleet"), title: "Prometheus", site: "hall",
            interval: .seconds(15), staleAfter: .seconds(45), transport: "http")
        source.status = .live
        source.sample = sample
        source.lastSuccess = SampleFleet.time
        var snapshot = FleetSnapshot(time: SampleFleet.time, sources: [source])
        snapshot.generation = 1
        return snapshot
    }
}
