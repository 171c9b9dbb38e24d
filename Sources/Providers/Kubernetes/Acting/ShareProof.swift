import Fleet

/// Whether requests land where the weights of a route say.
struct ShareProof: Sendable {
    /// By backend.
    var counts: [String: Double]
    var weights: [KubeRoute.Backend]
    /// What the steps have found, by backend; the others are as they were.
    var before: [String: Int]
    /// How long it has been counted.
    var waited: Duration

    /// Requests to count before a share is judged.
    private static let enough = 40
    /// How long too few requests are waited for.
    private static let patience = Duration.seconds(30)

    var proof: ActionProof {
        let judge = self.judge
        let all = Int(judge.all)
        guard all >= Self.enough else {
            return waited < Self.patience
                ? .notYet("\(all) of \(Self.enough) requests counted") : tooFew(all)
        }
        switch judge.verdict {
        case .elsewhere(let place):
            let part = judge.parts[place]
            return .notYet(
                "\(part.name) gets \(ShareJudge.percent(part.count / judge.all)) of \(all) requests, "
                    + "not \(ShareJudge.percent(part.wanted))")
        case .undecided(let place):
            guard waited < Self.patience else { return tooFew(all) }
            return .notYet(
                "\(all) requests do not show yet that \(judge.parts[place].name) gets more")
        case .shown:
            let told = judge.parts.map(judge.told).joined(separator: ", ")
            return .shown("of \(all) requests: \(told)")
        }
    }

    private func tooFew(_ all: Int) -> ActionProof {
        .noDataPlane(
            "\(all) requests in \(Int(Self.patience.inSeconds)) s are too few to see it by")
    }

    private var judge: ShareJudge {
        let now = weights.map { Double($0.parts) }
        let then = weights.map { Double(before[$0.name] ?? $0.parts) }
        let (sum, old) = (max(now.reduce(0, +), 1), max(then.reduce(0, +), 1))
        return ShareJudge(
            parts: weights.indices.map { place in
                let name = weights[place].name
                return ShareJudge.Part(
                    name: name, count: counts[name] ?? 0, before: then[place] / old,
                    wanted: now[place] / sum)
            })
    }
}
