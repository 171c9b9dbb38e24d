import ArgumentParser
import Collector
import Dashboard
import Fleet
import Headless
import Settings
import Terminal

/// The full-screen program, from its options to its end.
enum FullScreen {
    /// Shows the fleet until somebody ends it; from the first screen of an empty one, the demo.
    static func open(_ command: ScreenCommand) async throws {
        let file = command.shared.file(flags: command.screen.flags)
        let configuration = try command.shared.load(file)
        var isDemo = command.screen.demo
        while true {
            switch try await show(configuration, file, isDemo: isDemo) {
            case .demo: isDemo = true
            case .quit: return
            case .signal(let number): throw ExitCode(128 + number)
            }
        }
    }

    private static func show(
        _ configuration: FleetConfiguration, _ file: ConfigurationFile, isDemo: Bool
    ) async throws -> ScreenEnd {
        let environment = ProcessEnvironment.current
        let plan =
            isDemo
            ? FleetPlan.demo(configuration, environment: environment)
            : FleetPlan.configured(configuration, environment: environment)
        let (book, problem) = isDemo ? (.init(), nil) : remembered(environment)
        let program = try FleetProgram(plan, acknowledgements: book)
        let screen = ScreenActor(
            program, configuration.options, options: options(configuration.options, plan, file))
        await screen.restore(StateFolder.layout(environment), problem: problem)
        let watch = ConfigurationWatch(program, configuration, file: file) {
            [weak screen] outcome in
            screen?.assumeIsolated { $0.reloaded(outcome) }
        }
        do {
            try await watch.start()
            let past = Task { await program.recallPast() }
            defer { past.cancel() }
            let end = try await screen.run(terminal(configuration.options, environment), watch)
            past.cancel()
            await program.stop()
            return end
        } catch let error as TerminalError {
            await program.stop()
            standardError("hybridtop: \(error)\n")
            throw ExitCode(2)
        }
    }

    /// What was acknowledged, and what keeps that from being known.
    private static func remembered(
        _ environment: [String: String]
    ) -> (AcknowledgementBook, problem: String?) {
        do throws(AcknowledgementFile.Failure) {
            let (book, malformed) = try StateFolder.acknowledgements(environment).read()
            let lines = counted(malformed, "acknowledgement", "acknowledgements")
            return (book, malformed == 0 ? nil : "\(lines) could not be read and are passed over")
        } catch {
            return (AcknowledgementBook(), error.description)
        }
    }

    private static func options(
        _ options: FleetOptions, _ plan: FleetPlan, _ file: ConfigurationFile
    ) -> DashboardOptions {
        var result = DashboardOptions(
            themes: ThemeFiles.all(ProcessEnvironment.current),
            zoneOffset: ProcessEnvironment.zoneOffset,
            lookedFor: plan.discovery?.lookedFor ?? [])
        if let interval = options.interval { result.interval = interval }
        if plan.entries.isEmpty, file.exists { result.emptyConfiguration = file.path }
        result.configurationPath = CleanText.clean(file.path)
        return result
    }

    private static func terminal(
        _ options: FleetOptions, _ environment: [String: String]
    ) -> TerminalOptions {
        let levels: [String: ColorLevel] = [
            "truecolor": .truecolor, "256": .palette, "16": .sixteen, "8": .eight,
            "mono": .mono,
        ]
        return TerminalOptions(
            environment: environment, colorLevel: options.colors.flatMap { levels[$0] },
            isASCII: options.isASCII, hasMouse: options.usesMouse ?? true)
    }
}
