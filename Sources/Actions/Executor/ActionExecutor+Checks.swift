import Fleet

extension ActionOrder {
    /// Whether it wants shares as they were. What that leaves is told, and holds nothing back.
    fileprivate var isTakingBack: Bool {
        if kind == .reroute, case .values = wish { true } else { false }
    }
}

/// What the executor itself asks of every plan, whatever the control plane.
extension ActionExecutor {
    /// All of them: those by rules and by what else is under way, and whether the figures are new.
    /// `isResumed` where what was begun is gone on with, whatever the order looks like.
    func executorChecks(
        _ order: ActionOrder, _ proposal: ActionProposal, isResumed: Bool = false
    ) async -> [ActionCheck] {
        ownChecks(order, proposal, isBack: order.isTakingBack && !isResumed) + [
            await freshness(order, proposal)
        ]
    }

    private func ownChecks(
        _ order: ActionOrder, _ proposal: ActionProposal, isBack: Bool
    ) -> [ActionCheck] {
        let steps = proposal.stages.flatMap(\.steps)
        var checks = setting.policy.checks(order, proposal, setting.context)
        checks.append(
            inFlight(steps, besides: order.id)
                ?? ActionCheck(.ownership, .pass, "No other action of ours is on these targets."))
        let others = (try? unfinishedMachines(besides: order.id)) ?? []
        let capacity = proposal.claims.map { self.capacity($0, others) }
        return checks + (isBack ? capacity.map(\.asAdvice) : capacity)
    }

    /// The control plane was read for this plan, and it is read again before anything is sent. What the
    /// gates are to go by may be older.
    private func freshness(_ order: ActionOrder, _ proposal: ActionProposal) async -> ActionCheck {
        let fresh =
            proposal.isRead
            ? ActionCheck(.freshness, .pass, "The control plane was read just now.")
            : ActionCheck(
                .freshness, .warn, "Nothing was read: nobody tells how the targets stand.")
        guard proposal.stages.contains(where: { $0.holdSeconds > 0 }) else { return fresh }
        let oldest = setting.oldest
        for target in proposal.stages.receivers {
            guard let bearing = await setting.bearings?.bearing(of: target) else {
                return ActionCheck(
                    .freshness, .block, "Nothing would tell how \(target.uid) bears it.")
            }
            guard bearing.age <= max(oldest, bearing.staleAfter) else {
                return ActionCheck(
                    .freshness, .block,
                    "The figures of \(target.uid) are \(Int(bearing.age.inSeconds)) s old: the "
                        + "shift would go back at once.")
            }
        }
        return fresh
    }

    /// An action on one of the targets that is not over: ours, or one of another program that wrote the
    /// same journal. What cannot be read is no proof that there is none.
    func inFlight(_ steps: [ActionStep], besides id: String) -> ActionCheck? {
        let seats = steps.seats
        let others: [ActionMachine]
        do throws(ActionRefusal) {
            others = try unfinishedMachines(besides: id)
        } catch { return ActionCheck(.ownership, .block, error.sentence) }
        for machine in others {
            let taken = machine.plan.allSteps.first { step in
                [step].seats.keys.contains { seats[$0] != nil }
            }
            guard let target = taken?.target else { continue }
            return ActionCheck(
                .ownership, .block,
                "\(target.uid) is in action \(machine.plan.id) (\(machine.plan.kind.rawValue), "
                    + "\(machine.state.word)), which is not over.")
        }
        return nil
    }

    /// Those that the journal says are not over, but for one.
    private func unfinishedMachines(
        besides id: String
    ) throws(ActionRefusal) -> [ActionMachine] {
        let replay = try read()
        if let objection = replay.objection { throw ActionRefusal(objection) }
        if let lost = replay.unsettledPlanless.first(where: { $0.id != id }) {
            throw ActionRefusal(lost.sentence)
        }
        // What nobody has confirmed was never sent, and never will be.
        return replay.unfinished.map(\.machine).filter {
            $0.plan.id != id && $0.past.contains(.confirmed)
        }
    }

    /// How much of what serves together would be out of use at once, with what other plans are about
    /// to take: what they have taken already is counted by the control plane.
    func capacity(_ claim: CapacityClaim, _ unfinished: [ActionMachine]) -> ActionCheck {
        let others = unfinished.filter { machine in
            machine.places.contains { machine.steps[$0] == .waiting }
        }.flatMap(\.plan.claims).filter { $0.isOfGroup(of: claim) }
        return CapacityCheck(claim: claim, others: others, limit: setting.policy.mostOut).answer
    }
}
