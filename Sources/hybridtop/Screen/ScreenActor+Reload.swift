import Dashboard
import Fleet
import Settings

extension ScreenActor {
    /// Takes up how the screen was left. A theme that the configuration, the environment or a flag names
    /// goes over the one that was kept. Then tells what else could not be taken up.
    func restore(_ file: LayoutFile, problem: String?) {
        do throws(LayoutFile.Problem) {
            if let layout = try file.read() { state.restore(layout) }
        } catch {
            send(.noticed(Notice(error.message, .warning)))
        }
        if let theme = configured.theme { choose(theme) }
        draw(with: configured.graphs)
        if let problem { send(.noticed(Notice(CleanText.clean(problem), .warning))) }
    }

    private func choose(_ theme: String) {
        let names = state.options.themes.map(\.name)
        if names.contains(theme) {
            state.themeName = theme
        } else {
            let list = names.joined(separator: ", ")
            send(.noticed(Notice("There is no theme '\(theme)'; there are \(list).", .warning)))
        }
    }

    private func draw(with graphs: String?) {
        if let glyphs = graphs.flatMap({ PlotGlyphs(rawValue: $0) }) { state.graphs = glyphs }
    }

    /// Tells what came of looking at the configuration again, and takes over what concerns the screen.
    func reloaded(_ outcome: ReloadOutcome) {
        var line = outcome.line
        if case .taken(_, let options) = outcome {
            if needsStart(options) {
                line += " Colours, ASCII and mouse count from the next start."
            }
            // Its rules may be others: whoever acts by them unlocks anew.
            if case .unlocked = state.acting.access { line += " Locked again: :write unlocks it." }
            state.options.lookedFor = watch?.assumeIsolated { $0.lookedFor } ?? []
            if let (configuration, plan) = watch?.assumeIsolated({ $0.current }) {
                state.options.frame = configuration.policy.frameRole
                equip(configuration, plan)
            }
        }
        send(.noticed(Notice(CleanText.clean(line), outcome.severity)))
        if case .taken(_, let options) = outcome { adopt(options) }
        wantsFrame(.input)
    }

    /// Whether something changed that only another start can take over.
    private func needsStart(_ options: FleetOptions) -> Bool {
        let old = configured
        return options.isASCII != old.isASCII || options.colors != old.colors
            || options.usesMouse != old.usesMouse
    }

    private func adopt(_ options: FleetOptions) {
        let old = configured
        configured = options
        if options.theme != old.theme, let theme = options.theme { choose(theme) }
        if options.graphs != old.graphs { draw(with: options.graphs) }
        if options.interval != old.interval, let interval = options.interval {
            send(.intervalChanged(interval))
        }
    }
}
