import Actions
import ArgumentParser
import Collector
import Dashboard
import Fleet
import Glibc
import Settings
import Synchronization

/// One action from the command line: asking by command is the unlock.
struct ActionRun {
    let options: ActionAsked
    let desk: ActionDesk
    let configuration: FleetConfiguration
    let executor: ActionExecutor
    private let figures: GateFigures
    /// Where the journal of a simulated fleet is.
    private let folder: DemoFolder?

    /// Reads the configuration and opens the journal. Ends the command where that cannot be done.
    init(
        _ shared: SharedOptions, _ options: ActionAsked, isDemo: Bool = false,
        hold: Duration? = nil
    ) async throws {
        // Whoever reads along may go; what was begun goes on, and the journal has it.
        signal(SIGPIPE, SIG_IGN)
        let environment = ProcessEnvironment.current
        var configuration = try shared.load(shared.file())
        if isDemo { configuration = DemoFleet.configuration(configuration) }
        if let hold { configuration.staging.hold = hold }
        self.options = options
        self.configuration = configuration
        folder = isDemo ? DemoFolder(environment) : nil
        var plan =
            isDemo
            ? FleetPlan.demo(configuration, environment: environment)
            : FleetPlan.configured(configuration, environment: environment)
        plan.stateFolder = folder?.path
        desk = try ActionDesk(configuration, plan)
        figures = GateFigures(configuration, plan)
        do throws(Journal.Failure) {
            let told = Mutex("")
            executor = try desk.executor(bearings: figures) { [isQuiet = options.json] machine in
                guard !isQuiet, machine.past.contains(.confirmed) else { return }
                let line = ActionText.progress(machine)
                // What tells nothing new is not said again.
                guard
                    told.withLock({ last in
                        defer { last = line }
                        return last != line
                    })
                else { return }
                standardError(line)
            }
        } catch { throw ActionRun.end(.refused, error.description) }
        await executor.unlock()
    }

    /// An order in absolute terms, by what a source says is there now.
    typealias Resolution =
        @Sendable (ActionOrder, any ActionableProvider) async throws(ActionRefusal) -> ActionOrder

    /// Plans, asks, carries out and tells.
    func carryOut(
        _ order: ActionOrder, with options: OrderOptions,
        resolving: @escaping Resolution = { (order, _) throws(ActionRefusal) in order }
    ) async throws {
        // Nobody who asks for the simulated fleet acts on a real one.
        guard options.demo == (folder != nil) else { throw ValidationError("--demo: not here") }
        // Nothing is even tried by rules that are for something else.
        if let why = configuration.options.contextObjection { throw Self.end(.refused, why) }
        let provider = try await options.provider(
            at: desk, for: order, resolving: resolving)
        try await settling { () async throws(ActionRefusal) in
            await self.remind()
            return try await executor.plan(try await resolving(order, provider), with: provider)
        } then: {
            try await self.confirmed($0)
        }
    }

    /// Takes an action back.
    func undo(_ id: String) async throws {
        try await settling { () async throws(ActionRefusal) in
            try await executor.planUndo(of: id, as: ActionDesk.newID())
        } then: {
            try await self.confirmed($0)
        }
    }

    /// Does something to an action that the journal knows, and tells how it stands then.
    func told(
        status: (ActionMachine) -> Int32 = Self.status,
        _ body: () async throws(ActionRefusal) -> ActionMachine
    ) async throws {
        try await settling(status: status, body) { $0 }
    }

    /// Writes down how one ended whose plan is lost; false where its plan is there.
    func settlePlanless(_ id: String, as state: ActionState, note: String) async throws -> Bool {
        let lost = try? JournalReading.replay().planless(id)
        do throws(ActionRefusal) {
            guard try await executor.isPlanless(id) else { return false }
            try await executor.settle(planless: id, as: state, note: note)
        } catch {
            await figures.end()
            throw Self.end(.refused, error.sentence)
        }
        await figures.end()
        standardOutput(
            options.json
                ? lost.map { ActionText.json($0, as: state) } ?? ""
                : "\(state.word): settled; its plan is lost\n")
        return true
    }

    /// Shows what comes of it, and ends with the status of that.
    func settling<Shown>(
        status: (ActionMachine) -> Int32 = Self.status,
        _ first: () async throws(ActionRefusal) -> Shown,
        then second: (Shown) async throws -> ActionMachine?
    ) async throws {
        defer { folder?.remove() }
        let end: ActionMachine?
        do {
            end = try await second(try await first())
        } catch let refusal as ActionRefusal {
            await figures.end()
            throw Self.end(.refused, refusal.sentence)
        }
        await figures.end()
        guard let end else { return }
        standardOutput(options.json ? ActionText.json(end) : ActionText.outcome(end))
        if let failure = await executor.failure(of: end.plan.id) {
            throw Self.end(.unknown, failure)
        }
        if status(end) != 0 { throw ExitCode(status(end)) }
    }

