package import Fleet

/// A piece of a screen with one subject: it draws itself from the state and may act on commands.
/// A panel is a value without state of its own; what it remembers is in ``DashboardState`` under its
/// pane's id.
package protocol Panel: Sendable {
    /// The title in the border.
    func title(_ context: PanelContext) -> String
    /// What stands at the right of the border; empty for nothing.
    func rightTitle(_ context: PanelContext) -> String
    /// The least columns and rows, borders excluded, in which it says anything useful. A screen may
    /// leave the panel out below that; it must draw something, and not trap, in any rectangle.
    var minimumSize: PanelSize { get }
    /// The commands that it acts on while it has the focus, most useful first: for the key bar.
    var commands: [Command] { get }
    /// The same as things are now: without those that have nothing to act on.
    func commands(_ context: PanelContext) -> [Command]
    /// Called after every message for each pane in sight, before anything is drawn: brings what the panel
    /// keeps in the state (cached rows, selection, scrolling) up to date.
    func prepare(_ pane: Pane, state: inout DashboardState)
    /// Draws inside `rect` and nowhere else. The rectangle is already blank.
    func render(into canvas: inout Canvas, rect: Canvas.Rect, context: PanelContext)
    /// Acts on a command, on behalf of the pane.
    func perform(_ command: Command, context: PanelContext, state: inout DashboardState) -> Outcome
    /// Acts on a choice from a menu or the palette (`:sort util`), on behalf of the pane.
    func carryOut(_ request: Request, context: PanelContext, state: inout DashboardState) -> Outcome
    /// The columns, of a table; what the palette completes.
    var columns: [TableColumn] { get }
    /// Whether something is in sight in it: whether a row of a table stands for it.
    func shows(_ identity: Identity, context: PanelContext) -> Bool
    /// Whether something could have a row in it, in sight or not: what is marked there is its own.
    func holds(_ identity: Identity) -> Bool
    /// What a key acts on where nothing is marked; the selection unless told otherwise.
    func subject(_ context: PanelContext) -> Identity?
    /// Acts on the mouse inside its rectangle (`rect` is where it was drawn).
    func click(_ click: Click, context: PanelContext, state: inout DashboardState) -> Outcome
}

extension Panel {
    package func rightTitle(_ context: PanelContext) -> String { "" }
    package var minimumSize: PanelSize { PanelSize(columns: 20, rows: 1) }
    package var commands: [Command] { [] }
    package func commands(_ context: PanelContext) -> [Command] { commands }
    package var columns: [TableColumn] { [] }
    package func carryOut(_ request: Request, context: PanelContext, state: inout DashboardState)
        -> Outcome
    {
        .ignored
    }
    package func shows(_ identity: Identity, context: PanelContext) -> Bool { false }
    package func holds(_ identity: Identity) -> Bool { false }
    package func subject(_ context: PanelContext) -> Identity? { context.selected }
    package func prepare(_ pane: Pane, state: inout DashboardState) {}
    package func perform(_ command: Command, context: PanelContext, state: inout DashboardState)
        -> Outcome
    {
        .ignored
    }
    /// The wheel is worth a key up or down; a click does nothing but to give the focus.
    package func click(_ click: Click, context: PanelContext, state: inout DashboardState)
        -> Outcome
    {
        switch click.kind {
        case .wheelUp: perform(.up, context: context, state: &state)
        case .wheelDown: perform(.down, context: context, state: &state)
        case .press: .ignored
        }
    }
}

/// Columns and rows.
package struct PanelSize: Hashable, Sendable {
    /// Borders excluded.
    package var columns: Int
    /// Borders excluded.
    package var rows: Int
    /// A size.
    package init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }
}

/// What became of a command.
package enum Outcome: Sendable {
    /// Not this panel's: the screen and then the program may have it.
    case ignored
    /// Done; these are to be carried out.
    case done([Effect])
    /// It is this panel's, and it does not apply now: one sentence why.
    case refused(String)
}

/// The mouse over a panel.
package struct Click: Hashable, Sendable {
    /// What the mouse did.
    package enum Kind: Hashable, Sendable { case press, wheelUp, wheelDown }
    /// What the mouse did.
    package var kind: Kind
    /// Where on the screen.
    package var column: Int
    /// From 0 at the top of the screen.
    package var row: Int
    /// Where the panel is drawn, borders excluded.
    package var rect: Canvas.Rect

    /// A click.
    package init(kind: Kind, column: Int, row: Int, rect: Canvas.Rect) {
        self.kind = kind
        self.column = column
        self.row = row
        self.rect = rect
    }
}

/// What a panel draws from.
package struct PanelContext: Sendable {
    /// The whole state; panels read, only `perform` and `click` change it.
    package let state: DashboardState
    /// Under which id the panel keeps selection and layout.
    package let pane: PaneID
    /// Whether keys go to it.
    package let isFocused: Bool
    /// Columns and rows of the pane, borders excluded.
    package let size: PanelSize

    /// A context for one pane.
    package init(state: DashboardState, pane: Pane, isFocused: Bool) {
        self.state = state
        self.pane = pane.id
        self.isFocused = isFocused
        size = PanelSize(columns: pane.inner.width, rows: pane.inner.height)
    }

    /// What stands at the right of a border: how many rows of a list there is no room for below
    /// `heading` lines, if any, then what else there is to say.
    func more(of count: Int, heading: Int = 1, then text: String = "") -> String {
        let hidden = count - max(0, size.rows - heading)
        guard hidden > 0 else { return text }
        let (short, long) = ("\(hidden) more", "\(hidden) more · \(text)")
        return text.isEmpty || long.count > size.columns / 2 ? short : long
    }

    /// The snapshot to draw: the frozen one while the picture is frozen.
    package var snapshot: FleetSnapshot { state.shown }
    /// The moment that ages are told for: that of the freeze while frozen.
    package var now: Instant { state.shownTime }
    /// How things are called where their site is not beside them.
    package var names: SharedNames { state.fleetSummary.roster.sharedNames }
    /// The selected thing of the pane.
    package var selected: Identity? { state.selection[pane] }
    /// What a detail view is about.
    package var subject: Identity? { state.location.subject }
}
