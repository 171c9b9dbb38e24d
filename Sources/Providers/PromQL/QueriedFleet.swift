import Fleet

/// What a query server has told so far, as the rows and readings of a sample.
struct QueriedFleet: Sendable {
    private var board = AcceleratorBoard(defaultNode: "unknown")
    private var layout = AcceleratorLayout()
    private var layoutRevision = 0
    private var accelerators = AcceleratorReadings()
    private(set) var endpoints = QueriedEndpoints()
    private var hostNames: [String: String] = [:]
    private var hosts: [String: [NodeMetric: Reading<Double>]] = [:]
    private var inventory = Inventory.empty
    private let labels: [String: String]

    /// Nothing yet; the labels are the source's.
    init(labels: [String: String]) { self.labels = labels }

    /// Begins a round of queries.
    mutating func begin(_ catalogue: SeriesCatalogue) {
        board.forget(after: 240)
        board.begin(catalogue)
        accelerators = AcceleratorReadings()
        endpoints.begin()
        hosts.removeAll(keepingCapacity: true)
    }

    /// Takes over the answer to a query about accelerators.
    mutating func take(
        _ query: FleetQueries.AcceleratorQuery, _ page: MetricPage, _ catalogue: SeriesCatalogue
    ) {
        accelerators.take(query.gauge, of: query.recipe, page, 0..<page.count, catalogue, &board)
    }

    /// Takes over the answer to a query about endpoints.
    mutating func take(
        _ query: EndpointQuery, _ page: MetricPage, _ catalogue: SeriesCatalogue
    ) {
        endpoints.take(query, page, catalogue)
    }

    /// Takes over which share of each job's targets answers.
    mutating func takeTargets(_ page: MetricPage, _ catalogue: SeriesCatalogue) {
        endpoints.takeTargets(page, catalogue)
    }

    /// Takes over which host is behind which `instance`.
    mutating func takeHostNames(_ page: MetricPage, _ catalogue: SeriesCatalogue) {
        for series in page.series {
            guard let definition = catalogue.definitions[Int(series)],
                let instance = definition["instance"], let name = definition["nodename"]
            else { continue }
            hostNames[instance] = CleanText.clean(name, limit: 128)
        }
    }

    /// Takes over the answer to a query about hosts.
    mutating func take(
        _ query: NodeQuery, _ page: MetricPage, _ catalogue: SeriesCatalogue
    ) {
        for (series, value) in zip(page.series, page.values) where value.isFinite {
            guard let instance = catalogue.definitions[Int(series)]?["instance"] else { continue }
            let name = hostNames[instance] ?? String(HTTPAddress.hostName(instance))
            hosts[name, default: [:]][query.metric] = .value(value)
        }
    }

    /// The sample of this round.
    mutating func sample() -> Sample {
        if board.revision != layoutRevision {
            layout = AcceleratorLayout(board, nodeNames: [], labels: labels)
            layoutRevision = board.revision
        }
        let next = Inventory(
            nodes: layout.nodes, accelerators: layout.accelerators,
            endpoints: endpoints.identities(labels: labels))
        if !inventory.isEqual(to: next) { inventory = next }
        var sample = Sample(inventory: inventory)
        accelerators.fill(&sample, layout.order) { layout.cut.contains($0) }
        layout.markLost(&sample, present: board.isPresent)
        sample.holders = board.holders(layout.order)
        for (row, node) in layout.nodes.enumerated() {
            for (metric, reading) in hosts[node.name] ?? [:] { sample.nodes[metric, row] = reading }
        }
        endpoints.fill(&sample)
        return sample
    }

    /// The accelerator's place in the sample for a series; `nil` for one that is not in it.
    mutating func place(
        _ series: Int32, _ catalogue: SeriesCatalogue, _ query: FleetQueries.AcceleratorQuery,
        places: [Int: Int]
    ) -> Int? {
        board.row(
            series, catalogue, query.recipe.identity, ofInstance: query.gauge.isPerInstance
        ).flatMap { places[$0] }
    }

    /// Where each of the board's rows stands in the sample.
    var places: [Int: Int] {
        Dictionary(uniqueKeysWithValues: layout.order.enumerated().map { ($1, $0) })
    }
}
