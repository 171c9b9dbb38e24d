package import Collector
package import Fleet

/// A fleet to look at where there is none: two halls and three clouds, of which everything is made up
/// but the way in which it is asked. The real providers ask it and decode real wire formats.
package enum SimulatedFleet {
    /// Where it runs.
    package static let sites: [Site] = [
        Site(
            name: "hall-a", placement: .dedicated, country: "DE", powerUsageEffectiveness: 1.24),
        Site(
            name: "hall-b", placement: .colocation, country: "DE", powerUsageEffectiveness: 1.38),
        Site(name: "us-east-1", placement: .iaas, country: "US", provider: "aws"),
        Site(name: "westeurope", placement: .paas, country: "NL", provider: "azure"),
        Site(name: "us-central1", placement: .serverless, country: "US", provider: "gcp"),
    ]

    /// What its users expect of its endpoints.
    package static let objectives: [String: Objective] = [
        "chat-70b": Objective(latencyP95: 14, firstTokenP95: 1.2, errorRatio: 0.01),
        "fraud": Objective(errorRatio: 0.001),
        "vision-11b": Objective(latencyP95: 4),
    ]

    /// A service that is spread over several of its endpoints, as a configuration would say it.
    package struct Workload: Sendable {
        /// That of its endpoints, and of the service that it is.
        package var name: String
        /// What its router calls it; `nil` where it goes by its name.
        package var router: String?
        /// A name out of ``dataClasses``.
        package var dataClass: String
    }

    /// Its services whose requests can be sent elsewhere.
    package static let workloads: [Workload] = [
        Workload(name: "chat-70b", router: "haproxy/chat", dataClass: "internal"),
        Workload(name: "summarize", router: "haproxy/summarize", dataClass: "patient"),
        Workload(name: "embed", dataClass: "internal"),
        Workload(name: "rerank", dataClass: "internal"),
    ]

    /// Where its data may go.
    package static let dataClasses: [DataClassRule] = [
        DataClassRule(name: "internal", countries: ["DE", "NL", "US"]),
        DataClassRule(name: "patient", isOwnedOnly: true),
    ]

    /// Its sources, as a configuration would list them; to be expanded and made by the registry like
    /// any others.
    package static func entries() -> [ProviderSettings] {
        racks() + exporters() + schedulers() + servers() + [router, cloud, probe]
    }

    /// The ways to reach it. The same seed and clock give the same fleet, as long as it is told the
    /// same; who tells it something sees what comes of it.
    package static func transports(
        clock: any FleetClock, seed: UInt64 = 1, environment: [String: String] = [:],
        chaos: SimulatedChaos = []
    ) -> Transports {
        transports(
            SimulatedWorld(seed: seed, clock: clock, chaos: chaos), clock: clock,
            environment: environment)
    }

    static func transports(
        _ world: SimulatedWorld, clock: any FleetClock, environment: [String: String] = [:]
    ) -> Transports {
        let pool = SimulatedPool(world)
        return Transports(
            http: SimulatedHTTP(world: world, pool: pool),
            commands: SimulatedCommands(world: world),
            sockets: SimulatedRouter(world: world, pool: pool), clock: clock,
            environment: withoutCredentials(environment))
    }

    /// What is made up is not asked with somebody's real keys: the simulated cloud gives its own.
    private static func withoutCredentials(_ environment: [String: String]) -> [String: String] {
        environment.filter { !$0.key.hasPrefix("AWS_") }.merging([
            "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
        ]) { _, new in new }
    }

    private static func racks() -> [ProviderSettings] {
        var racks: [(site: String, rack: String, hosts: [String])] = []
        for node in SimulatedRoster.nodes where !node.isExported {
            if let last = racks.last, last.site == node.site, last.rack == node.rack {
                racks[racks.count - 1].hosts.append(node.name)
            } else {
                racks.append((node.site, node.rack, [node.name]))
            }
        }
        return racks.map { rack in
            ProviderSettings(
                provider: "nvidia-smi", name: "\(rack.site)-\(rack.rack)", site: rack.site,
                interval: .seconds(2), deadline: .seconds(10), labels: ["rack": rack.rack],
                values: [
                    "hosts": .strings(rack.hosts), "slow_interval": .duration(.seconds(15)),
                ])
        }
    }

    /// Two pages a node: that of its GPUs and that of its host.
    private static func exporters() -> [ProviderSettings] {
        SimulatedRoster.nodes.filter(\.isExported).flatMap { node in
            [("dcgm", 9400), ("host", 9100)].map { name, port in
                ProviderSettings(
                    provider: "prometheus-scrape", name: "\(node.name)-\(name)", site: node.site,
                    interval: .seconds(5), deadline: .seconds(4), labels: ["rack": node.rack],
                    values: ["url": .string("http://\(node.domainName):\(port)/metrics")])
            }
        }
    }

    /// The scheduler of each hall, on its login node.
    private static func schedulers() -> [ProviderSettings] {
        SimulatedScheduler.sites.map { site in
            ProviderSettings(
                provider: "slurm", name: site, site: site, interval: .seconds(5),
                deadline: .seconds(10), labels: ["team": "platform"],
                values: ["host": .string(SimulatedScheduler.login(site))])
        }
    }

    /// What stands before the servers of two workloads.
    private static let router = ProviderSettings(
        provider: "haproxy", name: "edge", site: "hall-a", interval: .seconds(2),
        deadline: .seconds(4), labels: ["team": "platform"],
        values: [
            "sockets": .strings([SimulatedRoutes.socket]),
            "sites": .mapping(
                Dictionary(
                    SimulatedRoutes.servers.map { ($0.uid, $0.site) },
                    uniquingKeysWith: { first, _ in first })),
        ])

    /// A region of a cloud, with whatever endpoints it has.
    private static let cloud = ProviderSettings(
        provider: "sagemaker", name: "aws-us-east-1", site: "us-east-1", interval: .seconds(60),
        deadline: .seconds(30), labels: ["team": "search"],
        values: ["region": .string("us-east-1")])

    /// The host that stands before the organisation's endpoints.
    static let gateway = "gateway.weu.example"

    private static let probe = ProviderSettings(
        provider: "http-probe", name: "gateway", site: "westeurope", interval: .seconds(15),
        deadline: .seconds(10), labels: ["team": "platform"],
        values: ["url": .string("https://\(gateway)/healthz"), "endpoint": .string("gateway")])

    private static func servers() -> [ProviderSettings] {
        SimulatedServer.all.map { server in
            ProviderSettings(
                provider: "prometheus-scrape", name: "\(server.endpoint)-\(server.site)",
                site: server.site, interval: .seconds(2), deadline: .seconds(4),
                labels: ["team": server.team],
                values: ["url": .string(server.url), "endpoint": .string(server.endpoint)])
        }
    }
}

extension SimulatedServer {
    /// Whose it is.
    fileprivate var team: String {
        switch endpoint {
        case "chat-70b", "code-34b", "agent-tools": "assistants"
        case "fraud": "payments"
        default: "platform"
        }
    }
}
