/// The fleet in figures, by site and in total: one pass over the columns of a snapshot.
///
/// Readings of a source that is not live are not counted; what they would have covered is, so that
/// every figure can say "n of m". Keep the value while the snapshot's generation stays the same.
package struct FleetSummary: Sendable {
    /// The generation of the snapshot that this is of.
    package let generation: UInt64
    /// The sites in the order of the roster, configured ones first.
    package let sites: [(site: Site, summary: SiteSummary)]
    /// All of them together.
    package let total: SiteSummary
    /// Every GPU once, for what draws them one by one.
    package let roster: AcceleratorRoster

    /// The figures of a snapshot. Pass the roster of an earlier one: it is used again where it fits.
    package init(_ snapshot: FleetSnapshot, reusing earlier: AcceleratorRoster? = nil) {
        generation = snapshot.generation
        let roster: AcceleratorRoster
        if let earlier, earlier.matches(snapshot) {
            roster = earlier
        } else {
            roster = AcceleratorRoster(snapshot)
        }
        self.roster = roster
        var pass = SummaryPass(snapshot, roster)
        let summaries = pass.run()
        var total = SiteSummary()
        for summary in summaries { total.merge(summary) }
        pass.complete(&total)
        self.total = total
        sites = zip(roster.sites, summaries).map { (snapshot.site($0), $1) }
    }

    /// The figures of a site.
    package func site(_ name: String) -> SiteSummary? {
        sites.first { $0.site.name == name }?.summary
    }
}
