import Fleet

/// The windows of all backends that steps are about. Each is judged by its own requests, and all have to
/// be shown.
struct BackendWindows: Sendable {
    /// One backend: its steps, and what has been said of them.
    private struct Part: Sendable {
        var steps: [ActionStep]
        var window: TrafficWindow
        var verdict: ActionProof?
    }

    private var parts: [Part]

    init(_ steps: [ActionStep], _ reports: [RuntimeInterface.Report], at time: MonotonicTime) {
        let groups = Dictionary(grouping: steps) { $0.target.uid.split(separator: "/").first }
        parts = groups.values.sorted { ($0.first?.target.uid ?? "") < ($1.first?.target.uid ?? "") }
            .map { Part(steps: $0, window: TrafficWindow(reports, at: time)) }
    }

    /// What is counted until now says of all steps. What was shown of one backend stays so while another
    /// is waited for, as long as its servers are up.
    mutating func judge(
        _ reports: [RuntimeInterface.Report], at time: MonotonicTime
    ) -> ActionProof {
        var waiting: ActionProof?
        var silent: [String] = []
        var shown: [String] = []
        for place in parts.indices {
            let steps = parts[place].steps
            let down = TrafficProof(before: reports, now: reports).objection(steps)
            let verdict =
                down.map { .notYet($0) } ?? parts[place].verdict
                ?? parts[place].window.judge(steps, now: reports, at: time)
            switch verdict {
            case .shown(let what): shown.append(told(what, steps))
            case .noDataPlane(let why): silent.append(told(why, steps))
            case .notYet, .reverted:
                waiting = waiting ?? verdict
                continue
            }
            parts[place].verdict = verdict
        }
        if let waiting { return waiting }
        return silent.isEmpty
            ? .shown(shown.joined(separator: "; ")) : .noDataPlane(silent.joined(separator: "; "))
    }

    /// With the name of the backend, where there are several.
    private func told(_ what: String, _ steps: [ActionStep]) -> String {
        guard parts.count > 1 else { return what }
        return "\(steps.first?.target.uid.split(separator: "/").first ?? ""): \(what)"
    }
}
