import Collector
import Dashboard
import Fleet
import FoundationEssentials
import Providers
import Settings
import Support
import Testing

@testable import hybridtop

/// The screen's own actor with the demo's executor behind it, without a terminal: keys come as if one had
/// been read, and what would be sent to the fleet is counted where it leaves the program.
final class DemoKeysScene: Sendable {
    let clock: LeapingClock
    let wire: CountingWire
    let screen: ScreenActor
    let program: FleetProgram
    private let folder: TestFolder

    /// A demo that has heard of all its sources, or has only some of them. In hall-b all that is done to
    /// nodes is destructive, and all that is done to summarize, so that keys come upon it.
    init(isReadOnly: Bool, sources: Set<String>? = nil) async throws {
        folder = try TestFolder()
        let environment = ["HOME": folder.path, "XDG_STATE_HOME": folder.path]
        var configuration = DemoFleet.configuration(FleetConfiguration())
        if let sources { configuration.sources.removeAll { !sources.contains($0.name) } }
        configuration.policy.rules = ["slurm/hall-b/*", "haproxy/edge/summarize/*"].map {
            var rule = ActionRule(target: $0)
            rule.tier = .destructive
            return rule
        }
        // Some key of the palette's would lock it again soon, and nothing be tried any more.
        configuration.policy.isReadOnly = isReadOnly
        clock = LeapingClock()
        wire = CountingWire(SimulatedFleet.transports(clock: clock, environment: environment))
        var plan = FleetPlan.demo(configuration, environment: environment)
        plan.past = nil
        plan.stateFolder = folder.path
        plan.transports = wire.transports
        program = try FleetProgram(plan)
        screen = ScreenActor(program, configuration.options, options: DashboardOptions())
        let watch = ConfigurationWatch(program, configuration, file: nil) { _ in }
        try await watch.start()
        await screen.equip(configuration, plan, unlocks: true)
        let isReady = await eventually(within: .seconds(60)) { [screen] in
            await screen.isReady(isReadOnly: isReadOnly)
        }
        #expect(isReady, "the demo has not told all of itself")
    }

    /// The journal's lines of a word.
    func journal(_ word: String) -> [Substring] {
        folder.text("actions.jsonl").split(separator: "\n").filter { $0.contains(word) }
    }
}

extension ScreenActor {
    /// Whether every source has spoken, and it is known what may be done.
    fileprivate func isReady(isReadOnly: Bool) -> Bool {
        show(columns: 120, rows: 40)
        let isSettled = state.snapshot.sources.allSatisfy { $0.status != .waiting }
        switch state.acting.access {
        case .writable: return isSettled && !isReadOnly && !state.snapshot.sources.isEmpty
        case .readOnly: return isSettled && isReadOnly && !state.snapshot.sources.isEmpty
        case .locked, .unlocked, .unable: return false
        }
    }

    /// What one read of the terminal brought.
    func press(_ events: [InputEvent]) {
        let now = program.clock.now()
        if state.mindsKeys { send(.keysCame(events.count, now)) }
        for event in events { send(.input(event)) }
    }

    /// Paints as on a terminal of this size.
    func show(columns: Int, rows: Int) {
        if state.columns != columns || state.rows != rows {
            send(.resized(columns: columns, rows: rows))
        }
        let snapshot = program.store.assumeIsolated { $0.current() }
        if snapshot.generation != state.snapshot.generation { send(.snapshotArrived(snapshot)) }
        send(.ticked(program.clock.now()))
        _ = DashboardView.render(
            state, width: columns, height: rows, theme: state.theme, isASCII: false)
        if state.awaitsPaint { send(.painted(program.clock.now())) }
    }

    /// Whether somebody is asked something now.
    var isAsking: Bool { state.question != nil }

    /// Puts somebody before rows that something can be done to, who types the key or the command for it.
    func begin(_ view: ViewID, row: Int, typing text: String) {
        state.layers = []
        state.trail = [Location(view)]
        state.filter = FilterState()
        state.marks = []
        state.frozen = nil
        let pages = [Key](repeating: .pageDown, count: row / 8)
        let down = [Key](repeating: .down, count: row % 8)
        let typed = text.map { $0 == "\n" ? Key.enter : .character($0) }
        for key in [.home] + pages + down + typed { send(.input(.key(key))) }
    }

    /// Whether a plan is being made.
    var isPlanning: Bool { state.acting.draft?.outcome == .waiting }
}
