/// Who runs which layer of what runs at a site.
package enum Placement: String, Sendable, CaseIterable {
    /// From all layers one's own to none; spelt so in the configuration.
    case dedicated, colocation, iaas, serverless, paas, saas

    /// Whether the hardware is the organisation's own (dedicated, colocation) and not rented.
    package var isOwned: Bool { self == .dedicated || self == .colocation }
}

/// Where things run: an on-prem hall, a cloud region.
package struct Site: Hashable, Sendable {
    /// The name that sources refer to.
    package var name: String
    /// Who runs what there; `nil` where the configuration does not say.
    package var placement: Placement?
    /// ISO 3166 country code, for data residency.
    package var country: String?
    /// Whose cloud it is: `aws`, `gcp`, `azure`...
    package var provider: String?
    /// Power usage effectiveness: facility power over IT power, at least 1.
    package var powerUsageEffectiveness: Double?
    /// Free labels.
    package var labels: [String: String]
    /// What its owner vouches for, in the organisation's own words: `hipaa`, `fedramp-high`.
    package var attestations: Set<String>

    /// A site; what is not said is unknown, not a default.
    package init(
        name: String, placement: Placement? = nil, country: String? = nil, provider: String? = nil,
        powerUsageEffectiveness: Double? = nil, labels: [String: String] = [:],
        attestations: Set<String> = []
    ) {
        self.name = name
        self.placement = placement
        self.country = country
        self.provider = provider
        self.powerUsageEffectiveness = powerUsageEffectiveness
        self.labels = labels
        self.attestations = attestations
    }

    /// The site of sources that name none.
    package static let unnamed = Site(name: "default")
}
