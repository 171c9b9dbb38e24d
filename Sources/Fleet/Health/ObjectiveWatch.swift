/// Takes down when an objective begins to be breached and when it is met again, as its finding comes and
/// goes: a reading that sways about the limit is one change, not many.
struct ObjectiveWatch: Sendable {
    /// What was said last of each objective that is breached, by the finding's id.
    private var breached: [String: Finding] = [:]

    /// Nothing breached yet.
    init() {}

    /// What changed with this pass.
    mutating func changes(_ raised: [Observation], at time: WallTime) -> [Change] {
        var standing: [String: Finding] = [:]
        for observation in raised where observation.finding.rule.hasPrefix(ObjectiveRule.prefix) {
            let finding = observation.finding
            if breached[finding.id] != nil || finding.severity == .critical {
                standing[finding.id] = finding
            }
        }
        guard !standing.isEmpty || !breached.isEmpty else { return [] }
        let come = standing.values.filter { breached[$0.id] == nil }
        let gone = breached.values.filter { standing[$0.id] == nil }
        breached = standing
        return come.sorted { $0.id < $1.id }.map { finding in
            Change(
                time: time, subject: finding.subject, text: "breached: \(finding.title)",
                severity: .critical)
        }
            + gone.sorted { $0.id < $1.id }.map { finding in
                Change(time: time, subject: finding.subject, text: Self.ending(finding))
            }
    }

    /// What was the last reading, if it was within the objective; there may be none any more.
    private static func ending(_ finding: Finding) -> String {
        let clearing = FindingTracker.clearing
        guard finding.severity < .critical else { return "no figure to judge its objective by" }
        return finding.title.hasSuffix(clearing)
            ? String(finding.title.dropLast(clearing.count)) : finding.title
    }
}
