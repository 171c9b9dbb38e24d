import Fleet

/// The rows that a page has shown so far, and their last readings. What was seen once stays: a server
/// that loses its engine keeps its row and has no readings.
struct ScrapedRows: Sendable {
    private let name: String?
    private let url: String
    private let labels: [String: String]
    private var inventory = Inventory.empty
    private var endpoints: [EndpointIdentity] = []
    private var readings: [EndpointIdentity: [EndpointMetric: Reading<Double>]] = [:]
    private var notes: [String] = []
    private var board: AcceleratorBoard
    private var layout = AcceleratorLayout()
    private var layoutRevision = 0
    private var accelerators = AcceleratorReadings()
    private var hosts: [String: [NodeMetric: Reading<Double>]] = [:]

    /// No rows yet; `endpoint` is the configured name.
    init(endpoint: String?, url: String, labels: [String: String]) {
        name = endpoint
        self.url = url
        self.labels = labels
        board = AcceleratorBoard(defaultNode: HTTPAddress.host(url) ?? url)
    }

    /// Takes over a page. Returns the recipe of the server that the page is of, if it is one.
    mutating func take(_ page: ServingReadings) -> ServerRecipe? {
        let recipe = ServerRecipe.all.first { $0.marks.contains(where: page.exposes) }
        readings.removeAll(keepingCapacity: true)
        if let recipe {
            let found = page.endpoints(recipe)
            for endpoint in found {
                let identity = identity(endpoint, isOnly: found.count == 1)
                if !endpoints.contains(identity) { endpoints.append(identity) }
                readings[identity] = endpoint.readings
            }
        }
        takeAccelerators(page)
        takeHost(page)
        notes = PageNotes.of(page, isKnown: recipe != nil || isExporter(page))
        return recipe
    }

    /// Takes over what TensorRT-LLM says in JSON, without a model's name and without rates.
    mutating func take(_ statistics: IterationStatistics) {
        let endpoint = ServingReadings.Endpoint(
            model: nil, kind: ServerRecipe.tensorRTLLM.kind,
            readings: statistics.readings.reduce(into: [:]) {
                $0[$1.key] = $1.value.plausible($1.key)
            })
        let identity = identity(endpoint, isOnly: true)
        if !endpoints.contains(identity) { endpoints.append(identity) }
        readings = [identity: endpoint.readings]
        notes = ["For rates and latencies use /prometheus/metrics with return_perf_metrics."]
    }

    private mutating func takeAccelerators(_ page: ServingReadings) {
        board.forget(after: 720)
        board.begin(page.catalogue)
        accelerators = AcceleratorReadings()
        for recipe in ExporterRecipe.all where recipe.marks.contains(where: page.exposes) {
            for gauge in recipe.gauges {
                guard let name = gauge.names.first(where: page.exposes) else { continue }
                accelerators.take(
                    gauge, of: recipe, page.page, page.places(name), page.catalogue, &board)
            }
        }
    }

    private mutating func takeHost(_ page: ServingReadings) {
        hosts = hosts.mapValues { _ in [:] }
        guard NodeExporter.marks.contains(where: page.exposes) else { return }
        let name = NodeExporter.name(page) ?? HTTPAddress.host(url) ?? url
        hosts[name] = NodeExporter.readings(page)
    }

    /// The sample of the page taken last.
    mutating func sample(_ health: HealthCheck.Finding) -> Sample {
        let names = hosts.keys.sorted()
        if board.revision != layoutRevision || layout.nodes.count < names.count {
            layout = AcceleratorLayout(board, nodeNames: names, labels: labels)
            layoutRevision = board.revision
        }
        let next = Inventory(
            nodes: layout.nodes, accelerators: layout.accelerators, endpoints: endpoints)
        if !inventory.isEqual(to: next) { inventory = next }
        var sample = Sample(inventory: inventory)
        fillNodes(&sample)
        for (row, identity) in endpoints.enumerated() {
            for (metric, reading) in readings[identity] ?? [:] {
                sample.endpoints[metric, row] = reading
            }
            sample.endpointStates[row] = state(identity, health)
        }
        if let failure = health.failure {
            sample.endpointFailures = Array(repeating: failure, count: endpoints.count)
        }
        sample.notes = notes
        return sample
    }

    /// What the health check says; where there is none, what follows from the replicas.
    private func state(
        _ identity: EndpointIdentity, _ health: HealthCheck.Finding
    ) -> EndpointState {
        guard health.state == .unknown, let readings = readings[identity],
            let ready = readings[.replicasReady]?.value
        else { return health.state }
        let desired = readings[.replicasDesired]?.value
        if ready == 0 { return desired == 0 ? .stopped : .failed }
        return ready < desired ?? 0 ? .degraded : .serving
    }

    private func fillNodes(_ sample: inout Sample) {
        accelerators.fill(&sample, layout.order) { layout.cut.contains($0) }
        for (row, node) in layout.nodes.enumerated() {
            for (metric, reading) in hosts[node.name] ?? [:] { sample.nodes[metric, row] = reading }
        }
        layout.markLost(&sample, present: board.isPresent)
        sample.holders = board.holders(layout.order)
    }

    private func identity(
        _ endpoint: ServingReadings.Endpoint, isOnly: Bool
    ) -> EndpointIdentity {
        let model = endpoint.model.map { CleanText.clean($0) }
        let shown = name ?? model ?? HTTPAddress.host(url) ?? endpoint.kind
        return EndpointIdentity(
            name: shown, variant: isOnly || name == nil ? nil : model, kind: endpoint.kind,
            model: model, url: HTTPAddress.origin(url), labels: labels)
    }

    private func isExporter(_ page: ServingReadings) -> Bool {
        let marks = ExporterRecipe.all.flatMap(\.marks) + NodeExporter.marks
        return marks.contains(where: page.exposes)
    }
}
