import Collector
import Fleet

@testable import Providers

/// A SLURM that prints what a test wants it to.
struct ScriptedSlurm: CommandTransport {
    /// Lines of `scontrol show node`.
    var nodes: [String] = []
    /// Lines of `squeue`, without the mark that each begins with.
    var jobs: [String] = []

    let source = SourceID(provider: "slurm", instance: "lab")

    func run(_ command: Command, limit: Int) async throws(SourceFailure) -> CommandOutput {
        let words = command.arguments
        var lines: [String] = []
        if words.contains("squeue") {
            let format = words[(words.firstIndex(of: "-o") ?? 0) + 1]
            let mark = format.prefix { $0 != "|" } + "|"
            lines = jobs.map { mark + $0 }
        } else if words.contains("node") {
            lines = nodes
        } else if words.contains("id") {
            lines = ["root"]
        }
        let text = lines.map { $0 + "\n" }.joined()
        return CommandOutput(status: .exited(0), output: Array(text.utf8), errors: "")
    }

    func stream(
        _ command: Command, to descriptor: Int32
    ) async throws(SourceFailure) -> (status: CommandStatus, errors: String) {
        throw SourceFailure(.commandNotFound, command.executable)
    }

    /// A provider that asks it.
    func provider(
        witness: (any NodeWitness)? = nil, clock: any FleetClock = MovedClock()
    ) throws -> SlurmProvider {
        var transports = Transports(
            http: ScriptedCluster(), commands: self, clock: clock, environment: [:])
        transports.witness = witness
        return try SlurmProvider(
            ProviderSettings(
                provider: "slurm", name: "lab", site: "hall-a", interval: .seconds(10),
                deadline: .seconds(20), values: [:]),
            transports: transports)
    }
}
