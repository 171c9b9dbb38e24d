import Dashboard
import Fleet
import Settings

extension ScreenActor {
    /// Tells what came of looking at the configuration again, and takes over what concerns the screen.
    func reloaded(_ outcome: ReloadOutcome) {
        var line = outcome.line
        if case .taken(_, let options) = outcome {
            if adopt(options) { line += " Colours, ASCII and mouse count from the next start." }
            state.options.lookedFor = watch?.assumeIsolated { $0.lookedFor } ?? []
        }
        send(.noticed(Notice(CleanText.clean(line), outcome.severity)))
        wantsFrame(.input)
    }

    /// Takes over what changed; returns whether something did that only another start can take over.
    private func adopt(_ options: FleetOptions) -> Bool {
        let old = configured
        configured = options
        if options.theme != old.theme, let name = options.theme,
            state.options.themes.contains(where: { $0.name == name })
        {
            state.themeName = name
        }
        if options.interval != old.interval, let interval = options.interval {
            send(.intervalChanged(interval))
        }
        return options.isASCII != old.isASCII || options.colors != old.colors
            || options.usesMouse != old.usesMouse
    }
}
