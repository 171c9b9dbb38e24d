package import Fleet

/// Everything that the screen depends on, as one value: what was heard of the fleet, and what a person
/// did. ``Reducer/update(_:_:)`` changes it and ``DashboardView/render(_:width:height:theme:isASCII:)``
/// draws it; neither does anything else.
package struct DashboardState: Sendable {
    /// The newest snapshot. Panels draw ``shown``.
    package var snapshot: FleetSnapshot
    /// The picture that `p` froze, and when; collecting goes on meanwhile.
    package var frozen: FleetSnapshot?
    /// The clock, as of the last tick.
    package var now: Instant
    /// Width of the screen.
    package var columns: Int
    /// Height of the screen.
    package var rows: Int
    /// Where the person is, last, and the way back. Never empty.
    package var trail: [Location] = [Location(.overview)]
    /// The way back from where one was before Actions; empty where one was nowhere else.
    package var beforeActions: [Location] = []
    /// The pane that has the focus on each view; the first that can, if none is given.
    package var focus: [ViewID: PaneID] = [:]
    /// What is selected in each pane.
    package var selection: [PaneID: Identity] = [:]
    /// What Space marked, on any view.
    package var marks: Set<Identity> = []
    /// Sorting, columns and scrolling of each table, and the scroll place of lists.
    package var tables: [PaneID: TableState] = [:]
    /// What `/` filters the tables of each view by: a filter stays where it was typed.
    package var filters: [ViewID: FilterState] = [:]
    /// Popups, topmost last.
    package var layers: [any Layer] = []
    /// The last thing to tell, until it expires.
    package var notice: Notice?
    /// What the heat map shows.
    package var metric: AcceleratorMetric = .utilization
    /// The theme in use, by the name in its file.
    package var themeName: String
    /// What graphs and trends are drawn with, where the terminal is not limited to ASCII.
    package var graphs: PlotGlyphs
    /// Time between polls, as the header tells it.
    package var interval: Duration
    /// Earlier palette lines, newest last.
    package var history: [String] = []
    /// What the program said when it started.
    package var options: DashboardOptions
    /// The figures of ``shown`` by site and in total, kept up by the reducer.
    package var summary: FleetSummary
    /// Findings of ``shown`` by what they are about, kept up by the reducer.
    package var index = FleetIndex()
    /// The generation that what is derived was made from.
    package var settled: UInt64?
    /// How the sums went lately, kept up by the reducer.
    package var trends = FleetTrends()
    /// The heat map as it lies on the screen, kept up by its panel; `nil` where it is not in sight.
    package var heat: HeatView?
    /// How many rows the map can use, kept up by the reducer.
    package var heatRows: HeatRows?
    /// Whether Actions are wanted beside the view shown, where there is room for both.
    package var showsActions = false
    /// What may be done to the fleet, and what is being done.
    package var acting = ActingState()
    /// Rows of tables in their order, kept up by the reducer.
    package var cache = TableCache()

    /// A screen before the first snapshot.
    package init(now: Instant, options: DashboardOptions = DashboardOptions()) {
        snapshot = FleetSnapshot(time: now)
        summary = FleetSummary(snapshot)
        self.now = now
        self.options = options
        columns = 80
        rows = 24
        themeName = options.themes.first?.name ?? ""
        interval = options.interval
        graphs = options.graphs
    }

    /// What panels draw: the frozen snapshot, else the newest.
    package var shown: FleetSnapshot { frozen ?? snapshot }
    /// The moment that ages are told for.
    package var shownTime: Instant { frozen?.time ?? now }
    /// Whether `p` froze the picture.
    package var isPaused: Bool { frozen != nil }
    /// The figures of what is shown, made now where the reducer has not.
    package var fleetSummary: FleetSummary {
        summary.generation == shown.generation ? summary : FleetSummary(shown)
    }
    /// Where the person is.
    package var location: Location { trail.last ?? Location(.overview) }
    /// The view shown.
    package var view: ViewID { location.view }
    /// What the tables of the view shown are filtered by.
    package var filter: FilterState {
        get { filters[view] ?? FilterState() }
        set { filters[view] = newValue }
    }
    /// The theme chosen.
    package var theme: Theme {
        options.themes.first { $0.name == themeName } ?? options.themes.first ?? .standard
    }
    /// From one value to another, in the characters that may be drawn.
    package var arrow: String { Glyph.arrow(isASCII: options.isASCII) }
}

/// What the program tells the dashboard when it starts, and does not change by itself.
package struct DashboardOptions: Sendable {
    /// The themes there are; the first is the default.
    package var themes: [Theme]
    /// Seconds east of UTC of the clock in the header.
    package var zoneOffset: Int
    /// What discovery looked for, one line each, for the screen that says that nothing was found.
    package var lookedFor: [String]
    /// The configuration that names no source, where there is one.
    package var emptyConfiguration: String?
    /// Where a configuration was looked for; `nil` where that says nothing.
    package var configurationPath: String?
    /// The interval at the start.
    package var interval: Duration
    /// What graphs are drawn with at the start.
    package var graphs: PlotGlyphs
    /// Whether only ASCII may be drawn: text that takes other columns then is chosen by it.
    package var isASCII = false
    /// How the lines around panels are drawn in this context, whatever else is usual; `nil` for the usual.
    package var frame: Role?

    /// Options with the usual defaults.
    package init(
        themes: [Theme] = [.standard], zoneOffset: Int = 0,
        lookedFor: [String] = [], interval: Duration = .seconds(2),
        graphs: PlotGlyphs = .braille
    ) {
        self.themes = themes
        self.zoneOffset = zoneOffset
        self.lookedFor = lookedFor
        self.interval = interval
        self.graphs = graphs
    }
}

/// What the tables are filtered by.
package struct FilterState: Hashable, Sendable {
    /// The text in force; empty for none.
    package private(set) var text = ""
    /// The same, read.
    package private(set) var filter = Filter.all
    /// No filter.
    package init() {}

    /// Puts a filter in force; one that cannot be read leaves things as they are.
    package mutating func set(_ text: String) throws(FilterError) {
        filter = try Filter(text)
        self.text = filter.isAll ? "" : text
    }
}
