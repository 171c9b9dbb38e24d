extension SummaryPass {
    mutating func countEndpoints(of place: Int) {
        guard let sample = snapshot.sources[place].sample else { return }
        for endpoint in sample.inventory.wholeEndpoints {
            judge(endpoint, of: sample, place)
            let sites = Dictionary(grouping: endpoint.parts) { row in
                self.site(of: sample.inventory.endpoints[row], place)
            }
            for (site, parts) in sites { count(parts, of: sample, place, site: site) }
            let serving = sites.values.count { isServing($0, sample, place) }
            repeated.endpoints += sites.count - 1
            repeated.serving += max(0, serving - 1)
        }
    }

    /// Where an endpoint runs: behind a router that may be another site than the router's.
    private func site(of endpoint: EndpointIdentity, _ place: Int) -> Int {
        endpoint.site.flatMap { roster.sites.firstIndex(of: $0) } ?? roster.siteOfSource[place]
    }

    private mutating func judge(_ endpoint: WholeEndpoint, of sample: Sample, _ place: Int) {
        guard !snapshot.objectives.isEmpty, let row = endpoint.rows.first,
            let objective = snapshot.objectives[sample.inventory.endpoints[row].name]
        else { return }
        let site = site(of: sample.inventory.endpoints[row], place)
        sites[site].objectives.count(endpoint, objective, of: sample, isLive: live[place])
    }

    private func isServing(_ parts: [Int], _ sample: Sample, _ place: Int) -> Bool {
        live[place] && parts.contains { sample.endpointStates[$0].serves }
    }

    /// Counts what an endpoint has at a site; its figures are those of its parts together.
    private mutating func count(_ parts: [Int], of sample: Sample, _ place: Int, site: Int) {
        sites[site].endpoints += 1
        if isServing(parts, sample, place) { sites[site].endpointsServing += 1 }
        let own = parts.filter { !claims.isCountedElsewhere(source: place, row: $0) }
        if !own.isEmpty { countRequests(own, of: sample, place, site: site) }
        guard !hasNodes[site] else { return }
        for row in parts {
            countRented(sample.inventory.endpoints[row], row, sample, site, isLive: live[place])
        }
    }

    private mutating func countRequests(
        _ parts: [Int], of sample: Sample, _ place: Int, site: Int
    ) {
        let table = sample.endpoints
        let isLive = live[place]
        func sum(_ metric: EndpointMetric) -> Double? {
            guard isLive, let column = table[metric] else { return nil }
            return parts.reduce(nil) { sum, row in
                column.value(row).map { (sum ?? 0) + $0 } ?? sum
            }
        }
        sites[site].requestRate.add(sum(.requestRate))
        sites[site].tokensOut.add(sum(.tokensOut))
        sites[site].tokensIn.add(sum(.tokensIn))
        sites[site].waiting.add(sum(.requestsWaiting))
        guard isLive else { return }
        for row in parts {
            guard let rate = table.value(.requestRate, row),
                let ratio = table.value(.errorRatio, row)
            else { continue }
            sites[site].failedRate += rate * ratio
            sites[site].judgedRate += rate
        }
    }

    /// GPUs that only an endpoint tells of: those of a cloud, which shows no node.
    private mutating func countRented(
        _ endpoint: EndpointIdentity, _ row: Int, _ sample: Sample, _ site: Int, isLive: Bool
    ) {
        guard let known = endpoint.acceleratorCount, known > 0 else { return }
        let number = min(known, 1 << 20)
        sites[site].acceleratorsExpected += number
        if isLive, sample.endpointStates[row].serves { sites[site].acceleratorsSeen += number }
        let busy = isLive ? sample.endpoints.value(.acceleratorUtilization, row) : nil
        sites[site].busy.add(busy, standingFor: number)
    }
}

extension EndpointState {
    /// Whether requests are answered in this state.
    package var serves: Bool {
        switch self {
        case .serving, .updating, .degraded: true
        case .starting, .draining, .stopped, .failed, .unknown: false
        }
    }
}
