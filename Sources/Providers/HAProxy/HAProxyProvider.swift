import Collector
import Fleet

/// Watches what HAProxy sends where, and sets it. A router may be several instances; all are read, and
/// all are written.
actor HAProxyProvider: Provider {
    static let descriptor = ProviderDescriptor(
        id: "haproxy", title: "HAProxy",
        summary: "Watches and sets the shares of servers behind HAProxy (runtime interface).",
        settings: [
            SettingSchema(
                "sockets", .strings, isRequired: true,
                summary:
                    "Its stats sockets, level admin to act: paths or host:port, one an instance.",
                example: "[/run/haproxy/admin.sock]"),
            SettingSchema(
                "backends", .strings, summary: "The backends to watch (default: all).",
                example: "[chat]"),
            SettingSchema(
                "sites", .mapping,
                summary:
                    "Where its servers run, as far as no other source watches them: for residency.",
                example: "{ chat/rented: us-east-1 }"),
        ],
        interval: .seconds(2), deadline: .seconds(5), capabilities: [.endpoints])

    nonisolated let transport = "runtime socket"
    let runtime: RuntimeInterface
    let source: SourceID
    /// The sites of servers, by `backend/server` or the server alone.
    let sites: [String: String]
    private let backends: Set<String>?
    private let labels: [String: String]
    private var inventory = Inventory.empty
    private var track = ServerTrack()
    let clock: any FleetClock
    /// What is counted for a proof, by the steps that it is for.
    var windows: [[ActionStep]: BackendWindows] = [:]

    init(_ settings: ProviderSettings, transports: Transports) throws(SettingError) {
        var places: [SocketPlace] = []
        for text in settings.strings("sockets") ?? [] {
            guard let place = SocketPlace(text) else {
                throw SettingError(
                    key: "sockets",
                    message: "`\(CleanText.clean(text))` is no absolute path and no host:port")
            }
            places.append(place)
        }
        guard !places.isEmpty else {
            throw SettingError(key: "sockets", message: "at least one socket is expected")
        }
        runtime = RuntimeInterface(
            places: places, sockets: transports.sockets, timeout: settings.deadline * 9 / 10)
        source = settings.source
        sites = settings.mapping("sites") ?? [:]
        backends = settings.strings("backends").map(Set.init)
        labels = settings.labels
        clock = transports.clock
    }

    func poll() async throws(SourceFailure) -> Answer {
        let reports = try await runtime.statistics()
        let rows = watched(reports[0].rows)
        let identities = rows.map { identity($0) }
        if identities != inventory.endpoints {
            inventory = Inventory(endpoints: identities, services: Self.services(identities))
        }
        var sample = Sample(inventory: inventory)
        let figures = track.take(reports.map(\.rows), at: clock.now().monotonic)
        for (place, row) in rows.enumerated() {
            figures.write(row, into: &sample, place, peers: rows)
        }
        let others = reports.dropFirst().filter {
            watched($0.rows).map(\.setting) != rows.map(\.setting)
        }
        sample.notes = others.map { "\($0.place) is set otherwise than \(reports[0].place)." }
        return Answer(sample: sample, bytes: reports.reduce(0) { $0 + $1.bytes })
    }

    /// The servers that are wanted, without the rows of whole backends.
    func watched(_ rows: [ServerRow]) -> [ServerRow] {
        rows.filter { $0.server != "BACKEND" && backends?.contains($0.backend) != false }
    }

    private func identity(_ row: ServerRow) -> EndpointIdentity {
        var identity = EndpointIdentity(
            name: CleanText.clean(row.backend), variant: CleanText.clean(row.server),
            kind: "haproxy", url: row.address.isEmpty ? nil : row.address, labels: labels)
        identity.site = sites[row.uid] ?? sites[row.server]
        return identity
    }

    /// Each backend with its servers, which may run anywhere.
    private static func services(_ servers: [EndpointIdentity]) -> [RoutedService] {
        var services: [RoutedService] = []
        for (row, server) in servers.enumerated() {
            if let place = services.firstIndex(where: { $0.name == server.name }) {
                services[place].rows.append(row)
            } else {
                services.append(RoutedService(name: server.name, rows: [row], isLocal: false))
            }
        }
        return services
    }
}

extension ServerRow {
    /// What an operator sets, to compare instances by.
    var setting: [String] {
        [uid, "\(share)", isDraining ? "drain" : isInMaintenance ? "maint" : ""]
    }
}
