package import Dashboard
package import Fleet

/// The usual fleet behind a router, with a cloud endpoint of two variants: workloads that are configured,
/// found, routed, not routed, and of which nothing tells.
package enum SampleWorkloads {
    /// The id of the router's source.
    package static let router = SourceID(provider: "haproxy", instance: "edge")
    /// The id of the cloud's source.
    package static let cloud = SourceID(provider: "sagemaker", instance: "us-east-1")

    /// The fleet, its workloads found.
    package static func fleet() -> FleetSnapshot {
        var snapshot = SampleFleet.usual()
        snapshot.sources += [routerSource(), cloudSource()]
        snapshot.declaredWorkloads = [
            WorkloadDeclaration(name: "chat-70b", dataClass: "internal", router: "haproxy/chat"),
            WorkloadDeclaration(name: "fraud", dataClass: "patient", router: "haproxy/edge/fraud"),
            WorkloadDeclaration(name: "embed"),
            WorkloadDeclaration(name: "speech", dataClass: "internal", router: "haproxy/speech"),
        ]
        snapshot.objectives["chat-70b"] = Objective(latencyP95: 0.4, errorRatio: 0.005)
        snapshot.workloads = WorkloadSurvey.of(snapshot)
        return snapshot
    }

    /// The same after ten minutes in which requests moved from one side of chat to the other.
    package static func shifted() -> FleetSnapshot {
        var snapshot = fleet()
        let end = SampleFleet.time.wall.nanoseconds / 5_000_000_000 * 5_000_000_000
        for place in 0..<120 {
            let moved = Float(max(0, min(60, place - 40))) / 60
            let bucket = FleetHistory.Bucket(
                start: WallTime(nanoseconds: end - Int64(120 - place) * 5_000_000_000),
                accelerators: [:],
                endpoints: [
                    .requestRate: [4900 - 4000 * moved, 4000 * moved, 31, 0],
                    .latencyMean: [0.3 - 0.1 * moved, 0.35 + 0.02 * moved, 0.021, .nan],
                    .errorRatio: [0, 0.002 * moved, 0, .nan],
                ])
            snapshot.history.append(bucket, source: router, length: .seconds(5), keep: 300)
        }
        return snapshot
    }

    /// A screen on it that may act.
    package static func script(
        columns: Int = 120, rows: Int = 40, _ snapshot: FleetSnapshot = fleet()
    ) -> Script {
        var script = Script(snapshot, columns: columns, rows: rows)
        script.send(
            .actorsChanged(
                [router: [.drain, .resume, .reroute], cloud: [.scale, .reroute]],
                stages: [0.05, 0.25, 0.5, 1]))
        script.send(
            .accessChanged(.unlocked(until: SampleFleet.time.monotonic + .seconds(14 * 60))))
        script.type("4")
        return script
    }

    private struct Server {
        var service: String
        var name: String
        var address: String
        var share: Double?
        var rate: Double?
        var mean: Double?
        var state = EndpointState.serving
    }

    private static let servers = [
        Server(
            service: "chat", name: "own", address: "chat-70b.hall-a:8000", share: 0.82, rate: 4000,
            mean: 0.3),
        Server(
            service: "chat", name: "rented", address: "chat-70b.us-east-1:8000", share: 0.18,
            rate: 900, mean: 0.35),
        Server(
            service: "fraud", name: "one", address: "10.0.0.7:9000", share: 1, rate: 31,
            mean: 0.021),
        Server(
            service: "fraud", name: "two", address: "10.0.0.8:9000", share: nil, rate: 0,
            mean: 4, state: .draining),
        Server(service: "search", name: "a", address: "", share: 0.5, rate: nil, mean: nil),
        Server(service: "search", name: "b", address: "", share: 0.5, rate: nil, mean: nil),
    ]

    private static func live(_ id: SourceID, _ title: String, _ site: String) -> SourceState {
        var source = SourceState(
            id: id, title: title, site: site, interval: .seconds(2), staleAfter: .seconds(6))
        source.status = .live
        source.lastSuccess = SampleFleet.time - .seconds(1)
        source.lastAttempt = source.lastSuccess
        return source
    }

    private static func routerSource() -> SourceState {
        var source = live(router, "HAProxy", "default")
        let identities = servers.map { server in
            var identity = EndpointIdentity(
                name: server.service, variant: server.name, kind: "haproxy",
                url: server.address.isEmpty ? nil : server.address)
            if server.service == "fraud" { identity.site = "hall-b" }
            return identity
        }
        var sample = Sample(
            inventory: Inventory(
                endpoints: identities,
                services: [
                    RoutedService(name: "chat", rows: [0, 1], isLocal: false),
                    RoutedService(name: "fraud", rows: [2, 3], isLocal: false),
                    RoutedService(name: "search", rows: [4, 5], isLocal: false),
                ]))
        for (row, server) in servers.enumerated() {
            sample.endpoints[.share, row] = server.share.map { .value($0) } ?? .absent(.notReported)
            sample.endpoints[.requestRate, row] =
                server.rate.map { .value($0) } ?? .absent(.firstScrape)
            sample.endpoints[.latencyMean, row] =
                server.mean.map { .value($0) } ?? .absent(.notReported)
            sample.endpoints[.requestsRunning, row] = .value(3)
            sample.endpoints[.requestsWaiting, row] = .value(0)
            sample.endpointStates[row] = server.state
        }
        source.sample = sample
        return source
    }

    private static func cloudSource() -> SourceState {
        var source = live(cloud, "SageMaker", "us-east-1")
        let names = [("blue", 0.9, 180.0), ("green", 0.1, 20.0)]
        var sample = Sample(
            inventory: Inventory(
                endpoints: names.map {
                    EndpointIdentity(name: "vision", variant: $0.0, kind: "sagemaker")
                }))
        for (row, name) in names.enumerated() {
            sample.endpoints[.share, row] = .value(name.1)
            sample.endpoints[.requestRate, row] = .value(name.2)
            sample.endpoints[.latencyP95, row] = .value(row == 0 ? 0.08 : 0.2)
            sample.endpoints[.errorRatio, row] = .value(row == 0 ? 0 : 0.02)
            sample.endpoints[.replicasDesired, row] = .value(Double(4 - row))
            sample.endpoints[.replicasReady, row] = .value(Double(4 - row))
            sample.endpointStates[row] = .serving
        }
        source.sample = sample
        return source
    }

    /// A shift of chat in stages that is at its second.
    package static func shift() -> ActionProgress { SampleAction.shift() }
}
