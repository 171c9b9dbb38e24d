/// Turns what rules see at each pass into findings that do not flap: raised after a while, cleared after
/// a while, made worse when they last. While one lingers, it says so, and what the reading is now.
struct FindingTracker: Sendable {
    private var entries: [String: Entry] = [:]

    private struct Entry: Sendable {
        /// What was seen when it last held.
        var observation: Observation
        var first: Instant
        var last: MonotonicTime
        /// What was said, and when, when the reading was last beyond its line.
        var beyond: (title: String, at: MonotonicTime)?
        /// What the finding would be by the reading of now, once it holds no more.
        var present: Finding?
    }

    /// How the title ends of what holds no more and lingers.
    static let clearing = ", clearing"

    /// Nothing seen yet.
    init() {}

    /// The ids of what holds or lingers.
    var held: Set<String> { Set(entries.keys) }

    /// The rules of which something holds or lingers, by source.
    var holding: [SourceID: Set<String>] {
        entries.values.reduce(into: [:]) { rules, entry in
            let finding = entry.observation.finding
            guard let source = finding.subject.source else { return }
            rules[source, default: []].insert(finding.rule)
        }
    }

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
        if observation.standing == .over {
            entries[id]?.present = observation.finding
            return
        }
        var entry = entries[id] ?? Entry(observation: observation, first: now, last: now.monotonic)
        entry.observation = observation
        entry.last = now.monotonic
        entry.present = nil
        if observation.standing == .beyond {
            entry.beyond = (observation.finding.title, now.monotonic)
        }
        entries[id] = entry
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
        speakOfNow(&observation, entry, now.monotonic)
        return observation
    }

    /// Puts the present into a finding whose reading is back.
    private func speakOfNow(
        _ observation: inout Observation, _ entry: Entry, _ now: MonotonicTime
    ) {
        let quiet = now - entry.last
        guard quiet > .zero || observation.standing == .waning else { return }
        let past = entry.beyond.map { "\($0.title), \(Self.text(now - $0.at)) ago." }
        guard quiet > .zero else {
            if let past { observation.finding.evidence.insert("It was: \(past)", at: 0) }
            return
        }
        let rest = Self.text(observation.linger - quiet)
        if let present = entry.present {
            observation.finding.title = present.title
            observation.finding.evidence = past.map { ["It was: \($0)"] } ?? []
            observation.finding.evidence += present.evidence
            observation.finding.severity = present.severity
        } else {
            observation.finding.evidence = observation.finding.evidence.map { "Then: \($0)" }
            observation.finding.evidence.insert(
                "It has not been so for \(Self.text(quiet)).", at: 0)
        }
        observation.finding.title += Self.clearing
        observation.finding.evidence.append("It clears in \(rest) if it stays so.")
    }

    private static func text(_ duration: Duration) -> String {
        let seconds = max(1, Int(duration.inSeconds.rounded()))
        return seconds < 120 ? "\(seconds) s" : "\(seconds / 60) min"
    }
}
