import Collector
import Fleet

/// Runs SLURM's commands and reads what they print. Text and not `--json`: every version prints the same
/// text, `scontrol` of 22.05 has no JSON at all, and its shape is another one with each data parser.
struct SlurmCommands: Sendable {
    let settings: SlurmSettings
    private let transports: Transports

    /// What was read.
    struct Rows<Row: Sendable>: Sendable {
        var rows: [Row]
        /// How many more there are that cannot be read.
        var unread: Int
        var bytes: Int

        /// `1 of 12 cannot be read`; `nil` where all can.
        var gap: String? {
            unread == 0 ? nil : "\(unread) of \(rows.count + unread) cannot be read"
        }

        /// The rows where one that cannot be read would be taken for gone: fails for such.
        func complete(_ what: String) throws(SourceFailure) -> [Row] {
            if let gap { throw SourceFailure(.malformed, "\(what): \(gap).") }
            return rows
        }
    }

    init(_ settings: SlurmSettings, transports: Transports) {
        self.settings = settings
        self.transports = transports
    }

    /// Something that is asked again and again; one that hangs is not asked on top of itself.
    static func question(_ title: String, _ transports: Transports) -> BoundedCommand {
        BoundedCommand(title, late: .timedOut, thread: transports.thread)
    }

    /// The words of a command as they are run: with times in UTC, whatever the zone there.
    func words(_ command: [String], ours: Bool = true) -> [String] {
        var words = settings.prefix + ["env", "TZ=UTC"]
        if let file = settings.configuration { words.append("SLURM_CONF=\(file)") }
        guard ours, let name = command.first else { return words + command }
        words.append(settings.path.map { "\($0)/\(name)" } ?? name)
        if let cluster = settings.cluster { words += ["-M", cluster] }
        return words + command.dropFirst()
    }

    /// The nodes of these names, or all.
    func nodes(
        _ names: [String], asking question: BoundedCommand? = nil
    ) async throws(SourceFailure) -> Rows<SlurmNode> {
        var command = ["scontrol", "-a", "show", "node", "-d", "-o"]
        if !names.isEmpty { command.append(names.joined(separator: ",")) }
        // For a name that is not known it prints the others and fails.
        let bytes = try await read(command, question, mayFail: !names.isEmpty)
        let (rows, unread) = SlurmNode.decode(bytes)
        let text = CleanText.clean(String(decoding: bytes.prefix(160), as: UTF8.self))
        guard !rows.isEmpty || text.hasPrefix("No nodes") || text.contains("not found") else {
            throw SourceFailure(.malformed, "scontrol show node said no node but: \(text)")
        }
        return Rows(rows: rows, unread: unread, bytes: bytes.count)
    }

    /// The jobs that are not over, on these nodes or in all. Names that users give are the last of each
    /// line, and a line begins with a word that nobody can foresee: a name may hold anything.
    func jobs(
        on nodes: [String], asking question: BoundedCommand? = nil
    ) async throws(SourceFailure) -> Rows<SlurmJob> {
        let mark = "@\(String(UInt64.random(in: .min ... .max), radix: 36))|"
        var command = ["squeue", "-h", "-a", "-o", mark + SlurmJob.format]
        if !nodes.isEmpty { command += ["-w", nodes.joined(separator: ",")] }
        let bytes = try await read(command, question, mayFail: false)
        let (rows, unread) = SlurmJob.decode(bytes, mark: Array(mark.utf8))
        guard !rows.isEmpty || bytes.allSatisfy({ $0 <= 0x20 }) else {
            let text = CleanText.clean(String(decoding: bytes.prefix(160), as: UTF8.self))
            throw SourceFailure(.malformed, "squeue said no job but: \(text)")
        }
        return Rows(rows: rows, unread: unread, bytes: bytes.count)
    }

    /// Which GPUs jobs hold, as ``SlurmDevices`` reads it.
    func devices(
        asking question: BoundedCommand? = nil
    ) async throws(SourceFailure) -> (bytes: [UInt8], count: Int) {
        let bytes = try await read(
            ["scontrol", "-a", "show", "job", "-d", "-o"], question, mayFail: false)
        return (bytes, bytes.count)
    }

    /// What a command prints.
    func read(
        _ command: [String], _ question: BoundedCommand? = nil, mayFail: Bool, ours: Bool = true
    ) async throws(SourceFailure) -> [UInt8] {
        let title = command.prefix(3).joined(separator: " ")
        let asked = question ?? Self.question(title, transports)
        let output = try await run(words(command, ours: ours), asked).get()
        if output.isTruncated {
            throw SourceFailure(.tooLarge, "\(title) printed more than 16 MiB.")
        }
        if output.status.isSuccess || (mayFail && !output.output.isEmpty) { return output.output }
        throw Self.failure(output, title)
    }

    /// Has something changed, once.
    func change(_ words: [String]) async -> ActionAnswer {
        let asked = Self.question("scontrol update", transports)
        switch await run(words, asked) {
        case .failure(let failure): return Self.answer(failure)
        case .success(let output):
            if output.status.isSuccess { return .accepted }
            // ssh's own status: what was begun may have done its work.
            if settings.host != nil, output.status == .exited(255) {
                return .lost("the connection ended before the answer came")
            }
            return SlurmRefusal.answer(Self.said(output))
        }
    }

    private func run(
        _ words: [String], _ question: BoundedCommand
    ) async -> Result<CommandOutput, SourceFailure> {
        let command = Command(words[0], Array(words.dropFirst()), host: settings.host)
        let result = await question.run(command, by: transports.commands, within: settings.limit)
        guard case .failure(let failure) = result, failure.kind == .commandNotFound else {
            return result
        }
        return .failure(
            SourceFailure(
                .commandNotFound, "\(question.title) cannot be run: \(failure.message)",
                nextStep: "Say with `path` where SLURM's commands are."))
    }

    /// What never got there has changed nothing; of the rest nobody knows.
    private static func answer(_ failure: SourceFailure) -> ActionAnswer {
        switch failure.kind {
        case .commandNotFound, .unreachable, .refused, .nameNotFound, .sshAuthentication,
            .hostKeyUnknown, .hostKeyChanged, .loginPolicy, .notConfigured:
            .rejected("nothing was sent: \(failure.message)")
        default: .lost(failure.message)
        }
    }

    /// What a command that failed says, on one line.
    static func said(_ output: CommandOutput) -> String {
        let own =
            output.errors.isEmpty
            ? String(decoding: output.output.prefix(400), as: UTF8.self)
            : output.errors
        let text = CleanText.clean(own, limit: 300)
        return text.split(separator: " ").joined(separator: " ")
    }

    private static func failure(_ output: CommandOutput, _ title: String) -> SourceFailure {
        let text = said(output)
        if output.status == .exited(127), text.contains("No such file") {
            return SourceFailure(
                .commandNotFound, text, nextStep: "Say with `path` where SLURM's commands are.")
        }
        return SlurmRefusal.failure(text.isEmpty ? "\(title) failed and said nothing." : text)
    }
}
