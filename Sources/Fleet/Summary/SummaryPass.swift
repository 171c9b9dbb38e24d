/// The pass that fills a ``FleetSummary``.
struct SummaryPass {
    let snapshot: FleetSnapshot
    let roster: AcceleratorRoster
    var sites: [SiteSummary]
    let live: [Bool]
    /// For each site, whether nodes there show accelerators.
    let hasNodes: [Bool]
    let claims: RequestClaims
    /// How often endpoints stand at more than one site, and those that serve: once too often in a total.
    var repeated = (endpoints: 0, serving: 0)

    init(_ snapshot: FleetSnapshot, _ roster: AcceleratorRoster) {
        self.snapshot = snapshot
        self.roster = roster
        sites = Array(repeating: SiteSummary(), count: roster.sites.count)
        var hasNodes = Array(repeating: false, count: roster.sites.count)
        for group in roster.groups where !group.seats.isEmpty { hasNodes[group.site] = true }
        self.hasNodes = hasNodes
        claims = RequestClaims(snapshot)
        live = snapshot.sources.map { $0.isLive && $0.sample != nil }
    }

    mutating func run() -> [SiteSummary] {
        for (place, source) in snapshot.sources.enumerated() {
            sites[roster.siteOfSource[place]].sources += 1
            if source.isLive { sites[roster.siteOfSource[place]].sourcesLive += 1 }
        }
        countNodes()
        countAccelerators()
        for place in snapshot.sources.indices { countEndpoints(of: place) }
        countFindings()
        return sites
    }

    private mutating func countNodes() {
        for group in roster.groups {
            sites[group.site].acceleratorsExpected += group.seats.count
        }
        for host in roster.hosts {
            sites[host.site].nodes += 1
            var known = 0.0
            var listed = 0
            var isLive = false
            for place in host.groups {
                let group = roster.groups[place]
                let table = snapshot.sources[group.source].sample?.nodes
                known = max(known, table?.value(.acceleratorsExpected, group.node) ?? 0)
                listed += group.seats.count
                isLive = isLive || live[group.source]
            }
            if isLive { sites[host.site].nodesLive += 1 }
            let missing = max(0, Int(min(known, 4096)) - listed)
            sites[host.site].busy.expect(missing)
            sites[host.site].acceleratorsExpected += missing
        }
    }

    private mutating func countAccelerators() {
        let utilization = columns(.utilization)
        let power = columns(.power)
        let used = columns(.memoryUsed)
        let all = columns(.memoryTotal)
        let states = snapshot.sources.map { $0.sample?.acceleratorStates ?? [] }
        for group in roster.groups {
            var site = sites[group.site]
            for seat in roster.seats[group.seats] {
                let row = Int(seat.place.row)
                if live[group.source], states[group.source][row] == .present {
                    site.acceleratorsSeen += 1
                }
                site.busy.add(Self.value(seat, in: utilization))
                site.power.add(Self.value(seat, in: power))
                let total = Self.value(seat, in: all)
                let inUse = total == nil ? nil : Self.value(seat, in: used)
                site.memoryUsed.add(inUse)
                site.memoryTotal.add(inUse == nil ? nil : total)
            }
            sites[group.site] = site
        }
    }

    /// The column of each live source; that of a source which is not live counts as missing.
    private func columns(_ metric: AcceleratorMetric) -> [Column?] {
        snapshot.sources.indices.map { place in
            live[place] ? snapshot.sources[place].sample?.accelerators[metric] : nil
        }
    }

    /// What the seat's own source says, or else its twin.
    private static func value(
        _ seat: AcceleratorRoster.Seat, in columns: [Column?]
    ) -> Double? {
        if let value = columns[Int(seat.place.source)]?.value(Int(seat.place.row)) { return value }
        guard let twin = seat.twin else { return nil }
        return columns[Int(twin.source)]?.value(Int(twin.row))
    }
}

extension SummaryPass {
    private mutating func countFindings() {
        for finding in snapshot.findings where finding.acknowledgement == nil {
            guard let site = place(of: finding.subject) else { continue }
            sites[site].count(finding.severity)
        }
    }

    /// Counts the findings that belong to no site, and each endpoint once.
    func complete(_ total: inout SiteSummary) {
        total.endpoints -= repeated.endpoints
        total.endpointsServing -= repeated.serving
        for finding in snapshot.findings
        where finding.acknowledgement == nil && place(of: finding.subject) == nil {
            total.count(finding.severity)
        }
    }

    private func place(of subject: Subject) -> Int? {
        if let site = subject.site ?? (subject.kind == .site ? subject.name : nil),
            let place = roster.sites.firstIndex(of: site)
        {
            return place
        }
        guard let source = subject.source,
            let place = snapshot.sources.firstIndex(where: { $0.id == source })
        else { return nil }
        return roster.siteOfSource[place]
    }
}

extension SiteSummary {
    fileprivate mutating func count(_ severity: Severity) {
        switch severity {
        case .critical: critical += 1
        case .warning: warnings += 1
        case .notice: notices += 1
        }
    }
}
