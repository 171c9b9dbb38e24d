package import Fleet

/// A popup, a menu or a text field that lies over the screen and takes the keys. Layers are a stack: the
/// topmost one hears first.
package protocol Layer: Sendable {
    /// What the key bar shows while it is on top.
    var hints: [KeyHint] { get }
    /// The same where they depend on how things stand; ``hints`` unless told otherwise.
    func hints(_ state: DashboardState) -> [KeyHint]
    /// Draws over the frame; `bounds` is the whole screen.
    func render(into canvas: inout Canvas, bounds: Canvas.Rect, state: DashboardState)
    /// Acts on an event. The layer itself is not in `state.layers` meanwhile; others may be added there
    /// and end up above it.
    mutating func handle(_ event: InputEvent, state: inout DashboardState) -> LayerOutcome
    /// What it asks to confirm, told from every other question; `nil` while it asks nothing. Keys answer
    /// it only once it has been on the screen for a moment.
    func question(_ state: DashboardState) -> String?
}

extension Layer {
    package func question(_ state: DashboardState) -> String? { nil }
    package func hints(_ state: DashboardState) -> [KeyHint] { hints }
}

/// What became of an event at a layer.
package enum LayerOutcome: Sendable {
    /// The layer stays.
    case stay([Effect])
    /// The layer goes away.
    case close([Effect])
    /// The layer goes away, and this is to be done then.
    case request(Request)
}

/// A key and what it does, for the key bar and the help.
package struct KeyHint: Hashable, Sendable {
    /// As it is written on a keyboard: `Enter`, `^L`, `x`.
    package var key: String
    /// A word or two.
    package var label: String

    /// A hint.
    package init(_ key: String, _ label: String) {
        self.key = key
        self.label = label
    }
}

/// What menus and the palette ask for: a command, or a choice with its argument.
package enum Request: Hashable, Sendable {
    /// What a key could ask for as well.
    case command(Command)
    /// Sort the focused table; with no direction, the column's own, or turned round if it is sorted
    /// by that column already.
    case sort(column: String, isDescending: Bool?)
    /// Show or hide a column of the focused table.
    case column(String)
    /// Bring the rows of the focused table together; `nil` takes them apart.
    case group(Grouping?)
    /// Draw with a theme, by its name.
    case theme(String)
    /// Show this on the heat map.
    case metric(AcceleratorMetricName)
    /// Draw graphs with these glyphs, by their name.
    case graphs(String)
    /// Filter the tables of the view shown by an expression; empty takes the filter away.
    case filter(String)
    /// Ask at this interval, where sources allow it.
    case interval(Duration)
    /// Remember theme, sorting and columns.
    case saveLayout
    /// Acknowledge a finding by its id; with a duration, be quiet for so long.
    case acknowledge(String, Duration?)
    /// Unlock the context of that name.
    case unlock(String)
    /// Lock: nothing is changed.
    case lock
    /// Plan this for what is marked or selected.
    case order(ActionKind, ActionOrder.Wish)
    /// Plan something for this alone, whatever is selected or marked.
    case act(ActionKind, Identity)
    /// Decide about an action, once that is confirmed.
    case decide(String, ActionDecision)
}

/// A metric by its short title (`util`, `temp`) or its field name.
package typealias AcceleratorMetricName = String
