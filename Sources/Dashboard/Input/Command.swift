/// What a person can ask for with a key or by name in the palette.
package enum Command: Hashable, Sendable {
    /// Move the selection, or what is scrolled.
    case up, down, left, right, pageUp, pageDown, top, bottom
    /// Go into what is selected, back out, and around the panes.
    case open, back, nextPane, previousPane
    /// Mark what is selected for what acts on several; forget all marks.
    case mark, clearMarks
    /// Open a layer.
    case filter, palette, help
    /// Arrange the table, or choose what the map shows.
    case sort, reverse, columns, group, metric
    /// Freeze the picture, ask now, ask less or more often, look different.
    case pause, refresh, slower, faster, theme
    /// Change the fleet; take an action back, stop one; see what is under way.
    case scale, drain, reroute, resume, undo, cancelAction, actions
    /// Be quiet about a finding, log in where it is, copy its name.
    case acknowledge, shell, yank
    /// Let nothing be changed any more.
    case lock
    /// Go to a view.
    case view(ViewID)
    /// Paint anew, go to the background, end.
    case redraw, suspend, quit
    /// Start the simulated fleet; offered where nothing was found.
    case demo
}
