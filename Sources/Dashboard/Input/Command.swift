/// What a person can ask for with a key or by name in the palette.
package enum Command: Hashable, Sendable {
    case up, down, left, right, pageUp, pageDown, top, bottom
    case open, back, nextPane, previousPane
    case mark, clearMarks
    case filter, palette, help
    case sort, reverse, columns, group, metric
    case pause, refresh, slower, faster, theme
    case scale, drain, reroute, resume, undo, actions
    case acknowledge, shell, yank
    case view(ViewID)
    case redraw, suspend, quit
    /// Start the simulated fleet; offered where nothing was found.
    case demo
}
