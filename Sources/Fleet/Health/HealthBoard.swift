/// What needs attention, and what has changed: looks at each snapshot and remembers what it has to.
/// A value without clock or thread of its own; the same snapshots give the same findings.
///
/// A source is looked at again only when its status has changed or it has said something, so that a pass over a large fleet in which one source has spoken costs next to nothing.
package struct HealthBoard: Sendable {
    /// Where the rules draw their lines.
    package let limits: HealthLimits
    /// What endpoints are to keep to, by endpoint name. Another value counts for a source from when it
    /// next speaks.
    package var objectives: [String: Objective]
    /// Who has seen what.
    package var acknowledgements: AcknowledgementBook
    /// What the program itself needs attention for, beside what the rules find. It stands until whoever
    /// put it here takes it away.
    package var standing: [Finding] = []

    private let rules: [any HealthRule]
    private var slots: [Slot] = []
    private var memory = HealthMemory()
    private var tracker = FindingTracker()
    private var joiner = FindingJoiner()
    private var folder = FindingFolder()
    private var symptoms = SymptomFolder()
    private var log = ChangeLog()
    private var watch = ObjectiveWatch()
    private var drift: [Observation] = []

    /// What was found in a source when it was last looked at.
    private struct Slot: Sendable {
        var source: SourceState
        var observations: [Observation]
    }

    /// A board that has seen nothing.
    package init(
        limits: HealthLimits = HealthLimits(), objectives: [String: Objective] = [:],
        acknowledgements: AcknowledgementBook = AcknowledgementBook(),
        rules: [any HealthRule] = HealthRules.all
    ) {
        self.limits = limits
        self.objectives = objectives
        self.acknowledgements = acknowledgements
        self.rules = rules
    }

    /// Looks at a snapshot. Findings come most severe first and, of equal severity, latest first, what
    /// is acknowledged after what is not; changes come latest first.
    package mutating func update(
        _ snapshot: FleetSnapshot
    ) -> (findings: [Finding], changes: [Change]) {
        let now = snapshot.time
        rearrange(snapshot)
        var inventoryChanged = false
        // By place, because copying a source out of an array counts a dozen references.
        for place in snapshot.sources.indices {
            guard
                snapshot.sources[place].lastSuccess != slots[place].source.lastSuccess
                    || snapshot.sources[place].status != slots[place].source.status
                    || snapshot.sources[place].polls != slots[place].source.polls
            else { continue }
            let source = snapshot.sources[place]
            let old = slots[place].source
            if old.sample?.inventory !== source.sample?.inventory { inventoryChanged = true }
            remember(source, after: old, now: now)
            slots[place].source = source
            slots[place].observations = observe(source, snapshot)
        }
        if inventoryChanged { drift = DriverDrift.observe(snapshot) }
        var passes = slots.compactMap { $0.observations.isEmpty ? nil : $0.observations }
        passes.append(drift)
        let raised = tracker.update(passes, now: now)
        log.add(watch.changes(raised, at: now.wall))
        memory.held = tracker.held
        memory.holding = tracker.holding
        var findings = symptoms.fold(folder.fold(joiner.join(raised, in: snapshot), in: snapshot))
        findings += standing
        acknowledgements.apply(to: &findings, now: now.wall)
        findings.sort(by: Self.isBefore)
        return (findings, log.changes)
    }

    private static func isBefore(_ left: Finding, _ right: Finding) -> Bool {
        if left.severity != right.severity { return left.severity > right.severity }
        let (leftSeen, rightSeen) = (left.acknowledgement != nil, right.acknowledgement != nil)
        if leftSeen != rightSeen { return rightSeen }
        if left.since != right.since { return left.since > right.since }
        return left.id < right.id
    }

    /// Gives every source its slot, when sources have come or gone.
    private mutating func rearrange(_ snapshot: FleetSnapshot) {
        let isSame =
            slots.count == snapshot.sources.count
            && slots.indices.allSatisfy { slots[$0].source.id == snapshot.sources[$0].id }
        guard !isSame else { return }
        let known = Dictionary(slots.map { ($0.source.id, $0) }, uniquingKeysWith: { $1 })
        slots = snapshot.sources.map { source in
            known[source.id]
                ?? Slot(
                    source: SourceState(
                        id: source.id, title: source.title, site: source.site,
                        interval: source.interval, staleAfter: source.staleAfter),
                    observations: [])
        }
    }

    private mutating func remember(_ source: SourceState, after old: SourceState, now: Instant) {
        log.record(from: old, to: source, at: now.wall)
        guard let sample = source.sample else { return }
        noteReboots(source, sample, old, now)
        guard let waiting = sample.endpoints[.requestsWaiting] else { return }
        for (row, identity) in sample.inventory.endpoints.enumerated() {
            let subject = Subject(
                kind: .endpoint, source: source.id, site: source.site, name: identity.label)
            guard let length = waiting.value(row) else { continue }
            memory.queues[subject, default: QueueTrend()].record(
                length, at: now.monotonic, window: limits.queueWindow)
        }
    }

    private mutating func noteReboots(
        _ source: SourceState, _ sample: Sample, _ old: SourceState, _ now: Instant
    ) {
        guard let before = old.sample?.inventory, before !== sample.inventory else { return }
        for node in sample.inventory.nodes {
            let was = before.nodes.first { $0.name == node.name }?.bootID
            guard let was, let boot = node.bootID, was != boot else { continue }
            let subject = Subject(
                kind: .node, source: source.id, site: source.site, name: node.name)
            memory.reboots[subject] = now.wall
        }
    }

    private func observe(_ source: SourceState, _ snapshot: FleetSnapshot) -> [Observation] {
        let view = HealthView(
            source: source, sample: source.sample ?? Sample(inventory: .empty),
            site: snapshot.site(source.site), now: snapshot.time, limits: limits,
            objectives: objectives, memory: memory)
        var observations: [Observation] = []
        for rule in rules where source.isLive || !rule.isMomentary {
            rule.observe(view, into: &observations)
        }
        return observations
    }
}
