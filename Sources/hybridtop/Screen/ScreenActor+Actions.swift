import Actions
import Collector
import Dashboard
import Fleet
import Settings

extension ScreenActor {
    /// Makes ready to act by a configuration, unlocked where that is wanted and may be. What is under way
    /// goes on with what it was begun with; what was only planned is planned anew.
    func equip(
        _ configuration: FleetConfiguration, _ plan: FleetPlan, unlocks: Bool = false
    ) {
        // Whatever the rules were, nothing is begun by them any more.
        lock(all: Array(owners.values) + [desk].compactMap { $0 })
        let (news, report) = AsyncStream.makeStream(of: ActionProgress.self)
        do throws(ScreenDesk.Problem) {
            let desk = try ScreenDesk(configuration, plan, program) {
                report.yield(ActionProgress($0))
            }
            self.desk = desk
            send(.actorsChanged(desk.abilities, stages: desk.stages))
            // One reader, so that what is told stays in order.
            Task { [weak self] in
                for await progress in news { await self?.heard(progress, from: desk) }
            }
            Task {
                if unlocks { await unlock(desk) }
                await recall(desk)
            }
        } catch {
            desk = nil
            send(.actorsChanged([:], stages: []))
            send(.accessChanged(.unable(error.sentence)))
        }
    }

    /// Locks what was made by whatever configuration.
    private func lock(all desks: [ScreenDesk]) {
        guard !desks.isEmpty else { return }
        Task { for desk in desks { await desk.executor.lock() } }
    }

    /// As asked for at the start; a pin of the configuration is stronger.
    private func unlock(_ desk: ScreenDesk) async {
        await desk.executor.unlock()
        switch await desk.access {
        case .readOnly:
            tell(
                .noticed(Notice("It stays read-only by its configuration, whatever --write says.")))
        case .unable(let why): tell(.noticed(Notice(why, .warning)))
        default: break
        }
    }

    private func heard(_ progress: ActionProgress, from desk: ScreenDesk) async {
        owners[progress.id] = desk
        tell(.actionChanged(progress))
        // Acting keeps unlocked what is unlocked.
        if let current = self.desk { tell(.accessChanged(await current.access)) }
    }

    private func recall(_ desk: ScreenDesk) async {
        tell(.accessChanged(await desk.access))
        (journalMark, journalDue) = (nil, MonotonicTime(nanoseconds: 0))
        followJournal(program.clock.now().monotonic)
    }

    /// Tells the dashboard what came of something that took its time.
    private func tell(_ message: Message) {
        send(message)
        wantsFrame(.input)
    }

    /// Carries out what the dashboard wants done to the fleet.
    func act(_ effect: Effect) {
        switch effect {
        case .plan(let wish, let ticket): plan(wish, ticket)
        case .acknowledgeCheck(let check, let id):
            with(owners[id]) { await $0.executor.acknowledge(check, of: id) }
        case .carryOut(let id): carryOut(id)
        case .refused(let id, let why):
            with(owners[id]) { await $0.noteRefusal(of: id, why) }
        case .cancelAction(let id): with(owners[id]) { await $0.executor.cancel(id) }
        case .decide(let id, let decision, let read):
            // Decided by the rules of now, whoever began it.
            with(desk) { desk throws(ActionRefusal) in
                try await desk.decide(id, decision, read: read)
            }
        case .unlock: with(desk) { await $0.executor.unlock() }
        case .lock:
            lock(all: Array(owners.values))
            with(desk) { await $0.executor.lock() }
        default: break
        }
    }

    private func plan(_ wish: PlanWish, _ ticket: Int) {
        guard let desk else { return }
        Task {
            do throws(ActionRefusal) {
                let plan = try await desk.plan(wish, at: program.clock.now().wall)
                tell(.planned(ticket: ticket, .success(plan)))
            } catch { tell(.planned(ticket: ticket, .failure(error))) }
        }
    }

    private func carryOut(_ id: String) {
        guard let owner = owners[id], owner.executor === desk?.executor else {
            return send(
                .noticed(Notice("The configuration was read anew since: plan it again.", .critical))
            )
        }
        with(owner) { desk throws(ActionRefusal) in
            do throws(ActionRefusal) { _ = try await desk.executor.carryOut(id) } catch {
                await desk.noteRefusal(of: id, error.sentence)
                throw error
            }
            if let failure = await desk.executor.failure(of: id) { throw ActionRefusal(failure) }
        }
    }

    /// Does something with a desk, tells why where it is refused, and what may be changed from then on.
    private func with(
        _ desk: ScreenDesk?, _ body: @escaping (ScreenDesk) async throws(ActionRefusal) -> Void
    ) {
        guard let desk else { return }
        Task {
            do throws(ActionRefusal) {
                try await body(desk)
            } catch { tell(.noticed(Notice(error.sentence, .critical))) }
            guard let current = self.desk else { return }
            tell(.accessChanged(await current.access))
        }
    }
}
