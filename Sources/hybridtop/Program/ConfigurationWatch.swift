import Collector
import Fleet
import Settings

/// Keeps what is watched in step with the configuration while the program runs, and goes on looking
/// around on this machine where nothing is configured. An actor on the event thread; files are read,
/// and ports tried, off it.
///
/// A configuration that is wrong changes nothing. A changed file is taken when two looks at it agree,
/// so that one which is being written is not taken for an empty one.
actor ConfigurationWatch {
    private let program: FleetProgram
    /// The file that is meant, with what it is checked against; `nil` for the simulated fleet.
    private let file: ConfigurationFile?
    private var configuration: FleetConfiguration
    private var plan: FleetPlan
    private let listener: @Sendable (ReloadOutcome) -> Void
    /// What is wrong with the file, for as long as it is.
    private var trouble: Finding?
    /// The file as it was taken, and as it was seen last.
    private var taken: ConfigurationFingerprint?
    private var seen: ConfigurationFingerprint?
    private var isTaking = false
    private var isAskedAgain = false

    private let pauses: Pauses

    /// How often it looks.
    struct Pauses: Sendable {
        /// Between looks at the file, and at one that has just changed.
        var file = Duration.seconds(2)
        var settling = Duration.milliseconds(300)
        /// Between rounds of the discovery.
        var discovery = Duration.seconds(30)
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        program.thread.asUnownedSerialExecutor()
    }

    /// Watches over a program that is to run the plan made from `configuration`. `tell` is called on the
    /// event thread.
    init(
        _ program: FleetProgram, _ configuration: FleetConfiguration, file: ConfigurationFile?,
        pauses: Pauses = Pauses(), tell: @escaping @Sendable (ReloadOutcome) -> Void
    ) {
        self.program = program
        self.configuration = configuration
        self.file = program.plan.isDemo ? nil : file
        plan = program.plan
        self.pauses = pauses
        listener = tell
        taken = self.file?.fingerprint
        seen = taken
    }

    /// Starts to ask, and to watch.
    func start() throws(SettingError) {
        try program.run(plan)
        if file != nil {
            lookLater()
            discoverLater()
        }
    }

    // MARK: The file

    /// Takes the configuration over as it is now; what comes of it is told in any case.
    func reload() {
        guard file != nil else { return tell(.none) }
        if isTaking {
            isAskedAgain = true
        } else {
            Task { await take() }
        }
    }

    private func lookLater() {
        program.thread.schedule(after: pauses.file, leeway: pauses.file / 4) { [weak self] in
            self?.assumeIsolated { watch in
                watch.look()
                watch.lookLater()
            }
        }
    }

    /// Looks off the event thread, and comes back to it only for what is news.
    private func look() {
        guard let file, !isTaking else { return }
        let (taken, seen) = (taken, seen)
        Task { @concurrent [weak self] in
            let now = file.fingerprint
            if now != taken || seen != taken { await self?.saw(now) }
        }
    }

    private func saw(_ now: ConfigurationFingerprint?) async {
        let isSettled = now == seen
        seen = now
        guard now != taken, !isTaking else { return }
        if isSettled { return await take() }
        program.thread.schedule(after: pauses.settling) { [weak self] in
            self?.assumeIsolated { $0.look() }
        }
    }

    private func take() async {
        guard let file else { return }
        isTaking = true
        let (now, result) = await Self.load(file)
        let isGone = now == nil && taken != nil
        (taken, seen) = (now, now)
        switch result {
        case _ where isGone: tell(.gone(path: file.path))
        case .failure(let errors): tell(.refused(errors.list))
        case .success(let configuration): adopt(configuration)
        }
        isTaking = false
        if isAskedAgain {
            isAskedAgain = false
            await take()
        }
    }

    private func adopt(_ new: FleetConfiguration) {
        var next = plan
        next.take(new)
        if new.options.interval != configuration.options.interval { next.interval = nil }
        let counts = ReloadCounts(from: plan.expanded, to: next.expanded)
        do throws(SettingError) {
            try program.run(next)
            plan = next
            configuration = new
            tell(.taken(counts, new.options))
            if plan.discovery != nil { Task { await discover() } }
        } catch {
            let place = ConfigurationPlace(file?.path ?? "")
            tell(.refused([ConfigurationError(place, path: error.key, message: error.message)]))
        }
    }

    /// Tells what came of it. What is wrong with the file stands among the findings until it is right.
    private func tell(_ outcome: ReloadOutcome) {
        if let file, outcome.isAboutTheFile {
            let now = program.clock.now().wall
            trouble = ConfigurationFinding(path: file.path, last: trouble).finding(outcome, now)
            let standing = trouble.map { [$0] } ?? []
            program.store.assumeIsolated { $0.stand(standing) }
        }
        listener(outcome)
    }

    @concurrent private static func load(
        _ file: ConfigurationFile
    ) async -> (ConfigurationFingerprint?, Result<FleetConfiguration, ConfigurationErrors>) {
        let fingerprint = file.fingerprint
        do throws(ConfigurationErrors) {
            return (fingerprint, .success(try file.load()))
        } catch { return (fingerprint, .failure(error)) }
    }

    // MARK: What the screen asks for

    /// What is in force.
    var current: (FleetConfiguration, FleetPlan) { (configuration, plan) }

    /// What discovery looks for; nothing where sources are configured.
    var lookedFor: [String] { plan.discovery?.lookedFor ?? [] }

    /// Asks at this interval from now on, where sources allow it.
    func change(interval: Duration) throws(SettingError) {
        var next = plan
        next.interval = interval
        try program.run(next)
        plan = next
    }

    // MARK: This machine

    private func discoverLater() {
        let pause = pauses.discovery
        program.thread.schedule(after: pause, leeway: pause / 10) { [weak self] in
            self?.assumeIsolated { watch in
                _ = Task {
                    await watch.discover()
                    watch.discoverLater()
                }
            }
        }
    }

    private func discover() async {
        guard plan.discovery != nil else { return }
        let found = await Self.newcomers(plan)
        // The configuration may have come meanwhile, or another round.
        let known = Set(plan.entries.map(\.source))
        let fresh = found.filter { !known.contains($0.source) }
        guard plan.discovery != nil, !fresh.isEmpty else { return }
        plan.entries += fresh
        try? program.run(plan)
        tell(.found(fresh.map(\.source)))
    }

    @concurrent private static func newcomers(_ plan: FleetPlan) async -> [ProviderSettings] {
        plan.newcomers()
    }
}
