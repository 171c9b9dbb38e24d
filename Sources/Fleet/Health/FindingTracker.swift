/// Turns what rules see at each pass into findings that do not flap: raised after a while, cleared after
/// a while, made worse when they last.
struct FindingTracker: Sendable {
    private var entries: [String: Entry] = [:]

    private struct Entry: Sendable {
        var observation: Observation
        var first: Instant
        var last: MonotonicTime
    }

    /// Nothing seen yet.
    init() {}

    /// The ids of what holds or lingers.
    var held: Set<String> { Set(entries.keys) }

    /// Takes over one pass and returns what is raised now, with `since` and severity settled.
    mutating func update(_ passes: some Sequence<[Observation]>, now: Instant) -> [Observation] {
        for pass in passes {
            for observation in pass { note(observation, now: now) }
        }
        var raised: [Observation] = []
        var gone: [String] = []
        for (id, entry) in entries {
            let quiet = now.monotonic - entry.last
            let isRaised = entry.last - entry.first.monotonic >= entry.observation.after
            guard quiet == .zero || isRaised && quiet < entry.observation.linger else {
                gone.append(id)
                continue
            }
            if isRaised, let settled = settled(entry, now: now) { raised.append(settled) }
        }
        for id in gone { entries[id] = nil }
        return raised
    }

    private mutating func note(_ observation: Observation, now: Instant) {
        let id = observation.finding.id
        if entries[id] == nil {
            entries[id] = Entry(observation: observation, first: now, last: now.monotonic)
        } else {
            entries[id]?.observation = observation
            entries[id]?.last = now.monotonic
        }
    }

    /// The observation as it is to be told; `nil` when it is no news any more.
    private func settled(_ entry: Entry, now: Instant) -> Observation? {
        var observation = entry.observation
        if !observation.isSinceKnown { observation.finding.since = entry.first.wall }
        let lasted = max(now.wall - observation.finding.since, .zero)
        if let news = observation.newsFor, lasted >= news { return nil }
        if let limit = observation.criticalAfter, lasted >= limit {
            observation.finding.severity = .critical
        }
        return observation
    }
}
