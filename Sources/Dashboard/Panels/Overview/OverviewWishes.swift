import Fleet

/// How many rows each part of the overview would like, and who gets what where there are fewer.
struct OverviewWishes {
    /// Rows of a part, borders included.
    struct Wish {
        let part: OverviewPart
        /// Below this it is left out.
        let least: Int
        /// What it gets before anything else grows.
        let decent: Int
        /// What it can use.
        let most: Int
    }

    /// In the order in which parts are served: the last is the first to go.
    let wishes: [Wish]

    init(state: DashboardState, width: Int) {
        let snapshot = state.shown
        let summary = state.fleetSummary
        let findings = snapshot.findings.lazy.filter { $0.acknowledgement == nil }.count
        let sites = SitesPanel.rowCount(summary)
        let endpoints = snapshot.sources.reduce(0) {
            $0 + ($1.sample?.inventory.endpoints.count ?? 0)
        }
        var list = [
            Wish(
                part: .attention, least: 3, decent: 2 + max(1, min(3, findings)),
                most: 2 + max(1, min(8, findings))),
            Wish(part: .sites, least: 4, decent: 3 + min(sites, 6), most: 3 + sites),
        ]
        if endpoints > 0 {
            list.append(
                Wish(
                    part: .endpoints, least: 4, decent: 3 + min(endpoints, 4),
                    most: 3 + endpoints))
        }
        if !summary.roster.seats.isEmpty {
            let rows = HeatMapPanel.wantedRows(state, width: width)
            list.append(
                Wish(part: .map, least: 3, decent: 2 + min(10, rows), most: 2 + rows))
        }
        wishes = list
    }

    /// The parts that fit, in the order of the screen, with their heights. All rows are used.
    func heights(in available: Int) -> [(OverviewPart, Int)] {
        var given: [OverviewPart: Int] = [:]
        var left = available
        for wish in wishes where left >= wish.least {
            given[wish.part] = wish.least
            left -= wish.least
        }
        serve(\.decent, &given, &left)
        if left >= Self.trendRows {
            given[.trends] = Self.trendRows
            left -= Self.trendRows
        }
        serve(\.most, &given, &left)
        if left > 0,
            let last = [.trends, .endpoints, .map, .sites, .attention].first(where: {
                given[$0] != nil
            })
        {
            given[last, default: 0] += left
        }
        return OverviewPart.allCases.compactMap { part in given[part].map { (part, $0) } }
    }
}

extension OverviewWishes {
    /// Graphs are for screens on which the rest has what it needs.
    private static let trendRows = 9

    private func serve(
        _ goal: KeyPath<Wish, Int>, _ given: inout [OverviewPart: Int], _ left: inout Int
    ) {
        for wish in wishes {
            guard let has = given[wish.part] else { continue }
            let more = max(0, min(left, wish[keyPath: goal] - has))
            given[wish.part] = has + more
            left -= more
        }
    }
}

extension DashboardState {
    /// The figures of what is shown, made now where the reducer has not.
    var fleetSummary: FleetSummary {
        summary.generation == shown.generation ? summary : FleetSummary(shown)
    }
}
