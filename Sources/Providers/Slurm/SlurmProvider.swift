import Collector
import Fleet

/// Watches what SLURM does with nodes and jobs, and drains and resumes nodes, by its own commands: here,
/// or on a login node over ssh.
actor SlurmProvider: Provider {
    static let descriptor = ProviderDescriptor(
        id: "slurm", title: "SLURM",
        summary: "Watches nodes and jobs of a SLURM cluster, and drains and resumes its nodes.",
        settings: SlurmSettings.schema, interval: .seconds(10), deadline: .seconds(20),
        capabilities: [.nodes, .jobs])

    nonisolated let transport: String
    let settings: SlurmSettings
    let commands: SlurmCommands
    /// Other eyes than SLURM's on a node's GPUs.
    let witness: (any NodeWitness)?
    private let nodesQuestion: BoundedCommand
    private let jobsQuestion: BoundedCommand
    private let devicesQuestion: BoundedCommand
    private var inventory = Inventory.empty
    /// Changes that SLURM has taken from us, by their words.
    var taken: Set<[String]> = []
    /// The runs of jobs that were on a node before a change of it was sent, by the change's words.
    var earlier: [[String]: Set<String>] = [:]
    let clock: any FleetClock
    /// Nodes whose GPUs show nothing, by the steps that they are to prove.
    var dark: [[ActionStep]: DarkNodes] = [:]

    init(_ settings: ProviderSettings, transports: Transports) throws(SettingError) {
        let settings = try SlurmSettings(settings)
        self.settings = settings
        transport = settings.host == nil ? "command" : "ssh"
        commands = SlurmCommands(settings, transports: transports)
        witness = transports.witness
        clock = transports.clock
        nodesQuestion = SlurmCommands.question("scontrol show node", transports)
        jobsQuestion = SlurmCommands.question("squeue", transports)
        devicesQuestion = SlurmCommands.question("scontrol show job", transports)
    }

    static func claim(of source: ProviderSettings) -> String? {
        let place = source.string("host") ?? "this machine"
        let cluster = source.string("cluster").map { " (cluster \($0))" } ?? ""
        return "the SLURM of \(place)\(cluster)"
    }

    static func fileProblems(of entry: ProviderSettings) -> [SettingError] {
        CommandPlace.fileProblems(of: entry)
    }

    func poll() async throws(SourceFailure) -> Answer {
        let nodes = try await commands.nodes([], asking: nodesQuestion)
        var jobs = try await commands.jobs(on: [], asking: jobsQuestion)
        var notes = [
            nodes.gap.map { "scontrol show node: \($0)." }, jobs.gap.map { "squeue: \($0)." },
        ].compactMap { $0 }
        do throws(SourceFailure) {
            let devices = try await commands.devices(asking: devicesQuestion)
            SlurmDevices.assign(devices.bytes, to: &jobs.rows)
        } catch { notes.append("Which GPUs a job holds is not known: \(error.message)") }
        let identities = nodes.rows.map {
            NodeIdentity(name: $0.name, system: $0.system, labels: settings.labels)
        }
        if identities != inventory.nodes { inventory = Inventory(nodes: identities) }
        var sample = Sample(inventory: inventory)
        for (row, node) in nodes.rows.enumerated() { node.write(into: &sample, row) }
        sample.schedules = nodes.rows.map(\.schedule)
        sample.jobs = .value(jobs.rows.map(\.job))
        sample.notes = notes
        return Answer(sample: sample, bytes: nodes.bytes + jobs.bytes)
    }
}
