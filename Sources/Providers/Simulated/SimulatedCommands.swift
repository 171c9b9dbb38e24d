package import Collector
package import Fleet

/// Answers as the simulated fleet's nodes would: nvidia-smi and the small scripts around it, and the
/// schedulers' commands on their login nodes.
package struct SimulatedCommands: CommandTransport {
    private let world: SimulatedWorld
    private let streams: SimulatedStreams

    /// The nodes of a world.
    package init(world: SimulatedWorld) {
        self.world = world
        streams = SimulatedStreams(world: world)
    }

    package func run(
        _ command: Command, limit: Int
    ) async throws(SourceFailure) -> CommandOutput {
        if let login = command.host?.destination,
            let scheduler = SimulatedScheduler(world, login: login, at: world.time)
        {
            return try scheduler.run(command)
        }
        let node = try reachable(command)
        let time = world.time
        let answers = NodeAnswers(world: world, node: node, time: time)
        let script = NodeShell(command).map { $0.output(answers) }
        guard let text = script ?? answers.answer(NodeQuestion(command)) else {
            return CommandOutput(
                status: .exited(127), output: [], errors: "\(command.executable): not found")
        }
        let output = Array(text.utf8.prefix(limit))
        return CommandOutput(
            status: .exited(0), output: output, errors: "", isTruncated: text.utf8.count > limit)
    }

    package func stream(
        _ command: Command, to descriptor: Int32
    ) async throws(SourceFailure) -> (status: CommandStatus, errors: String) {
        let node: SimulatedRoster.Node
        do throws(SourceFailure) {
            node = try reachable(command)
        } catch {
            endDescriptor(descriptor)
            throw error
        }
        let question = NodeQuestion(command)
        let rows = QueryRows(
            fields: question.fields,
            identity: SimulatedIdentity(node: node, noise: world.noise),
            indices: Array(0..<SimulatedRoster.gpusPerNode))
        let id = await streams.open(
            node, rows: rows, descriptor: descriptor, interval: question.interval ?? 1)
        await withTaskCancellationHandler {
            await streams.finished(id)
        } onCancel: {
            Task { await streams.close(id) }
        }
        return (.signalled(15), "")
    }

    /// The node that a command is for, if it answers.
    private func reachable(_ command: Command) throws(SourceFailure) -> SimulatedRoster.Node {
        let name = command.host?.destination ?? ""
        guard let node = SimulatedRoster.nodesByName[name] else {
            throw SourceFailure(.nameNotFound, "the simulated fleet has no host \(name)")
        }
        if world.load.isSilent(node, at: world.time) {
            throw SourceFailure(
                .timedOut, "ssh: connect to host \(name) port 22: Connection timed out",
                nextStep: "Check that the node is up and its management network reaches it.")
        }
        return node
    }
}

/// What a command asks of a node, recognised in its arguments wherever they stand: alone, or within a
/// script for a remote shell.
struct NodeQuestion: Sendable {
    /// The whole command in one line.
    let text: String

    /// What a command asks.
    init(_ command: Command) {
        text = ([command.executable] + command.arguments).joined(separator: " ")
    }

    /// The fields of `--query-gpu=` or `--query-compute-apps=`.
    var fields: [String] { list("--query-gpu=") }
    var processFields: [String] { list("--query-compute-apps=") }

    /// Seconds between rounds, if there is to be more than one.
    var interval: Double? {
        if let value = number(after: "-lms ") ?? number(after: "--loop-ms=") { return value / 1000 }
        return number(after: " -l ") ?? number(after: "--loop=")
    }

    private func list(_ option: String) -> [String] {
        guard let start = end(of: option) else { return [] }
        let value = text[start...].prefix { $0 != " " && $0 != "'" && $0 != "\"" && $0 != ";" }
        return value.split(separator: ",").map(String.init)
    }

    private func number(after option: String) -> Double? {
        guard let start = end(of: option) else { return nil }
        return Double(text[start...].prefix { $0.isNumber || $0 == "." })
    }

    private func end(of option: String) -> String.Index? {
        text.firstRange(of: option)?.upperBound
    }
}