    /// The plan as it is shown, and what came of it; `nil` where it was only to be shown.
    private func confirmed(_ plan: ActionMachine) async throws -> ActionMachine? {
        for check in acknowledged(of: plan.checks) {
            await executor.acknowledge(check, of: plan.plan.id)
        }
        standardOutput(options.json ? ActionText.json(plan) : ActionText.plan(plan))
        do throws(ActionRefusal) {
            return try await begun(plan)
        } catch {
            // Who only looks, or says no, has not been refused anything.
            if !options.plan, !Self.unanswered.contains(error) {
                await executor.noteRefusal(of: plan.plan.id, error.sentence)
            }
            throw error
        }
    }

    /// What is thrown where the person who was asked says no.
    static let declined = ActionRefusal("Nothing was done.")
    private static let noTerminal = ActionRefusal("Standard input is not a terminal: give --yes.")
    private static let noTerminalForName = ActionRefusal(
        "What is destructive is confirmed at a terminal, by the target's name.")
    /// Where nobody has said yes, nobody was refused anything.
    private static let unanswered = [declined, noTerminal]

    private func begun(_ plan: ActionMachine) async throws(ActionRefusal) -> ActionMachine? {
        if plan.state == .refused { throw ActionRefusal(plan.sentence) }
        if options.plan { return nil }
        let isWatched = plan.plan.stages.contains { $0.holdSeconds > 0 }
        guard options.wait || (plan.plan.stages.count == 1 && !isWatched) else {
            throw ActionRefusal(
                isWatched
                    ? "A shift that is held has to be watched: give --wait, or --stages 100 --hold 0s."
                    : "It has \(plan.plan.stages.count) stages, each begun after the one before: "
                        + "give --wait.")
        }
        let now = await executor.action(plan.plan.id) ?? plan
        guard try confirm(now) else { throw Self.declined }
        return try await interruptible(plan.plan.id) { () async throws(ActionRefusal) in
            try await executor.carryOut(plan.plan.id, isWaiting: options.wait)
        }
    }

    /// The unknown answers that the command line takes: each word one, in the order in which they are
    /// shown.
    func acknowledged(of checks: [ActionCheck]) -> [ActionCheck] {
        var left = checks.filter { $0.verdict == .unknown }
        return options.acknowledge.compactMap { kind in
            left.firstIndex { $0.kind == kind }.map { left.remove(at: $0) }
        }
    }

    private func confirm(_ machine: ActionMachine) throws(ActionRefusal) -> Bool {
        try confirm(
            machine.plan, machine.plan.tier,
            besides: machine.checks.first {
                $0.holdsBack(
                    machine.plan.tier, isAcknowledged: machine.acknowledged.contains($0))
            })
    }

    /// A person reads the plan and says yes; the literal name where it is destructive.
    func confirm(
        _ plan: ActionPlan, _ tier: ActionTier, besides check: ActionCheck?
    ) throws(ActionRefusal) -> Bool {
        if let check {
            guard check.verdict == .unknown, check.kind != .residency else {
                throw ActionRefusal(check.sentence)
            }
            throw ActionRefusal(
                "\(check.sentence) To go on all the same: --acknowledge \(check.kind.rawValue)")
        }
        if options.yes && tier < .destructive { return true }
        guard isatty(0) == 1 else {
            throw tier == .destructive ? Self.noTerminalForName : Self.noTerminal
        }
        // As it is shown and can be typed.
        let name = ActionText.clean(plan.typedToConfirm)
        let wanted = tier == .destructive ? name : "y"
        standardError(wanted == "y" ? "Carry it out? [y/N] " : "Type \(name) to carry it out: ")
        // What was typed before the question was read answers nothing.
        tcflush(0, TCIFLUSH)
        return readLine() == wanted
    }

    /// What an earlier program has left is not passed over.
    private func remind() async {
        for machine in (try? await executor.unfinished()) ?? [] {
            standardError(
                "hybridtop: action \(machine.plan.id) (\(machine.plan.kind.rawValue) in "
                    + "\(machine.plan.context)) is not over; "
                    + "see 'hybridtop actions watch \(machine.plan.id)'\n")
        }
    }
}
