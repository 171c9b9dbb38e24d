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
        let command = settings.streamCommand(probe.arguments + ["-lms", "\(period)"])
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
        try await pollFast()
    }

    package nonisolated func combine(fast: Sample?, slow: Sample?, previous: Sample?) -> Sample {
        fast ?? slow ?? previous ?? Sample(inventory: .empty)
    }

    private func decoder(_ probe: FieldProbe) -> QueryGPUDecoder {
        QueryGPUDecoder(
            plan: probe.plan, node: settings.node, interval: settings.interval, lost: probe.lost)
    }

    /// What is known of the driver, asked again where a stream ended before anything else confirmed it.
    private func currentProbe() async throws(SourceFailure) -> FieldProbe {
        if let probe, isProbeConfirmed { return probe }
        let answer = try await commands.run(settings.probeCommand, limit: 1 << 20)
        let probe = try FieldProbe(answer)
        self.probe = probe
        return probe
    }
}
