/// Which key gives which command: the same on every view.
package enum Keymap {
    /// Every binding, in the order of the help.
    package static let all: [Binding] = moving + views + tables + screen + acting

    /// The command of a key.
    package static func command(_ key: Key) -> Command? { index[key] }

    /// The command of a key on a view.
    package static func command(_ key: Key, in view: ViewID) -> Command? {
        local[view]?.first { $0.keys.contains(key) }?.command ?? index[key]
    }

    /// The binding of a command.
    package static func binding(_ command: Command) -> Binding? {
        help.first { $0.command == command }
    }

    /// Every binding, those of one view among them.
    package static var help: [Binding] { all + local.values.joined() }

    private static let index: [Key: Command] = Dictionary(
        all.flatMap { binding in binding.keys.map { ($0, binding.command) } },
        uniquingKeysWith: { first, _ in first })

    private static let moving: [Binding] = [
        Binding(.moving, [.up, .character("k")], .up, "up", "One row up."),
        Binding(.moving, [.down, .character("j")], .down, "down", "One row down."),
        Binding(
            .moving, [.left, .character("h")], .left, "left", "One column or cell to the left."),
        Binding(
            .moving, [.right, .character("l")], .right, "right", "One column or cell to the right."),
        Binding(.moving, [.pageUp, .control("b")], .pageUp, "page up", "One screenful up."),
        Binding(
            .moving, [.pageDown, .control("f")], .pageDown, "page down", "One screenful down."),
        Binding(.moving, [.character("g"), .home], .top, "top", "To the first row."),
        Binding(.moving, [.character("G"), .end], .bottom, "bottom", "To the last row."),
        Binding(.moving, [.enter], .open, "open", "Go into what is selected."),
        Binding(.moving, [.escape], .back, "back", "Clear the filter, or go back; it never quits."),
        Binding(.moving, [.tab], .nextPane, "next pane", "To the next pane."),
        Binding(.moving, [.backTab], .previousPane, "previous pane", "To the pane before."),
    ]

    private static let views: [Binding] = ViewID.allCases.compactMap { view in
        guard let digit = view.digit else { return nil }
        return Binding(
            .views, [.character(digit)], .view(view), view.title,
            view.comesLater
                ? "\(view.title): comes later, and says what is missing."
                : "Show \(view.title).")
    }

    private static let tables: [Binding] = [
        Binding(.tables, [.character("/")], .filter, "filter", "Show only rows that match."),
        Binding(.tables, [.character("o")], .sort, "sort", "Choose the column to sort by."),
        Binding(.tables, [.character("O")], .reverse, "reverse", "Turn the order round."),
        Binding(.tables, [.character("c")], .columns, "columns", "Choose the columns shown."),
        Binding(.tables, [.character("b")], .group, "group by", "Bring rows together."),
        Binding(.tables, [.character(" ")], .mark, "mark", "Mark the selected row, or unmark it."),
        Binding(.tables, [.character("M")], .clearMarks, "unmark all", "Take every mark away."),
        Binding(.tables, [.character("y")], .yank, "yank", "Copy names to the clipboard (OSC 52)."),
    ]

    private static let screen: [Binding] = [
        Binding(.screen, [.character(":")], .palette, "command", "Do something by its name."),
        Binding(.screen, [.character("?"), .function(1)], .help, "help", "This help."),
        Binding(
            .screen, [.character("v")], .metric, "metric", "Choose what the heat map shows."),
        Binding(
            .screen, [.character("p")], .pause, "pause",
            "Freeze the picture; collecting goes on."),
        Binding(.screen, [.character("t")], .theme, "theme", "Choose the theme."),
        Binding(.screen, [.character("+"), .character("=")], .slower, "slower", "Ask less often."),
        Binding(.screen, [.character("-")], .faster, "faster", "Ask more often."),
        Binding(
            .screen, [.character("R"), .function(5)], .refresh, "refresh", "Ask every source now."),
        Binding(.screen, [.control("l")], .redraw, "redraw", "Paint the screen anew."),
        Binding(.screen, [.control("z")], .suspend, "suspend", "Back to the shell for a while."),
        Binding(
            .screen, [.character("D")], .demo, "demo", "Look at the simulated fleet."),
        Binding(
            .screen, [.character("q"), .control("c")], .quit, "quit", "Leave hybridtop."),
    ]

    private static let acting: [Binding] = [
        Binding(
            .acting, [.character("x")], .acknowledge, "snooze",
            "Acknowledge or snooze the selected finding."),
        Binding(.acting, [.character("S")], .shell, "shell", "A shell on the selected node."),
        Binding(
            .acting, [.character("s")], .scale, "scale",
            "How many replicas serve: plan it for what is marked, or selected."),
        Binding(
            .acting, [.character("d")], .drain, "drain",
            "Take out of use while what runs there ends: plan it."),
        Binding(
            .acting, [.character("r")], .reroute, "reroute",
            "Change the shares that a router gives: plan it."),
        Binding(
            .acting, [.character("u")], .resume, "resume", "Put back to use: plan it."),
        Binding(
            .acting, [.character("U")], .undo, "undo",
            "In Actions: plan the way back from the selected action."),
        Binding(
            .acting, [.character("a")], .actions, "actions",
            "Show Actions; beside the view where there is room, and away again."),
        Binding(
            .acting, [.control("r")], .lock, "lock",
            "Lock: nothing is changed until :write unlocks."),
    ]

    /// Keys that mean something else on one view.
    private static let local: [ViewID: [Binding]] = [
        .actions: [
            Binding(
                .acting, [.character("c")], .cancelAction, "cancel",
                "In Actions: cancel the selected action; it goes back where it can.")
        ]
    ]
}
