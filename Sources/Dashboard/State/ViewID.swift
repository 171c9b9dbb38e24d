/// The views. The digits never change; those of later views are kept for them.
package enum ViewID: String, Hashable, Sendable, CaseIterable {
    /// Reached by a digit.
    case attention, overview, nodes, endpoints, workloads, jobs, cost, actions, sources
    /// One node, one endpoint: reached with Enter.
    case node, endpoint

    /// The key that goes there; `nil` for detail views.
    package var digit: Character? {
        switch self {
        case .attention: "0"
        case .overview: "1"
        case .nodes: "2"
        case .endpoints: "3"
        case .workloads: "4"
        case .jobs: "5"
        case .cost: "6"
        case .actions: "7"
        case .sources: "8"
        case .node, .endpoint: nil
        }
    }

    /// The name on screen and in the palette.
    package var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

    /// Whether the view is only announced.
    package var comesLater: Bool { announcement != nil }

    /// What a view that is only announced will tell, what it lacks for that, and where to look
    /// meanwhile; `nil` for one that is there.
    package var announcement: (tells: String, lacks: String, meanwhile: String)? {
        switch self {
        case .cost:
            (
                "what everything costs an hour, and how much of it is idle",
                "Sites and endpoints carry no prices yet; only the calls to clouds do.",
                "2 Nodes and /idle finds what stands idle; 8 Sources prices the calls."
            )
        default: nil
        }
    }

    /// The view of a digit.
    package init?(digit: Character) {
        guard let view = ViewID.allCases.first(where: { $0.digit == digit }) else { return nil }
        self = view
    }
}

/// Where a person is: a view, and in a detail view what it is about.
package struct Location: Hashable, Sendable {
    /// The view itself.
    package var view: ViewID
    /// What a detail view is of; `nil` for views of the whole fleet.
    package var subject: Identity?

    /// A place; list views have no subject.
    package init(_ view: ViewID, _ subject: Identity? = nil) {
        self.view = view
        self.subject = subject
    }
}
