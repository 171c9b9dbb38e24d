import Fleet

/// What a log of one tick still waits for: slow facts, and the second answers that rates need. Each wait
/// is bounded, source by source.
struct LogPatience {
    /// How long slow facts may take after the source was first seen to answer.
    static let forFacts = Duration.seconds(10)
    /// How long a second answer may take after it was asked for.
    static let forRates = Duration.seconds(5)

    private var factsSince: [SourceID: MonotonicTime] = [:]
    private var ratesSince: [SourceID: MonotonicTime] = [:]

    /// Looks at a snapshot in which every source has answered or failed. Returns whether nothing more
    /// is waited for, and who is to be asked again now.
    mutating func look(
        at snapshot: FleetSnapshot, awaited: Set<SourceID>, now: MonotonicTime
    ) -> (isOver: Bool, ask: [SourceID]) {
        var ask: [SourceID] = []
        var isOver = true
        for source in snapshot.sources where source.isLive {
            if awaited.contains(source.id) {
                let since = factsSince[source.id] ?? now
                factsSince[source.id] = since
                if now - since < Self.forFacts {
                    isOver = false
                    continue
                }
            }
            guard source.sample?.lacksRates == true else { continue }
            if ratesSince[source.id] == nil { ask.append(source.id) }
            let since = ratesSince[source.id] ?? now
            ratesSince[source.id] = since
            if now - since < Self.forRates { isOver = false }
        }
        return (isOver, ask)
    }
}

extension Sample {
    /// Whether a reading waits for a second answer to be told from the first.
    fileprivate var lacksRates: Bool {
        nodes.lacksRates || accelerators.lacksRates || endpoints.lacksRates
    }
}

extension MetricTable {
    fileprivate var lacksRates: Bool {
        reported.contains { self[$0]?.codes.contains(Absence.firstScrape.code) ?? false }
    }
}
