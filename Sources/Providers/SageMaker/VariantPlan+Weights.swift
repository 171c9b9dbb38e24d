import Fleet

extension VariantPlan {
    /// Nothing goes to these variants any more; what they are doing runs to its end.
    func drain(_ parts: [Part]) throws(ActionRefusal) -> ActionProposal {
        let values = Dictionary(parts.map { ($0.label, 0.0) }) { first, _ in first }
        var proposal = try weigh(parts, values, .disruptive)
        proposal.checks += groups(parts).map(leftOver)
        proposal.claims = groups(parts).map(claim)
        return proposal
    }

    /// What it takes of an endpoint that some of its variants get nothing any more.
    func claim(_ leaving: [Part]) -> CapacityClaim {
        let endpoint = leaving[0].endpoint
        func count(_ variants: [ObservedEndpoint.Variant]) -> Int {
            variants.compactMap(\.presentCount).reduce(0, +)
        }
        let shares = endpoint.shares(\.wantedWeight)
        return CapacityClaim(
            group: "\(source) \(endpoint.name)", unit: "instances",
            total: count(endpoint.variants),
            out: count(endpoint.variants.filter { $0.wantedWeight == 0 }),
            taking: count(leaving.map(\.variant).filter { $0.wantedWeight != 0 }),
            load: shares.isEmpty
                ? nil : CarriedLoad(leaving.compactMap { shares[$0.name] }.reduce(0, +)))
    }

    /// Back to weights that are told, or else to those of the configuration that the endpoint has.
    func resume(_ parts: [Part], _ told: [String: String]?) throws(ActionRefusal) -> ActionProposal
    {
        var values: [String: Double] = [:]
        for part in parts {
            let known = told?[part.label].flatMap { Double($0) } ?? initialWeight(part)
            guard let weight = known, weight > 0, weight.isFinite else {
                throw ActionRefusal(
                    "Nothing tells which weight \(part.label) had: give its share by reroute.")
            }
            values[part.label] = weight
        }
        var proposal = try weigh(parts, values, .reversible)
        if let busy = parts.first(where: { $0.variant.wantedWeight ?? 0 > 0 }) {
            proposal.checks.append(
                ActionCheck(
                    .existence, .block,
                    "\(busy.label) has the weight \(text(busy)): it is not drained."))
        }
        if told == nil {
            proposal.remarks.append("The weights are those of the endpoint's configuration.")
        }
        return proposal
    }

    private func initialWeight(_ part: Part) -> Double? {
        part.endpoint.configuration?.ProductionVariants.first { $0.VariantName == part.name }?
            .InitialVariantWeight
    }

    /// The weights of some variants of each endpoint, the others staying as they are.
    private func weigh(
        _ parts: [Part], _ values: [String: Double], _ tier: ActionTier
    ) throws(ActionRefusal) -> ActionProposal {
        if let mute = parts.first(where: { $0.variant.wantedWeight == nil }) {
            throw ActionRefusal("SageMaker tells no weight of \(mute.label).")
        }
        let changed = parts.filter { part in
            !WeightText.isSame(part.variant.wantedWeight ?? 0, values[part.label] ?? 0)
        }
        func steps(_ isBack: Bool) -> [ActionStep] {
            groups(changed).flatMap { group -> [ActionStep] in
                let request = requests.weights(
                    group[0].endpoint.name,
                    group.map { part in
                        (
                            part.name,
                            isBack ? part.variant.wantedWeight ?? 0 : values[part.label] ?? 0
                        )
                    })
                return group.map { part in
                    let wanted = WeightText.of(values[part.label] ?? 0)
                    return step(
                        part, .weight, from: isBack ? wanted : text(part),
                        to: isBack ? text(part) : wanted, request)
                }
            }
        }
        return proposal(
            tier, [ActionStage(steps: steps(false))],
            retreat: ActionStage(name: "back", steps: steps(true)), parts, [])
    }

    private func text(_ part: Part) -> String { WeightText.of(part.variant.wantedWeight ?? 0) }

    /// By endpoint: its weights go out in one request.
    private func groups(_ parts: [Part]) -> [[Part]] {
        var groups: [[Part]] = []
        for part in parts {
            if let place = groups.firstIndex(where: { $0[0].endpoint.name == part.endpoint.name }) {
                groups[place].append(part)
            } else {
                groups.append([part])
            }
        }
        return groups
    }

    /// Something must be left that requests go to.
    private func leftOver(_ leaving: [Part]) -> ActionCheck {
        let names = Set(leaving.map(\.name))
        let endpoint = leaving[0].endpoint
        let left = endpoint.variants.filter {
            !names.contains($0.VariantName) && $0.wantedWeight ?? 0 > 0
                && ($0.isServerless || $0.CurrentInstanceCount ?? 0 > 0)
        }
        guard !left.isEmpty else {
            return ActionCheck(
                .blastRadius, .block,
                "\(endpoint.name) would have no variant left that requests go to.")
        }
        let rest = left.map(\.VariantName).joined(separator: ", ")
        return ActionCheck(.blastRadius, .pass, "Requests to \(endpoint.name) go to \(rest).")
    }
}
