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
        case ("scontrol", "update") where rest.contains { $0.hasPrefix("NodeName=") }:
            return try update(Array(rest.dropFirst()))
        // Jobs and reboots are not simulated.
        case ("scontrol", _):
            return Self.failed("slurm_update error: Requested operation is presently disabled")
        default:
            return CommandOutput(
                status: .exited(127), output: [], errors: "\(words.first ?? ""): not found")
        }
    }

    private static func printed(_ text: String) -> CommandOutput {
        CommandOutput(status: .exited(0), output: Array((text + "\n").utf8), errors: "")
    }

    private static func failed(_ text: String) -> CommandOutput {
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

    /// `scontrol update NodeName=... State=... Reason=...`.
    private func update(_ words: [String]) throws(SourceFailure) -> CommandOutput {
        var told: [Substring: Substring] = [:]
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { told[parts[0]] = parts[1] }
        }
        let fate = world.fate()
        if case .lost = fate { throw Self.silence }
        let output = change(
            String(told["NodeName"] ?? ""), told["State"] ?? "", String(told["Reason"] ?? ""),
            until: told["ResumeAfter"].flatMap { Double($0) }.map { time + $0 })
        if case .silent = fate { throw Self.silence }
        return output
    }

    private static let silence = SourceFailure(
        .timedOut, "ssh: the connection to the login node was lost")

    private func change(
        _ name: String, _ state: Substring, _ reason: String, until end: Double?
    ) -> CommandOutput {
        let error = "slurm_update error: "
        guard schedule.nodes.contains(where: { $0.name == name }) else {
            return Self.failed(error + "Invalid node name specified")
        }
        switch state {
        case "DRAIN":
            guard !reason.isEmpty else {
                return Self.failed("You must specify a reason when DOWNING or DRAINING a node")
            }
            world.orders.hold(name, reason: reason, by: Self.user, at: time, until: end)
        case "RESUME", "UNDRAIN":
            guard world.orders.release(name, at: time) else {
                return Self.failed(error + "Invalid node state specified")
            }
        default: return Self.failed(error + "Invalid node state specified")
        }
        return CommandOutput(status: .exited(0), output: [], errors: "")
    }
}
