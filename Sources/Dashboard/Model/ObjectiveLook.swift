import Fleet

extension ObjectiveTally {
    /// The colour of the tally: red once a finding says that an objective is breached, and amber while
    /// that is only measured, so that the figure never says more than the findings beside it.
    func role(_ findings: [Finding], or usual: Role) -> Role {
        guard breached > 0 else { return usual }
        return findings.contains(where: \.breachesObjective) ? .critical : .warning
    }
}
