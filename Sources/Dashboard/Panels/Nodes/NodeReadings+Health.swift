import Fleet

extension NodeReadings {
    /// How it is doing, with the words that say so: first that its scheduler gives it no more work,
    /// which nobody is to overlook beside what else there is.
    package func health(_ index: FleetIndex) -> (state: RowState, text: String) {
        let (state, text) = condition(index)
        guard let use = outOfUse else { return (state, text) }
        let parts = [use.word, text].filter { !$0.isEmpty }
        return (max(state, use.state), parts.joined(separator: " · "))
    }

    /// What its readings and findings say.
    private func condition(_ index: FleetIndex) -> (state: RowState, text: String) {
        let found = host.parts.compactMap {
            index.worst(source: $0.source.id, name: $0.identity.name)
        }
        if let finding = found.max(by: { RowState($0) < RowState($1) }) {
            return (RowState(finding), finding.title)
        }
        if !isLive, let failure = source.failure {
            return (RowState(source.status), failure.message)
        }
        if isOnlyExpected { return (.waiting, "not answered yet") }
        let lost = expected - present
        if lost > 0, isLive { return (.failed, Format.counted(lost, "GPU") + " lost") }
        let words = Format.throttle(throttle)
        if !throttle.isDisjoint(with: .harmful) { return (.warning, words) }
        return (isLive ? .good : RowState(source.status), words)
    }

    /// That its scheduler gives it no new work, in a word; `nil` where it does, or does not say. A node
    /// that is down is a finding.
    private var outOfUse: (state: RowState, word: String)? {
        guard let schedule else { return nil }
        let isCordoned = schedule.words.hasSuffix("SchedulingDisabled")
        switch schedule.use {
        case .draining: return (.changing, isCordoned ? "cordoned" : "draining")
        case .drained: return (.out, isCordoned ? "cordoned, empty" : "drained")
        case .reserved: return (.out, "reserved")
        case .changing: return (.changing, schedule.use.rawValue)
        case .idle, .mixed, .allocated, .down, .unknown: return nil
        }
    }
}
