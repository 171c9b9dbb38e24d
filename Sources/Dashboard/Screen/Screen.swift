/// One view: how its panes share the space. Adding one is a file and a line in ``ScreenRegistry``.
package protocol Screen: Sendable {
    /// Which view it is.
    var view: ViewID { get }
    /// The panes in a rectangle, in the order of Tab. They must not overlap and must stay inside.
    func panes(in rect: Canvas.Rect, state: DashboardState) -> [Pane]
}

/// A panel at a place.
package struct Pane: Sendable {
    /// Under which selection and layout are kept.
    package let id: PaneID
    /// What is drawn there.
    package let panel: any Panel
    /// Borders included.
    package let rect: Canvas.Rect
    /// Whether a border with titles is drawn around it.
    package let isBordered: Bool
    /// Whether Tab stops here.
    package let canFocus: Bool

    /// A panel at a place.
    package init(
        _ id: PaneID, _ panel: any Panel, _ rect: Canvas.Rect, isBordered: Bool = true,
        canFocus: Bool = true
    ) {
        self.id = id
        self.panel = panel
        self.rect = rect
        self.isBordered = isBordered
        self.canFocus = canFocus
    }

    /// Where the panel itself draws.
    package var inner: Canvas.Rect {
        isBordered
            ? Canvas.Rect(
                column: rect.column + 2, row: rect.row + 1, width: rect.width - 4,
                height: rect.height - 2) : rect
    }
}

/// The one list of screens.
package enum ScreenRegistry {
    /// Every screen.
    package static let all: [any Screen] = [
        OverviewScreen(),
        NodesScreen(),
        EndpointsScreen(),
        WorkloadsScreen(),
        JobsScreen(),
        SourcesScreen(),
        AttentionScreen(),
        NodeScreen(),
        EndpointScreen(),
        ActionsScreen(),
    ]

    /// The screen of a view; one that says "later" where there is none.
    package static func screen(_ view: ViewID) -> any Screen {
        all.first { $0.view == view } ?? LaterScreen(view: view)
    }
}
