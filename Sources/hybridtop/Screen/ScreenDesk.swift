import Actions
import Collector
import Dashboard
import Fleet
import Settings

/// What the screen acts with: the executor and the control planes of one configuration.
struct ScreenDesk: Sendable {
    let executor: ActionExecutor
    /// What it writes, and other programs write too.
    let journal: JournalView
    private let providers: [SourceID: any ActionableProvider]
    private let configuration: FleetConfiguration

    /// Why there is nothing to act with.
    struct Problem: Error {
        var sentence: String
    }

    /// A desk that tells every change of an action. Gates go by the figures that the screen shows.
    init(
        _ configuration: FleetConfiguration, _ plan: FleetPlan, _ program: FleetProgram,
        report: @escaping @Sendable (ActionMachine) -> Void
    ) throws(Problem) {
        let store = program.store
        let bearings = SnapshotBearings(clock: program.clock) { await store.current() }
        do {
            let desk = try ActionDesk(configuration, plan)
            providers = desk.providers
            executor = try desk.executor(bearings: bearings, report: report)
        } catch let error as Journal.Failure {
            throw Problem(sentence: "Nothing can be done: \(error.description)")
        } catch let error as SettingError {
            throw Problem(sentence: "Nothing can be done: \(error.message)")
        } catch { throw Problem(sentence: "Nothing can be done: \(error)") }
        self.configuration = configuration
        journal = JournalView(
            folder: plan.stateFolder ?? StateFolder.path(ProcessEnvironment.current))
    }

    /// What each source can be told.
    var abilities: [SourceID: Set<ActionKind>] {
        providers.mapValues(\.abilities)
    }

    /// How far each stage of a shift goes.
    var stages: [Double] { configuration.staging.stages }

    /// Whether anything may be changed now.
    var access: WriteStatus {
        get async {
            let access = await executor.writeAccess
            switch access.pin {
            case .writable: return .writable
            case .readOnly: return .readOnly
            case .refused(let why): return .unable(why)
            case .none: return access.unlocked.map { .unlocked(until: $0.until) } ?? .locked
            }
        }
    }

    /// Makes a plan, under an id of its own; of an action that waits, what is left of it.
    func plan(_ wish: PlanWish, at time: WallTime) async throws(ActionRefusal) -> ActionProgress {
        let id = ActionDesk.newID()
        switch wish {
        case .goOn(let action): return try await preview(action, isBack: false, at: time)
        case .goBack(let action): return try await preview(action, isBack: true, at: time)
        case .undo(let action):
            return ActionProgress(try await executor.planUndo(of: action, as: id))
        case .order(var order, let source):
            guard let provider = providers[source] else {
                throw ActionRefusal("\(source) is not configured any more.")
            }
            order.id = id
            return ActionProgress(try await executor.plan(order, with: provider))
        }
    }

    /// Writes down that a plan was to be carried out, and was refused. It may still be carried out later.
    func noteRefusal(of id: String, _ why: String) async {
        await executor.noteRefusal(of: id, as: ActionDesk.newID(), why)
    }

    private func preview(
        _ id: String, isBack: Bool, at time: WallTime
    ) async throws(ActionRefusal) -> ActionProgress {
        let rest = try await executor.preview(id, isBack: isBack)
        return ActionProgress(rest.machine).left(
            rest.stages, checks: rest.checks, tier: rest.tier, isBack: isBack, made: time)
    }

    /// Does with a waiting action what was decided, once these unknown answers are read.
    func decide(
        _ id: String, _ decision: ActionDecision, read: Set<ActionCheck>
    ) async throws(ActionRefusal) {
        switch decision {
        case .look: _ = try await executor.takeUp(id)
        case .goOn: _ = try await executor.goOn(id, acknowledging: read)
        case .goBack: _ = try await executor.goBack(id, acknowledging: read)
        case .settle(let state) where try await executor.isPlanless(id):
            try await executor.settle(planless: id, as: state, note: "")
        case .settle(let state): _ = try await executor.settle(id, as: state, note: "")
        }
    }
}
