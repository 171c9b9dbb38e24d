/// A logical service, spread over endpoints by a router: configured, or found because a router tells of it.
/// Its places are those of the snapshot that it is in.
package struct Workload: Hashable, Sendable {
    /// An endpoint in the snapshot.
    package struct Place: Hashable, Sendable {
        /// Place in ``FleetSnapshot/sources``.
        package var source: Int
        /// Row in the inventory of that source.
        package var row: Int

        /// A row of a source.
        package init(source: Int, row: Int) {
            self.source = source
            self.row = row
        }
    }

    /// One of the places that its requests go to.
    package struct Side: Hashable, Sendable {
        /// Where its router tells of it; the endpoint itself where there is no router.
        package var place: Place
        /// Where the same server is watched for itself, found by its address.
        package var joined: [Place]
        /// The site that it runs at; `nil` where nobody says it.
        package var site: String?

        /// A place that requests go to.
        package init(place: Place, joined: [Place] = [], site: String? = nil) {
            self.place = place
            self.joined = joined
            self.site = site
        }
    }

    /// Unique in the fleet, and the same for as long as it is configured and routed as it is.
    package var id: String
    /// As the configuration calls it, else its router.
    package var name: String
    /// How sensitive its data is; `nil` where nobody has said it.
    package var dataClass: String?
    /// The source that tells how it is spread, and what that calls it: `haproxy/edge/chat`. What is
    /// configured where nothing tells of it; `nil` where it has none.
    package var router: String?
    /// Place of that source; `nil` where none tells how it is spread.
    package var source: Int?
    /// Whether the configuration names it.
    package var isConfigured: Bool
    /// In the order of the router.
    package var sides: [Side]

    /// A workload.
    package init(
        id: String, name: String, dataClass: String? = nil, router: String? = nil,
        source: Int? = nil, isConfigured: Bool = false, sides: [Side] = []
    ) {
        self.id = id
        self.name = name
        self.dataClass = dataClass
        self.router = router
        self.source = source
        self.isConfigured = isConfigured
        self.sides = sides
    }
}
