package import Collector
package import Fleet

/// NVIDIA GPUs of one node, asked through the driver's own nvidia-smi, here or over ssh.
///
/// The fast beat is one long-lived `nvidia-smi --query-gpu=... -lms`; the slow beat asks for what
/// changes slowly and costs more.
package actor NvidiaSMIProvider: StreamingProvider {
    package static let descriptor = ProviderDescriptor(
        id: "nvidia-smi", title: "NVIDIA GPUs",
        summary: "GPUs of nodes with NVIDIA's driver, by nvidia-smi here or over ssh.",
        settings: NvidiaSMISettings.schema, interval: .seconds(1), deadline: .seconds(10),
        capabilities: [.nodes, .accelerators, .processes])

    package nonisolated let transport: String
    package nonisolated let slowInterval: Duration
    private nonisolated let settings: NvidiaSMISettings
    private let commands: any CommandTransport
    /// What the driver can be asked for, once it was found out.
    private var probe: FieldProbe?
    /// Whether a slow beat has found the probed driver still there since the last stream began.
    private var isProbeConfirmed = false
    /// Of the last slow beat: processor use is a rate.
    private var processorTime: HostReadings.ProcessorTime?

    package static func expand(_ entry: ProviderSettings) -> [ProviderSettings] {
        NvidiaSMISettings.expand(entry)
    }

    package init(_ settings: ProviderSettings, transports: Transports) throws(SettingError) {
        let checked = try NvidiaSMISettings(settings)
        self.settings = checked
        commands = transports.commands
        slowInterval = checked.slowInterval
        transport = checked.host == nil ? "stream" : "ssh stream"
    }

    package func openStream() async throws(SourceFailure) -> StreamPlan {
        let probe = try await currentProbe()
        isProbeConfirmed = false
        let period = max(100, Int(settings.interval.inSeconds * 1000))
        let command = settings.command(probe.arguments + ["-lms", "\(period)"])
        return StreamPlan(
            command: command, decoder: decoder(probe),
            silence: .seconds(max(5, settings.interval.inSeconds * 3)))
    }

    package func pollFast() async throws(SourceFailure) -> Answer {
        let probe = try await currentProbe()
        let answer = try await commands.run(settings.command(probe.arguments), limit: 1 << 20)
        var decoder = decoder(probe)
        var sample: Sample?
        for event in answer.output.withUnsafeBytes({ decoder.consume($0) }) {
            if case .sample(let newest) = event { sample = newest }
        }
        guard let sample = decoder.remainder() ?? sample else {
            self.probe = nil
            throw decoder.finish(status: answer.status, errors: answer.errors)
        }
        isProbeConfirmed = true
        return Answer(sample: sample, bytes: answer.output.count)
    }

    package func poll() async throws(SourceFailure) -> Answer {
        let mark = Self.randomMark()
        let command = settings.slowCommand(mark: mark, devices: probe?.devices ?? [])
        let answer = try await commands.run(command, limit: 16 << 20)
        let sections = MarkedSections(answer.output, mark: mark)
        let log = try deviceLog(sections, answer)
        let host = HostReadings(sections, since: processorTime)
        processorTime = host.processorTime
        confirm(log.driver)
        var assembly = SlowAssembly(
            log: log, host: host, sections: sections, settings: settings)
        return Answer(sample: assembly.assembled(), bytes: answer.output.count)
    }

    package nonisolated func combine(fast: Sample?, slow: Sample?, previous: Sample?) -> Sample {
        CombinedSample.of(fast: fast, slow: slow, previous: previous)
    }

    private func deviceLog(
        _ sections: MarkedSections, _ answer: CommandOutput
    ) throws(SourceFailure) -> DeviceLog {
        let status = sections["status"].flatMap { Int($0.value) }
        guard let query = sections["query"], let status else {
            throw SMIFailure.of(
                status: answer.status, output: sections.text("query") ?? "", errors: answer.errors)
        }
        let parsed = query.lines.withUnsafeBytes { bytes in
            Result { () throws(SourceFailure) in try DeviceLog(bytes) }
        }
        switch parsed {
        case .success(let log) where !log.devices.isEmpty: return log
        case .failure(let failure) where status == 0 && !query.lines.allSatisfy { $0 <= 0x20 }:
            throw SMIFailure.named(by: sections.text("query") ?? "") ?? failure
        default:
            throw SMIFailure.of(
                status: .exited(status), output: sections.text("query") ?? "",
                errors: answer.errors)
        }
    }

    /// Takes over what driver a slow beat found; another one than before may know other fields.
    private func confirm(_ driver: String?) {
        if let driver, let known = probe?.driver, known != driver { probe = nil }
        isProbeConfirmed = true
    }

    private static func randomMark() -> String {
        "%%" + String(UInt64.random(in: (1 << 60)..<UInt64.max), radix: 16)
    }

    private func decoder(_ probe: FieldProbe) -> QueryGPUDecoder {
        QueryGPUDecoder(
            plan: probe.plan, node: settings.node, interval: settings.interval, lost: probe.lost)
    }

    /// What is known of the driver, asked again where a stream ended before anything else confirmed it.
    private func currentProbe() async throws(SourceFailure) -> FieldProbe {
        if let probe, isProbeConfirmed { return probe }
        let mark = Self.randomMark()
        let answer = try await commands.run(settings.probeCommand(mark: mark), limit: 1 << 20)
        let probe = try FieldProbe(answer, mark: mark)
        self.probe = probe
        return probe
    }
}
