import ArgumentParser
import Collector
import Dashboard
import Fleet
import Headless
import Terminal

/// The full screen.
struct DashboardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dashboard", abstract: "Show the fleet, full screen (the default).")

    @Flag(help: "Show a simulated fleet: no hardware, no configuration, no network.")
    var demo = false
    @Option(help: ArgumentHelp("Theme; `hybridtop themes` lists them.", valueName: "name"))
    var theme: String?
    @Flag(help: "Draw in ASCII only.")
    var ascii = false
    @Flag(help: "Leave the mouse to the terminal.")
    var noMouse = false

    func run() async throws {
        var isDemo = demo
        while true {
            let end = try await show(isDemo: isDemo)
            switch end {
            case .demo: isDemo = true
            case .quit: return
            case .signal(let number): throw ExitCode(128 + number)
            }
        }
    }

    private static func remembered(_ environment: [String: String]) -> AcknowledgementBook {
        (try? StateFolder.acknowledgements(environment).read().book) ?? AcknowledgementBook()
    }

    private func show(isDemo: Bool) async throws -> ScreenEnd {
        let environment = ProcessEnvironment.current
        let plan = FleetPlan.demo(environment: environment)
        let program = FleetProgram(
            plan, acknowledgements: isDemo ? AcknowledgementBook() : Self.remembered(environment))
        var options = DashboardOptions(themes: [.fallback], lookedFor: plan.lookedFor)
        options.zoneOffset = ProcessEnvironment.zoneOffset
        let screen = ScreenActor(program, options: options)
        try await program.start()
        let terminal = TerminalOptions(
            environment: environment, isASCII: ascii ? true : nil, hasMouse: !noMouse)
        do {
            let end = try await screen.run(terminal)
            await program.stop()
            return end
        } catch {
            await program.stop()
            throw ValidationError("\(error)")
        }
    }
}
