import Fleet

extension Reducer {
    /// The keys that begin an action, and what each is.
    static let kinds: [(command: Command, kind: ActionKind)] = [
        (.drain, .drain), (.resume, .resume), (.reroute, .reroute), (.scale, .scale),
    ]

    /// What is heard of actions.
    static func follow(_ message: Message, _ state: inout DashboardState) {
        switch message {
        case .planned(let ticket, let result): take(result, ticket, &state)
        case .actionChanged(let progress): state.acting.take(progress, at: state.now)
        case .actionsRecalled(let list): recall(list, &state)
        case .plansLost(let list): state.acting.lost = list
        case .accessChanged(let access): state.acting.access = access
        case .actorsChanged(let abilities, let stages):
            state.acting.abilities = abilities
            state.acting.stages = stages
            state.acting.voidDraft(
                "The configuration was read anew: n plans it by what it says now.")
        case .keysCame(let count, let now):
            state.acting.burst = count
            if now.monotonic > state.now.monotonic { state.now = now }
        case .painted(let now): state.painted(at: now)
        default: break
        }
    }

    /// What waits for a decision and was not known is told at once: nobody looks for it.
    private static func recall(_ list: [ActionProgress], _ state: inout DashboardState) {
        let known = Set(state.acting.confirmed.filter(\.needsDecision).map(\.id))
        state.acting.recall(list)
        let count = state.acting.confirmed.count { $0.needsDecision && !known.contains($0.id) }
        guard count > 0 else { return }
        let verb = count == 1 ? "waits" : "wait"
        state.tell(
            Notice(
                "\(Format.counted(count, "action")) \(verb) for a decision: 7 Actions, then Enter.",
                .warning))
    }

    /// An answer to a plan that nobody waits for any more is passed over.
    private static func take(
        _ result: Result<ActionProgress, ActionRefusal>, _ ticket: Int,
        _ state: inout DashboardState
    ) {
        guard state.acting.draft?.ticket == ticket else { return }
        switch result {
        case .success(var rest) where state.acting.draft?.wish.decision != nil:
            rest.planned = state.now.monotonic
            state.acting.draft?.outcome = .left(rest)
        case .success(let progress):
            state.acting.take(progress, at: state.now)
            state.acting.draft?.outcome = .made(progress.id)
        case .failure(let refusal): state.acting.draft?.outcome = .refused(refusal.sentence)
        }
    }

    /// A key that begins an action: a plan, or the form that is filled in before it.
    static func begin(
        _ command: Command, _ panes: [Pane], _ state: inout DashboardState
    ) -> [Effect] {
        guard let kind = kinds.first(where: { $0.command == command })?.kind else { return [] }
        return begin(kind, .plain, panes, &state)
    }

    /// What a key or a command asks for.
    static func begin(
        _ kind: ActionKind, _ wish: ActionOrder.Wish, _ panes: [Pane],
        _ state: inout DashboardState
    ) -> [Effect] {
        if let menu = SideChoice.menu(kind, panes, state) {
            state.layers.append(menu)
            return []
        }
        do throws(ActionRefusal) {
            return try begin(kind, wish, ActionChoice.make(kind, panes, state), &state)
        } catch { state.tell(Notice(error.sentence)) }
        return []
    }

    /// The same for one thing, whatever is selected.
    static func begin(
        _ kind: ActionKind, on identity: Identity, _ state: inout DashboardState
    ) -> [Effect] {
        do throws(ActionRefusal) {
            return try begin(kind, .plain, ActionChoice.make(kind, of: identity, state), &state)
        } catch { state.tell(Notice(error.sentence)) }
        return []
    }

    private static func begin(
        _ kind: ActionKind, _ wish: ActionOrder.Wish, _ choice: ActionChoice,
        _ state: inout DashboardState
    ) throws(ActionRefusal) -> [Effect] {
        switch kind {
        case .reroute: state.layers.append(try ShareLayer(choice, state))
        case .scale: state.layers.append(ScaleLayer(choice, state))
        case .drain, .resume, .cordon, .reboot, .requeue, .move:
            return plan(choice, kind, wish, &state)
        }
        return []
    }

