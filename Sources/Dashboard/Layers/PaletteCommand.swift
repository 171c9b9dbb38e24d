import Fleet

/// What can be typed after `:`.
package struct PaletteCommand: Sendable {
    /// The first word.
    package var name: String
    /// The word with its argument: `sort COLUMN`.
    package var usage: String
    /// One sentence for the list.
    package var summary: String
    /// The arguments that there are now.
    var arguments: @Sendable (DashboardState) -> [String]
    /// What a line of it asks for; `nil` if the argument makes no sense.
    var request: @Sendable (String, DashboardState) -> Request?

    private init(
        _ name: String, _ argument: String = "", _ summary: String,
        arguments: @escaping @Sendable (DashboardState) -> [String] = { _ in [] },
        request: @escaping @Sendable (String, DashboardState) -> Request?
    ) {
        self.name = name
        usage = argument.isEmpty ? ":\(name)" : ":\(name) \(argument)"
        self.summary = summary
        self.arguments = arguments
        self.request = request
    }

    /// Every command of the palette, in the order of the help.
    package static let all: [PaletteCommand] = views + tables + acting + screen

    private static let acting: [PaletteCommand] = [
        PaletteCommand("drain", "[2h]", "Take out of use; SLURM ends it after that time.") {
            text, _ in
            if text.isEmpty { return .order(.drain, .plain) }
            return seconds(text).map { .order(.drain, .lasting(seconds: $0)) }
        },
        PaletteCommand("reboot", "", "Restart a node once its jobs have ended.") { _, _ in
            .order(.reboot, .plain)
        },
        PaletteCommand("requeue", "", "End a job and put it back into the queue.") { _, _ in
            .order(.requeue, .plain)
        },
        PaletteCommand(
            "move", "PARTITION", "Send a job that waits to another partition.",
            arguments: { state in
                Set(
                    state.shown.sources.compactMap(\.sample).flatMap(\.schedules).flatMap(
                        \.partitions)
                )
                .sorted()
            }
        ) { text, _ in text.isEmpty ? nil : .order(.move, .queue(text)) },
    ]

    /// `90s`, `30m`, `2h`, `1d`.
    private static func seconds(_ text: String) -> Int? {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let number = Int(text.dropLast()),
            (1...100_000).contains(number)
        else { return nil }
        return number * unit
    }

    private static let views: [PaletteCommand] = ViewID.allCases.filter { $0.digit != nil }.map {
        view in
        PaletteCommand(
            view.rawValue, "",
            view.announcement.map { "Comes later: \($0.tells)." } ?? "Show \(view.title)."
        ) { _, _ in .command(.view(view)) }
    }

    private static let tables: [PaletteCommand] = [
        PaletteCommand(
            "sort", "COLUMN [asc|desc]", "Sort the table.",
            arguments: { $0.focusedColumns.map(\.id) }
        ) { text, _ in
            let words = text.split(separator: " ").map(String.init)
            guard let column = words.first else { return .command(.sort) }
            return .sort(
                column: column, isDescending: words.count > 1 ? words[1].hasPrefix("d") : nil)
        },
        PaletteCommand("filter", "TEXT", "Show only rows that match; nothing clears it.") {
            text, _ in .filter(text)
        },
        PaletteCommand(
            "group", "site|model|kind|state|user|LABEL|none", "Bring rows together.",
            arguments: { state in
                ["none", "site", "model", "kind", "state", "user"]
                    + Set(state.shown.sources.flatMap(\.labels.keys)).sorted()
            }
        ) { text, _ in .group(text == "none" ? nil : Grouping(text)) },
        PaletteCommand(
            "column", "COLUMN", "Show or hide a column.",
            arguments: { $0.focusedColumns.map(\.id) }
        ) { text, _ in text.isEmpty ? .command(.columns) : .column(text) },
        PaletteCommand("unmark", "", "Take every mark away.") { _, _ in .command(.clearMarks) },
    ]

    private static let screen: [PaletteCommand] = [
        PaletteCommand(
            "theme", "NAME", "Change the theme.", arguments: { $0.options.themes.map(\.name) }
        ) { text, _ in text.isEmpty ? .command(.theme) : .theme(text) },
        PaletteCommand(
            "metric", "NAME", "Choose what the heat map shows.",
            arguments: { _ in HeatMetric.all.map(\.0.title) }
        ) { text, _ in text.isEmpty ? .command(.metric) : .metric(text) },
        PaletteCommand(
            "graphs", "braille|block|ascii", "Choose what graphs are drawn with.",
            arguments: { _ in PlotGlyphs.allCases.map(\.rawValue) }
        ) { text, _ in .graphs(text) },
        PaletteCommand(
            "interval", "2s", "Ask this often.",
            arguments: { _ in ["1s", "2s", "5s", "10s", "30s"] }
        ) { text, _ in Self.interval(text).map { .interval($0) } },
        PaletteCommand("pause", "", "Freeze the picture, or let it go.") { _, _ in
            .command(.pause)
        },
        PaletteCommand("refresh", "", "Ask every source now.") { _, _ in .command(.refresh) },
        PaletteCommand("save", "", "Keep theme, sorting and columns for the next start.") { _, _ in
            .saveLayout
        },
        PaletteCommand("write", "CONTEXT", "Unlock the context for 15 minutes.") { text, _ in
            .unlock(text)
        },
        PaletteCommand("readonly", "", "Lock: nothing is changed.") { _, _ in .lock },
        PaletteCommand("demo", "", "Look at the simulated fleet.") { _, _ in .command(.demo) },
        PaletteCommand("help", "", "The help.") { _, _ in .command(.help) },
        PaletteCommand("quit", "", "Leave hybridtop.") { _, _ in .command(.quit) },
    ]

    /// `500ms`, `2s`, `1m`, or seconds.
    private static func interval(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isNumber || $0 == "." }
        guard let number = Double(digits), number > 0, number < 1e6 else { return nil }
        switch text.dropFirst(digits.count) {
        case "ms": return .milliseconds(Int64(number))
        case "", "s": return .milliseconds(Int64(number * 1000))
        case "m", "min": return .milliseconds(Int64(number * 60_000))
        default: return nil
        }
    }
}

extension DashboardState {
    /// The columns of the table that has the focus.
    var focusedColumns: [TableColumn] { focusedPane(panes)?.panel.columns ?? [] }
}
