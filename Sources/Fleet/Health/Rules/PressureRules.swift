/// A queue that grows: more comes in than is served.
struct QueueRule: HealthRule {
    let name = "queue-growing"
    let isMomentary = true

    func observe(_ view: HealthView, into observations: inout [Observation]) {
        guard let column = view.sample.endpoints[.requestsWaiting] else { return }
        for row in view.candidates(column, view.limits.queue, name) {
            guard let length = column.value(row) else { continue }
            let subject = view.endpoint(row)
            let past = view.memory.queues[subject]?.past(window: view.limits.queueWindow)
            let isGrowing =
                length >= view.limits.queue.raise
                && past.map { length >= max($0, 1) * view.limits.queueGrowth } ?? false
            guard isGrowing || isHeld(subject, view) else { continue }
            let isOver = length < view.limits.queue.clear
            observations.append(
                observation(row, length, isGrowing ? past : nil, view)
                    .standing(isOver ? .over : isGrowing ? .beyond : .waning))
        }
    }

    private func isHeld(_ subject: Subject, _ view: HealthView) -> Bool {
        view.memory.held.contains(Finding.identity(rule: name, subject: subject))
    }

    private func observation(
        _ row: Int, _ length: Double, _ past: Double?, _ view: HealthView
    ) -> Observation {
        var evidence: [String] = []
        let window = Int(view.limits.queueWindow.inSeconds)
        if let past { evidence.append("\(Int(past)) waited \(window) s ago, \(Int(length)) now.") }
        if let usage = view.sample.endpoints.value(.cacheUsage, row) {
            evidence.append("KV cache \(percent(usage))% in use.")
        }
        // To drain is what an operator does to a server.
        let isLow = length < view.limits.queue.clear
        let words = isLow ? ", low again" : past == nil ? ", no longer rising" : " and rising"
        return view.observation(
            self, .warning, view.endpoint(row), title: "queue \(Int(length))\(words)",
            evidence: evidence
        ).advising("Add a replica, or reroute a share to an endpoint with headroom.")
            .steadied(after: .seconds(2), linger: .seconds(10))
    }
}

/// A KV cache that is full while requests wait.
struct CacheRule: HealthRule {
    let name = "kv-saturated"
    let isMomentary = true

    func observe(_ view: HealthView, into observations: inout [Observation]) {
        guard let column = view.sample.endpoints[.cacheUsage] else { return }
        for row in view.candidates(column, view.limits.cacheUsage, name) {
            guard let usage = column.value(row),
                let waiting = view.sample.endpoints.value(.requestsWaiting, row),
                let standing = view.standing(
                    view.limits.cacheUsage, waiting > 0 ? usage : 0, name, view.endpoint(row))
            else { continue }
            observations.append(
                view.observation(
                    self, .warning, view.endpoint(row),
                    title: "KV cache \(percent(usage))%, \(Int(waiting)) waiting",
                    evidence: standing == .over ? [] : ["New requests wait for room in the cache."]
                ).standing(standing).advising(
                    "Add a replica, shorten contexts, or reroute a share."
                )
                .steadied(after: .seconds(10), linger: .seconds(15)))
        }
    }
}

/// An objective that is breached.
struct ObjectiveRule: HealthRule {
    /// How the rule of each objective begins; the field that it limits comes after.
    static let prefix = "objective-"

    let name = "objective"
    let isMomentary = true

    func observe(_ view: HealthView, into observations: inout [Observation]) {
        guard !view.objectives.isEmpty else { return }
        for (row, identity) in view.sample.inventory.endpoints.enumerated() {
            guard let objective = view.objectives[identity.name] else { continue }
            look(row, .latencyP95, objective.latencyP95, "p95", view, into: &observations)
            look(row, .firstTokenP95, objective.firstTokenP95, "TTFT", view, into: &observations)
            look(row, .errorRatio, objective.errorRatio, "error ratio", view, into: &observations)
        }
    }

    private func look(
        _ row: Int, _ metric: EndpointMetric, _ objective: Double?, _ words: String,
        _ view: HealthView, into observations: inout [Observation]
    ) {
        guard let objective, let value = view.sample.endpoints.value(metric, row) else { return }
        let rule = GenericRule(Self.prefix + metric.field)
        let line = HealthLimits.Line(Objective.breach(of: objective), clear: objective * 0.95)
        guard let standing = view.standing(line, value, rule.name, view.endpoint(row)) else {
            return
        }
        let isTime = metric.unit == .seconds
        func text(_ value: Double) -> String {
            isTime ? "\(Int((value * 1000).rounded())) ms" : "\(percent(value))%"
        }
        let endpoint = view.sample.inventory.endpoints[row].name
        let isBreached = standing == .beyond
        // What is met again is not red, though it stays a while, so that it does not flap.
        let met = "\(words) \(text(value)), within its objective of \(text(objective))"
        observations.append(
            view.observation(
                rule, isBreached ? .critical : .warning, view.endpoint(row),
                title: isBreached ? "\(words) \(text(value)), objective \(text(objective))" : met,
                evidence: [
                    isBreached
                        ? "The objective of \(endpoint) is breached."
                        : "It clears below \(text(line.clear))."
                ]
            ).standing(standing)
                .advising("Add a replica, or reroute a share to an endpoint with headroom.")
                .steadied(after: .seconds(15), linger: .seconds(15)))
    }
}