    private static func plan(
        _ choice: ActionChoice, _ kind: ActionKind, _ wanted: ActionOrder.Wish,
        _ state: inout DashboardState
    ) -> [Effect] {
        func wish(_ uids: [String]) -> PlanWish {
            .order(ActionOrder(kind, targets: uids, wish: wanted, id: ""), choice.source)
        }
        let wider = choice.hidden.isEmpty ? nil : wish(choice.uids + choice.hidden)
        return plan(wish(choice.uids), wider: wider, hidden: choice.hidden.count, &state)
    }

    /// Asks for a plan, and opens the screen on which it will be.
    static func plan(
        _ wish: PlanWish, wider: PlanWish? = nil, hidden: Int = 0, _ state: inout DashboardState
    ) -> [Effect] {
        let ticket = state.acting.nextTicket()
        state.acting.draft = PlanDraft(
            ticket: ticket, wish: wish, wider: wider, hidden: hidden)
        state.layers.append(PlanLayer())
        return [.plan(wish, ticket: ticket)]
    }

    /// Asks for the same plan again, or for another in its place.
    static func replan(_ wish: PlanWish?, _ state: inout DashboardState) -> [Effect] {
        guard var draft = state.acting.draft else { return [] }
        if let wish { (draft.wish, draft.wider, draft.hidden) = (wish, nil, 0) }
        draft.ticket = state.acting.nextTicket()
        draft.outcome = .waiting
        state.acting.draft = draft
        return [.plan(draft.wish, ticket: draft.ticket)]
    }

    /// The context's name is typed: unlocking the wrong one takes more than a slip.
    static func unlock(_ name: String, _ state: inout DashboardState) -> [Effect] {
        let context = state.snapshot.context
        switch state.acting.access {
        case .readOnly, .unable, .writable:
            let text = state.acting.access.refusal(context, at: state.now.monotonic)
            state.tell(Notice(text ?? "It is writable by its configuration."))
            return []
        case .locked, .unlocked: break
        }
        guard name == context else {
            state.tell(Notice("To unlock \(context), type \(WriteStatus.advice(context))."))
            return []
        }
        state.tell(Notice("Unlocked for 15 minutes; :readonly locks.", .warning))
        return [.unlock]
    }

    /// Asks before it is done; going on and going back change the fleet, and are shown like any plan.
    static func decide(
        _ id: String, _ decision: ActionDecision, _ state: inout DashboardState
    ) -> [Effect] {
        let name =
            state.acting.actions[id].map { ActionLook(action: $0).subject }
            ?? state.acting.lost.first { $0.id == id }?.subject
        guard let name else { return [] }
        // Looking sends nothing.
        if decision != .look, let refusal = state.actingRefusal {
            state.tell(Notice(refusal))
            return []
        }
        switch decision {
        case .goOn: return plan(.goOn(id), &state)
        case .goBack: return plan(.goBack(id), &state)
        case .look:
            state.layers.append(
                ConfirmLayer.write(
                    (id, name), "It is looked how it stands. Nothing is sent.", "look", decision))
        case .settle(let end):
            state.layers.append(
                ConfirmLayer.write(
                    (id, name),
                    "The journal says from then on that it ended as \(end.word). Nothing is sent or "
                        + "looked at.", "write it down", decision))
        }
        return []
    }

    /// With actions under way it is asked, and said what goes on without us.
    static func quit(_ state: inout DashboardState) -> [Effect] {
        let open = state.acting.underWay.filter { !$0.isElsewhere }
        guard !open.isEmpty else { return [.quit] }
        state.layers.append(ConfirmLayer.leave(open, .quit, isDemo: state.shown.isDemo))
        return []
    }

    /// Locks, and never the other way round.
    static func lock(_ state: inout DashboardState) -> [Effect] {
        switch state.acting.access {
        case .unlocked, .locked:
            state.tell(Notice("Locked: nothing is changed."))
            return [.lock]
        case .writable:
            state.tell(Notice("It is writable by its configuration: there is nothing to lock."))
        case .readOnly, .unable:
            let text = state.acting.access.refusal(
                state.snapshot.context, at: state.now.monotonic)
            state.tell(Notice(text ?? "It is locked."))
        }
        return []
    }
}
