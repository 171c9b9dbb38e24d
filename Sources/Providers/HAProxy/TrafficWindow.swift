import Fleet

/// The requests by which a change is judged: those since a first look, and since a later one where
/// those before it were of no use.
struct TrafficWindow: Sendable {
    private var reports: [RuntimeInterface.Report]
    private var start: MonotonicTime
    /// How many requests have to be counted: as many as those that stood against it, so that no small
    /// number speaks for it after a large one spoke against.
    private var least: Int

    /// How long requests that do not go with the shares are counted on. HAProxy's round robin may leave
    /// a server whose weight has sunk out until its round is over, that is for up to sixteen times the
    /// sum of the weights in requests: what was counted then would stand against it for minutes.
    static let span = Duration.seconds(5)

    init(
        _ reports: [RuntimeInterface.Report], at time: MonotonicTime,
        least: Int = TrafficProof.enough
    ) {
        self.reports = reports
        self.least = least
        start = time
    }

    /// What is counted until now says of the steps. Once it is shown, or nothing can be, the window is
    /// of no more use.
    mutating func judge(
        _ steps: [ActionStep], now: [RuntimeInterface.Report], at time: MonotonicTime
    ) -> ActionProof {
        let judge = TrafficProof(before: reports, now: now, least: least)
        let proof = judge.judge(steps)
        guard case .notYet = proof else { return proof }
        if time - start >= TrafficProof.patience, let why = judge.reasonForSilence(steps) {
            return .noDataPlane(why)
        }
        if steps.first?.after == "drain", judge.isAnyLate(steps) {
            // What came late to a server that drains is over once it is counted.
            reports = now
        } else if time - start >= Self.span, let count = judge.countElsewhere(steps) {
            self = TrafficWindow(now, at: time, least: max(count, least))
        }
        return proof
    }
}
