import Fleet

extension VariantPlan {
    /// One change of a count, of the variant's own or of the bounds that it is kept to.
    private struct Change {
        var part: Part
        var steps: [ActionStep]
        var back: [ActionStep]
        var from: Int
        var to: Int
        var checks: [ActionCheck]
    }

    /// So many instances for each; values are counts, or bounds as ``CapacityBounds/text`` writes them.
    func scale(_ parts: [Part], _ values: [String: String]) throws(ActionRefusal) -> ActionProposal
    {
        var changes: [Change] = []
        for part in parts {
            guard let text = values[part.label] else {
                throw ActionRefusal("Nothing says how many instances \(part.label) is to have.")
            }
            if let change = try change(part, text) { changes.append(change) }
        }
        let stages = rounds(changes)
        var proposal = proposal(
            tier(changes), stages, retreat: retreat(changes, stages), parts,
            changes.flatMap(\.checks))
        proposal.remarks += changes.compactMap(machines)
        proposal.claims = changes.filter { $0.to < $0.from }.map { change in
            CapacityClaim(
                group: "\(source) \(change.part.endpoint.name)", unit: "instances",
                total: change.part.endpoint.variants.compactMap(\.wantedCount).reduce(0, +),
                out: 0, taking: change.from - change.to)
        }
        return proposal
    }

    private func change(_ part: Part, _ text: String) throws(ActionRefusal) -> Change? {
        guard !part.variant.isServerless else {
            throw ActionRefusal("\(part.label) is serverless: it has no instances to count.")
        }
        guard let now = part.variant.wantedCount else {
            throw ActionRefusal("SageMaker does not tell how many instances \(part.label) has.")
        }
        if let bounds = CapacityBounds(text) { return bound(part, now, to: bounds, wanted: now) }
        guard let count = Int(text), count >= 0 else {
            throw ActionRefusal("`\(CleanText.clean(text))` is no count of instances.")
        }
        _ = try ScaleLimit.checked(count)
        if count == now { return nil }
        if let bounds = part.endpoint.bounds[part.name] {
            return bound(part, now, to: bounds.moved(from: now, to: count), wanted: count)
        }
        return Change(
            part: part, steps: [counted(part, now, count)], back: [counted(part, count, now)],
            from: now, to: count, checks: [ownership(part)])
    }

    /// The owner of the count is told, who would undo it otherwise.
    private func bound(_ part: Part, _ now: Int, to bounds: CapacityBounds, wanted: Int) -> Change?
    {
        guard let old = part.endpoint.bounds[part.name], old != bounds else { return nil }
        func step(_ from: CapacityBounds, _ to: CapacityBounds) -> ActionStep {
            self.step(
                part, .bounds, from: from.text, to: to.text,
                requests.bounds(part.endpoint.name, part.name, to))
        }
        let sentence =
            "Application Auto Scaling keeps \(part.label) between \(old.least) and \(old.most) and "
            + "would undo a count of its own: its bounds are changed to \(bounds.least) and "
            + "\(bounds.most) instead."
        return Change(
            part: part, steps: [step(old, bounds)], back: [step(bounds, old)], from: now,
            to: wanted,
            checks: [ActionCheck(.ownership, .warn, sentence)])
    }

    private func counted(_ part: Part, _ from: Int, _ to: Int) -> ActionStep {
        step(
            part, .instances, from: "\(from)", to: "\(to)",
            requests.count(part.endpoint.name, part.name, to))
    }

    private func ownership(_ part: Part) -> ActionCheck {
        if part.variant.isManaged {
            return ActionCheck(
                .ownership, .block,
                "SageMaker chooses the instances of \(part.label) itself (ManagedInstanceScaling).")
        }
        if let failure = part.endpoint.boundsFailure {
            return ActionCheck(
                .ownership, .unknown,
                "Whether Application Auto Scaling would undo it is not known: \(failure)")
        }
        return ActionCheck(
            .ownership, .pass, "Application Auto Scaling leaves \(part.label) alone.")
    }

    /// An endpoint takes one change at a time: the second variant of one waits for the first.
    private func rounds(_ changes: [Change]) -> [ActionStage] {
        var rounds: [[ActionStep]] = []
        var taken: [String: Int] = [:]
        for change in changes {
            let round = taken[change.part.endpoint.name, default: 0]
            taken[change.part.endpoint.name] = round + 1
            if round == rounds.count { rounds.append([]) }
            rounds[round] += change.steps
        }
        return rounds.enumerated().map { place, steps in
            ActionStage(
                name: rounds.count > 1 ? "\(place + 1) of \(rounds.count)" : "", steps: steps)
        }
    }

    private func retreat(_ changes: [Change], _ stages: [ActionStage]) -> ActionStage? {
        guard stages.count == 1 else { return nil }
        return ActionStage(name: "back", steps: changes.flatMap(\.back))
    }

    private func tier(_ changes: [Change]) -> ActionTier {
        changes.map { change in
            if change.to == 0 { return .destructive }
            return change.to < change.from ? .disruptive : .reversible
        }.max() ?? .reversible
    }

    /// What machines come or go; prices are not known here, and not 0.
    private func machines(_ change: Change) -> String? {
        let type = change.part.endpoint.configuration?.ProductionVariants.first {
            $0.VariantName == change.part.name
        }?.InstanceType
        guard let type, change.from != change.to else { return nil }
        let count = abs(change.to - change.from)
        let gpus = InstanceTypes.accelerators(type).map { " (\($0 * count) GPUs)" } ?? ""
        return "\(change.part.label): \(count) \(CleanText.clean(type, limit: 40))\(gpus) "
            + "\(change.to > change.from ? "more" : "less"); what that costs is not known here."
    }
}
