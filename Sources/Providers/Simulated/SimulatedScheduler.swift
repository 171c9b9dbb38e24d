import Collector
import Fleet

/// Answers SLURM's commands on the login node of a hall, with the text that version 23.11 prints.
struct SimulatedScheduler: Sendable {
    let world: SimulatedWorld
    let schedule: SimulatedSchedule
    let time: Double

    /// The login node of a hall.
    static func login(_ site: String) -> String { "login.\(site).example" }

    /// The halls that have a scheduler.
    static let sites = ["hall-a", "hall-b"]

    /// Who logs in there.
    static let user = "operator"

    /// The scheduler behind a login node; `nil` for any other host.
    init?(_ world: SimulatedWorld, login: String, at time: Double) {
        guard let site = Self.sites.first(where: { Self.login($0) == login }) else { return nil }
        self.world = world
        self.time = time
        schedule = SimulatedSchedule(load: world.load, site: site, time: time)
    }

    /// What a command prints.
    func run(_ command: Command) throws(SourceFailure) -> CommandOutput {
        let all = [command.executable] + command.arguments
        let words = Array(all.drop { $0 == "env" || $0.contains("=") })
        let rest = words.dropFirst().filter { !["-a", "-d", "-o", "-n", "-P"].contains($0) }
        switch (words.first, rest.first) {
        case ("id", _): return Self.printed(Self.user)
        case ("sacctmgr", _): return Self.printed("Operator")
        case ("squeue", _): return Self.printed(queue(words))
        case ("scontrol", "show"): return show(Array(rest.dropFirst()))
        case ("scontrol", _): return try change(Array(rest))
        default:
            return CommandOutput(
                status: .exited(127), output: [], errors: "\(words.first ?? ""): not found")
        }
    }

    static func printed(_ text: String) -> CommandOutput {
        CommandOutput(status: .exited(0), output: Array((text + "\n").utf8), errors: "")
    }

    static func failed(_ text: String) -> CommandOutput {
        CommandOutput(status: .exited(1), output: [], errors: text + "\n")
    }

    private func show(_ words: [String]) -> CommandOutput {
        let jobs = schedule.jobs
        switch words.first {
        case "config":
            return Self.printed(
                "AccountingStorageType   = accounting_storage/slurmdbd\n"
                    + "SlurmUser               = slurm(64030)\nSLURM_VERSION           = 23.11.4")
        case "job":
            return Self.printed(jobs.map { line($0) }.joined(separator: "\n"))
        case "node":
            let asked = words.dropFirst().first.map { $0.split(separator: ",").map(String.init) }
            let nodes = schedule.nodes.filter { asked?.contains($0.name) ?? true }
            return Self.printed(nodes.map { line($0, jobs) }.joined(separator: "\n"))
        default: return Self.failed("invalid entity:\(words.first ?? "") for keyword:show")
        }
    }
}
