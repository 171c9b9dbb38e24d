import Actions
import ArgumentParser
import Collector
import Fleet
import Glibc
import Providers
import Settings

/// One action from the command line: asking by command is the unlock.
struct ActionRun {
    private let shared: SharedOptions
    private let options: ActionOptions

    init(_ shared: SharedOptions, _ options: ActionOptions) {
        self.shared = shared
        self.options = options
    }

    /// How an outcome is told to a script.
    static func status(_ state: ActionState) -> Int32 {
        switch state {
        case .verified, .converged: 0
        case .refused: 4
        case .failed, .rolledBack: 5
        case .partial: 6
        default: 7
        }
    }

    /// The text below the options of each of the commands.
    static func help(_ examples: String) -> String {
        """
        The plan is shown with its checks and the literal requests before anything is sent. The journal \
        keeps what was done: 'hybridtop actions list'.

        Exit status: 0 verified, or converged where there is nothing to verify it by; 2 usage or \
        configuration, 4 refused, 5 failed or rolled back, 6 partial, 7 unknown.

        \(examples)
        """
    }

    /// Plans, asks, carries out and tells.
    func carryOut(
        _ kind: ActionKind, _ targets: [String], _ wish: ActionOrder.Wish = .plain
    ) async throws {
        let configuration = try shared.load(shared.file())
        let provider = try options.provider(of: configuration, for: kind)
        let order = ActionOrder(
            kind, targets: targets, wish: wish, reason: options.reason, id: Self.id())
        do {
            let executor = try executor(configuration.options.context)
            let plan = try await executor.plan(order, with: provider)
            guard !options.plan else { return tell(plan, isPlan: true) }
            tell(plan, isPlan: true)
            guard plan.state != .refused else { throw ExitCode(Self.status(.refused)) }
            guard try confirm(plan) else { throw ActionRefusal("Nothing was done.") }
            let end = try await executor.carryOut(order.id)
            tell(end, isPlan: false)
            if Self.status(end.state) != 0 { throw ExitCode(Self.status(end.state)) }
        } catch let refusal as ActionRefusal {
            standardError("hybridtop: \(refusal.sentence)\n")
            throw ExitCode(Self.status(.refused))
        }
    }

    private func executor(_ context: String) throws -> ActionExecutor {
        let folder = StateFolder.path(ProcessEnvironment.current)
        var access = WriteAccess()
        access.unlock(context, at: SystemClock().now().wall)
        let journal: Journal
        do {
            journal = try Journal(path: folder + "/actions.jsonl")
        } catch { throw ActionRefusal("\(error)") }
        return ActionExecutor(
            ActionSetting(context: context, actor: Self.actor), journal: journal,
            locks: TargetLocks(folder: folder + "/locks"), access: access, clock: SystemClock(),
            report: { [isQuiet = options.json] machine in
                guard !isQuiet, machine.past.contains(.confirmed) else { return }
                standardError(ActionText.progress(machine))
            })
    }

    /// A person reads the plan and says yes; the literal name where it is destructive.
    private func confirm(_ plan: ActionMachine) throws -> Bool {
        guard !plan.isHeldBack else {
            throw ActionRefusal("A check is not known: the screen can acknowledge it.")
        }
        if options.yes && plan.plan.tier < .destructive { return true }
        guard isatty(0) == 1 else {
            throw ActionRefusal("Standard input is not a terminal: give --yes.")
        }
        let name = plan.plan.targets.first?.name ?? ""
        let wanted = plan.plan.tier == .destructive ? name : "y"
        standardError(wanted == "y" ? "Carry it out? [y/N] " : "Type \(name) to carry it out: ")
        // What was typed before the question was read answers nothing.
        tcflush(0, TCIFLUSH)
        return readLine() == wanted
    }

    private func tell(_ machine: ActionMachine, isPlan: Bool) {
        let text =
            options.json
            ? ActionText.json(machine)
            : isPlan ? ActionText.plan(machine) : ActionText.outcome(machine)
        standardOutput(text)
    }

    /// Time and chance: `20261121T120000-3f9a1c`.
    private static func id() -> String {
        var now = time(nil)
        var parts = tm()
        gmtime_r(&now, &parts)
        var buffer = [CChar](repeating: 0, count: 32)
        strftime(&buffer, buffer.count, "%Y%m%dT%H%M%S", &parts)
        let stamp = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8($0) }, as: UTF8.self)
        let chance = String(UInt32.random(in: 0..<(1 << 24)), radix: 16)
        return "\(stamp)-\(String(repeating: "0", count: 6 - chance.count))\(chance)"
    }

    private static var actor: String {
        let environment = ProcessEnvironment.current
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, name.count - 1)
        let host = String(decoding: name.prefix { $0 != 0 }.map { UInt8($0) }, as: UTF8.self)
        let user = getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) }
        return "\(user ?? environment["USER"] ?? "uid \(getuid())")@\(host)"
    }
}
