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
    private let probing: BoundedCommand
    /// When the host last answered anything but nvidia-smi.
    private var hostAnswered: MonotonicTime?
    /// Whether a slow beat has found the probed driver still there since the last stream began.
    private var isProbeConfirmed = false
    private let slowBeat: SlowBeat
    private let clock: any FleetClock
    /// Of the last slow beat: processor use is a rate.
    private var processorTime: HostReadings.ProcessorTime?
    /// What the last `-q -x` that came back said.
    private var remembered: DeviceMemory?

    package static func expand(_ entry: ProviderSettings) -> [ProviderSettings] {
        NvidiaSMISettings.expand(entry)
    }

    package static func fileProblems(of entry: ProviderSettings) -> [SettingError] {
        NvidiaSMISettings.fileProblems(of: entry)
    }

    package static func claim(of source: ProviderSettings) -> String? {
        source.strings("hosts") == nil ? "nvidia-smi on this machine" : nil
    }

    package init(_ settings: ProviderSettings, transports: Transports) throws(SettingError) {
        self.init(try NvidiaSMISettings(settings), transports: transports)
    }

    /// A provider with settings that are checked already.
    init(_ checked: NvidiaSMISettings, transports: Transports) {
        settings = checked
        commands = transports.commands
        clock = transports.clock
        probing = BoundedCommand("nvidia-smi --help-query-gpu", thread: transports.thread)
        slowBeat = SlowBeat(settings: checked, transports: transports)
        slowInterval = checked.slowInterval
        transport = checked.host == nil ? "stream" : "ssh stream"
    }

    package nonisolated var expectation: Sample? {
        Sample(
            expecting: Inventory(nodes: [settings.node]),
            nodes: [.acceleratorsExpected, .acceleratorsSeen, .load1, .uptime])
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
        let answer = await slowBeat.ask(devices: probe?.devices ?? [])
        var notes = answer.hostFailure.map { [$0.message] } ?? []
        let freshness = try take(answer, &notes)
        if let failure = answer.processFailure { notes.append(failure.message) }
        if let host = settings.host, let remark = await commands.remark(on: host) {
            notes.append(remark)
        }
        let host = HostReadings(answer.sections, since: processorTime)
        processorTime = host.processorTime ?? processorTime
        var assembly = SlowAssembly(
            devices: remembered, freshness: freshness, host: host, sections: answer.sections,
            settings: settings)
        var sample = assembly.assembled()
        sample.notes += notes
        return Answer(sample: sample, bytes: answer.bytes)
    }

    /// Takes over what a slow beat says of the GPUs. Throws where it says nothing of anything.
    private func take(
        _ answer: SlowBeat.Answer, _ notes: inout [String]
    ) throws(SourceFailure) -> SlowAssembly.Freshness {
        let now = clock.now().monotonic
        if answer.hostFailure == nil { hostAnswered = now }
        switch answer.devices {
        case .success(let log):
            confirm(log.driver)
            remembered = DeviceMemory(
                log: log, sections: answer.sections, time: now, previous: remembered)
            return .current
        case .failure(let failure):
            // Where the host says nothing either, it is not nvidia-smi that is at fault.
            if let hostFailure = answer.hostFailure { throw hostFailure }
            guard settings.readsHost || settings.readsKernelLog else { throw failure }
            notes.append(DeviceMemory.note(failure, remembered, now))
            guard let remembered else { return .old }
            return now - remembered.time > settings.slowInterval * 3 ? .old : .remembered
        }
    }

    package nonisolated func combine(fast: Sample?, slow: Sample?, previous: Sample?) -> Sample {
        CombinedSample.of(fast: fast, slow: slow, previous: previous)
    }

    /// Takes over what driver a slow beat found; another one than before may know other fields.
    private func confirm(_ driver: String?) {
        if let driver, let known = probe?.driver, known != driver { probe = nil }
        isProbeConfirmed = true
    }

    private func decoder(_ probe: FieldProbe) -> QueryGPUDecoder {
        QueryGPUDecoder(
            plan: probe.plan, node: settings.node, interval: settings.interval, lost: probe.lost)
    }

    /// What is known of the driver, asked again where a stream ended before anything else confirmed it.
    private func currentProbe() async throws(SourceFailure) -> FieldProbe {
        if let probe, isProbeConfirmed { return probe }
        let mark = SlowBeat.randomMark()
        let asked = clock.now().monotonic
        let result = await probing.run(
            settings.probeCommand(mark: mark), by: commands, within: settings.partLimit)
        switch result {
        case .success(let answer):
            let probe = try FieldProbe(answer, mark: mark)
            self.probe = probe
            return probe
        case .failure(var failure):
            // Unless something else answered meanwhile, it may well be the host that does not.
            let isReached = settings.host == nil || (hostAnswered.map { $0 >= asked } ?? false)
            if failure.kind == .hung, !isReached {
                failure.kind = .timedOut
                failure.nextStep = "Check that the host is up; then look for Xid errors there."
            }
            throw failure
        }
    }
}
