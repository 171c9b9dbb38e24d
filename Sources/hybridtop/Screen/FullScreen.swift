import ArgumentParser
import Collector
import Dashboard
import Fleet
import Headless
import Providers
import Settings
import Terminal

/// The full-screen program, from its options to its end.
enum FullScreen {
    /// Shows the fleet until somebody ends it; from the first screen of an empty one, the demo.
    static func open(_ command: ScreenCommand) async throws {
        let file = command.shared.file(flags: command.screen.flags)
        let configuration = try command.shared.load(file)
        var kind: Kind =
            command.screen.demo
            ? .demo(command.screen.chaos ? .all : []) : .own(isWritable: command.screen.write)
        while true {
            switch try await show(configuration, file, kind) {
            case .demo: kind = .demo([])
            case .quit: return
            case .signal(let number): throw ExitCode(128 + number)
            }
        }
    }

    /// Whose fleet is shown.
    private enum Kind {
        /// What is configured, or found here.
        case own(isWritable: Bool)
        case demo(SimulatedChaos)
    }

    private static func show(
        _ own: FleetConfiguration, _ file: ConfigurationFile, _ kind: Kind
    ) async throws -> ScreenEnd {
        let environment = ProcessEnvironment.current
        guard case .demo(let chaos) = kind else {
            let plan = FleetPlan.configured(own, environment: environment)
            return try await show(own, plan, file, kind)
        }
        let folder = DemoFolder(environment)
        defer { folder.remove() }
        let configuration = DemoFleet.configuration(own, chaos: chaos)
        var plan = FleetPlan.demo(configuration, environment: environment, chaos: chaos)
        plan.stateFolder = folder.path
        return try await show(configuration, plan, file, kind)
    }

    private static func show(
        _ configuration: FleetConfiguration, _ plan: FleetPlan, _ file: ConfigurationFile,
        _ kind: Kind
    ) async throws -> ScreenEnd {
        let environment = ProcessEnvironment.current
        let (book, problem) = plan.isDemo ? (.init(), nil) : remembered(environment)
        let program = try FleetProgram(plan, acknowledgements: book)
        let screen = ScreenActor(
            program, configuration.options, options: options(configuration, plan, file))
        await screen.restore(StateFolder.layout(environment), problem: problem)
        let watch = ConfigurationWatch(program, configuration, file: file) {
            [weak screen] outcome in
            screen?.assumeIsolated { $0.reloaded(outcome) }
        }
        do {
            try await watch.start()
            await begin(screen, program, configuration, kind)
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

    /// Makes it ready to act, as it was asked for.
    private static func begin(
        _ screen: ScreenActor, _ program: FleetProgram, _ configuration: FleetConfiguration,
        _ kind: Kind
    ) async {
        switch kind {
        case .own(let isWritable):
            await screen.equip(configuration, program.plan, unlocks: isWritable)
        case .demo(let chaos):
            await screen.equip(configuration, program.plan, unlocks: true)
            let finding = DemoFleet.finding(chaos, since: program.clock.now().wall)
            await program.store.stand(finding.map { [$0] } ?? [])
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
        _ configuration: FleetConfiguration, _ plan: FleetPlan, _ file: ConfigurationFile
    ) -> DashboardOptions {
        var result = DashboardOptions(
            themes: ThemeFiles.all(ProcessEnvironment.current),
            zoneOffset: ProcessEnvironment.zoneOffset,
            lookedFor: plan.discovery?.lookedFor ?? [])
        if let interval = configuration.options.interval { result.interval = interval }
        result.frame = configuration.policy.frameRole
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
