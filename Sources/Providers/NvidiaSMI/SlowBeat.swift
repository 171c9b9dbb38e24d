import Collector
import Fleet

/// The slow beat of one node: three commands side by side, each with a limit of its own, so that what the
/// host and its kernel log say arrives also while nvidia-smi hangs.
struct SlowBeat: Sendable {
    private let settings: NvidiaSMISettings
    private let commands: any CommandTransport
    private let host: BoundedCommand
    private let devices: BoundedCommand
    private let processes: BoundedCommand

    /// What came of one beat.
    struct Answer: Sendable {
        /// All parts that came, together.
        var sections = MarkedSections()
        var bytes = 0
        var hostFailure: SourceFailure?
        var processFailure: SourceFailure?
        var devices: Result<DeviceLog, SourceFailure>
    }

    init(settings: NvidiaSMISettings, transports: Transports) {
        self.settings = settings
        commands = transports.commands
        let thread = transports.thread
        host = BoundedCommand("The host", late: .timedOut, thread: thread)
        devices = BoundedCommand("nvidia-smi -q -x", thread: thread)
        processes = BoundedCommand("nvidia-smi --query-compute-apps", thread: thread)
    }

    /// What the lines of a script's parts begin with: new each time.
    static func randomMark() -> String {
        "%%" + String(UInt64.random(in: (1 << 60)..<UInt64.max), radix: 16)
    }

    /// Asks all three; of the named GPUs only, where any are named.
    func ask(devices names: [String]) async -> Answer {
        let mark = Self.randomMark()
        async let hostPart = ask(host, settings.hostCommand(mark: mark))
        async let devicePart = ask(
            devices, settings.devicesCommand(mark: mark, devices: names))
        async let processPart =
            settings.readsProcesses
            ? ask(processes, settings.processesCommand(mark: mark)) : nil
        let (told, listed, owned) = await (hostPart, devicePart, processPart)
        var answer = Answer(devices: listed.flatMap { Self.log($0, mark: mark) })
        answer.hostFailure = Self.take(told, mark, into: &answer)
        _ = Self.take(listed, mark, into: &answer)
        if let owned {
            answer.processFailure =
                Self.take(owned, mark, into: &answer) ?? Self.failure(answer.sections)
        }
        return answer
    }

    private func ask(
        _ part: BoundedCommand, _ command: Command
    ) async -> Result<CommandOutput, SourceFailure> {
        await part.run(command, by: commands, within: settings.partLimit)
    }

    /// Adds what a part told to the answer, or returns why it told nothing.
    private static func take(
        _ part: Result<CommandOutput, SourceFailure>, _ mark: String, into answer: inout Answer
    ) -> SourceFailure? {
        switch part {
        case .failure(let failure): return failure
        case .success(let output):
            answer.bytes += output.output.count
            answer.sections.merge(MarkedSections(output.output, mark: mark))
            return nil
        }
    }

    /// The list of processes has a status of its own.
    private static func failure(_ sections: MarkedSections) -> SourceFailure? {
        guard let status = sections["apps-status"].flatMap({ Int($0.value) }), status != 0 else {
            return nil
        }
        var failure = SMIFailure.of(
            status: .exited(status), output: sections.text("apps") ?? "", errors: "")
        failure.message = "The list of compute processes failed. \(failure.message)"
        return failure
    }

    private static func log(
        _ output: CommandOutput, mark: String
    ) -> Result<DeviceLog, SourceFailure> {
        let sections = MarkedSections(output.output, mark: mark)
        let status = sections["status"].flatMap { Int($0.value) }
        let said = sections.text("query") ?? ""
        guard let query = sections["query"], let status else {
            return .failure(
                SMIFailure.of(status: output.status, output: said, errors: output.errors))
        }
        let parsed = query.lines.withUnsafeBytes { bytes in
            Result { () throws(SourceFailure) in try DeviceLog(bytes) }
        }
        switch parsed {
        case .success(let log) where !log.devices.isEmpty: return .success(log)
        case .failure(let failure) where status == 0 && !query.lines.allSatisfy { $0 <= 0x20 }:
            return .failure(SMIFailure.named(by: said) ?? failure)
        default:
            return .failure(
                SMIFailure.of(status: .exited(status), output: said, errors: output.errors))
        }
    }
}
