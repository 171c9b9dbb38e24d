/// Where data of one class may be worked on, in the organisation's own words. A guard and a record, not
/// a certificate of anything.
package struct DataClassRule: Sendable, Hashable {
    /// The class, as workloads name it: `patient`.
    package var name: String
    /// Whether it stays on the organisation's own hardware.
    package var isOwnedOnly: Bool
    /// ISO 3166 codes; empty for any country.
    package var countries: Set<String>
    /// What a site must attest, all of it: `hipaa`, `fedramp-high`.
    package var attestations: Set<String>

    /// A rule; without limits by default.
    package init(
        name: String, isOwnedOnly: Bool = false, countries: Set<String> = [],
        attestations: Set<String> = []
    ) {
        self.name = name
        self.isOwnedOnly = isOwnedOnly
        self.countries = countries
        self.attestations = attestations
    }

    /// Why a site may not receive it; `nil` where it may. What a site does not say, it does not have.
    package func objection(to site: Site) -> String? {
        if isOwnedOnly, site.placement?.isOwned != true {
            return "`\(name)` stays on own hardware, and \(site.name) is "
                + (site.placement.map { "rented (\($0.rawValue))" } ?? "not said to be that")
        }
        if !countries.isEmpty {
            let allowed = countries.sorted().joined(separator: ", ")
            guard let country = site.country else {
                return "`\(name)` may be in \(allowed) only, and \(site.name) names no country"
            }
            guard countries.contains(country) else {
                return "`\(name)` may be in \(allowed) only, and \(site.name) is in \(country)"
            }
        }
        let missing = attestations.subtracting(site.attestations).sorted()
        guard missing.isEmpty else {
            return "`\(name)` needs \(missing.joined(separator: ", ")), which \(site.name) "
                + "does not attest"
        }
        return nil
    }
}
