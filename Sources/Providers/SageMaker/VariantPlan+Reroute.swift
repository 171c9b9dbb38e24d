import Fleet

extension VariantPlan {
    /// Shares (0...1) of the variants of one endpoint, stage by stage; a variant that is not named gets
    /// none. Weights are written as percents, so that they say what share they mean.
    func reroute(
        _ parts: [Part], _ shares: [String: Double], _ stages: [Double]
    ) throws(ActionRefusal) -> ActionProposal {
        let all = try whole(parts)
        let sum = shares.values.reduce(0, +)
        guard abs(sum - 1) < 0.001, shares.values.allSatisfy({ $0 >= 0 }) else {
            throw ActionRefusal("Shares sum to \(WeightText.percent(sum)) %, not to 100 %.")
        }
        let present = all[0].endpoint.shares(\.wantedWeight)
        guard !present.isEmpty else {
            throw ActionRefusal("SageMaker tells no weights of \(all[0].endpoint.name).")
        }
        let now = all.map { present[$0.name] ?? 0 }
        let wanted = all.map { part in
            shares[part.label] ?? shares["\(part.endpoint.name)/\(part.name)"] ?? 0
        }
        var planned: [ActionStage] = []
        var last = now
        for way in stages {
            let next = zip(now, wanted).map { Self.rounded($0 + way * ($1 - $0)) }
            planned.append(
                stage("\(Int((way * 100).rounded())) %", all, last, next, next.map { $0 * 100 }))
            last = next
        }
        // The way back is to the very weights that were there.
        let back = stage("back", all, last, now, all.map { $0.variant.wantedWeight ?? 0 })
        var proposal = proposal(.disruptive, planned, retreat: back, all, [health(all, wanted)])
        let emptied = all.indices.filter { now[$0] > 0 && last[$0] == 0 }.map { all[$0] }
        if !emptied.isEmpty { proposal.claims = [claim(emptied)] }
        return proposal
    }

    /// The shares (in percent) that were there before.
    func restore(_ parts: [Part], _ values: [String: String]) throws(ActionRefusal)
        -> ActionProposal
    {
        var shares: [String: Double] = [:]
        for (uid, text) in values {
            guard let percent = Double(text), percent.isFinite else {
                throw ActionRefusal("`\(CleanText.clean(text))` is no share.")
            }
            shares[uid] = percent / 100
        }
        var proposal = try reroute(parts, shares, [1])
        // What was there before may be gone back to, whatever it takes.
        proposal.claims = []
        return proposal
    }

    /// All variants of the endpoint that the parts are of.
    private func whole(_ parts: [Part]) throws(ActionRefusal) -> [Part] {
        guard let first = parts.first,
            parts.allSatisfy({ $0.endpoint.name == first.endpoint.name })
        else { throw ActionRefusal("Shares are of the variants of one endpoint.") }
        guard first.endpoint.variants.count > 1 else {
            throw ActionRefusal("\(first.label) is the only variant: it has all requests.")
        }
        return first.endpoint.variants.map { Part(endpoint: first.endpoint, variant: $0) }
    }

    /// Two digits of a percent.
    private static func rounded(_ share: Double) -> Double { (share * 10000).rounded() / 10000 }

    /// One request for all variants, and a step for each whose share changes.
    private func stage(
        _ name: String, _ parts: [Part], _ before: [Double], _ after: [Double],
        _ weights: [Double]
    ) -> ActionStage {
        let request = requests.weights(
            parts[0].endpoint.name, zip(parts, weights).map { ($0.name, $1) })
        let steps = parts.indices.filter { before[$0] != after[$0] }.map { place in
            step(
                parts[place], .share, from: WeightText.percent(before[place]),
                to: WeightText.percent(after[place]), request)
        }
        return ActionStage(name: name, steps: steps)
    }

    /// Whoever is to get requests must have somebody to answer them.
    private func health(_ parts: [Part], _ shares: [Double]) -> ActionCheck {
        let empty = zip(parts, shares).first { part, share in
            share > 0 && !part.variant.isServerless && part.variant.CurrentInstanceCount == 0
        }
        guard let empty else {
            return ActionCheck(
                .blastRadius, .pass, "Every variant that gets requests has instances.")
        }
        return ActionCheck(
            .blastRadius, .block, "\(empty.0.label) is to get requests and has no instances.")
    }
}
