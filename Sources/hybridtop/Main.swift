import ArgumentParser
import Collector
import Dashboard
import Fleet
import Glibc
import Terminal

/// The program: subcommands and wiring only.
@main
struct Hybridtop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hybridtop",
        abstract: "One terminal for owned GPU nodes and rented endpoints.",
        discussion: """
            Examples:
              hybridtop                      what is configured, or what is found here
              hybridtop --demo               a simulated fleet: no hardware, no network
              hybridtop --config fleet.yaml  another configuration
            """,
        version: "0.1.0",
        subcommands: [DashboardCommand.self],
        defaultSubcommand: DashboardCommand.self)

    /// Prepares the terminal before anything else, then runs the command.
    static func main() async {
        TerminalStart.prepare()
        await main(nil)
    }
}
