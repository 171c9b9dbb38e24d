import Fleet

/// Whether invocations land where the weights say, by what CloudWatch has counted since the change.
struct InvocationProof: Sendable {
    var steps: [ActionStep]
    var endpoints: [String: ObservedEndpoint]
    /// How long it has been counted.
    var age: Duration

    /// So late may a minute be published: before that, nothing is no silence.
    static let delay = Duration.seconds(240)
    /// Invocations to count before a share is judged.
    static let enough = 40.0

    private static let figure = CloudWatchFigure(name: .invocations, statistic: "Sum")

    /// What is to be counted: every variant of the endpoints.
    var keys: [CloudWatch.Key] {
        endpoints.values.sorted { $0.name < $1.name }.flatMap { endpoint in
            endpoint.variants.map { Self.key(endpoint, $0) }
        }
    }

    private static func key(
        _ endpoint: ObservedEndpoint, _ variant: ObservedEndpoint.Variant
    ) -> CloudWatch.Key {
        .init(endpoint: endpoint.name, variant: variant.VariantName, figure: figure)
    }

    /// The counts of one endpoint, by variant; what CloudWatch does not mention had no invocations, for
    /// something else of the endpoint was counted, or nothing was at all.
    private func counts(
        _ endpoint: ObservedEndpoint, _ sums: [CloudWatch.Key: Double]
    ) -> [(variant: ObservedEndpoint.Variant, count: Double)] {
        endpoint.variants.map { ($0, sums[Self.key(endpoint, $0)] ?? 0) }
    }

    /// Whether there was next to nothing to count, or nothing to be told by it.
    func isQuiet(_ sums: [CloudWatch.Key: Double]) -> Bool {
        let isShare = steps.first?.field == "share"
        return endpoints.values.contains { endpoint in
            let all = counts(endpoint, sums).map(\.count).reduce(0, +)
            return all < (isShare ? Self.enough : 1) || (isShare && isUndecided(endpoint, sums))
        } || steps.contains { $0.field != "share" && !isZero($0) && count(of: $0, sums) == 0 }
    }

    /// Whether requests still reached a variant that is to get none.
    func isLate(_ sums: [CloudWatch.Key: Double]) -> Bool {
        steps.contains { $0.field != "share" && isZero($0) && count(of: $0, sums) > 0 }
    }

    /// Whether nothing of it is to serve: no weight, no instance, or bounds that leave none.
    private func isZero(_ step: ActionStep) -> Bool {
        step.field == "bounds"
            ? CapacityBounds(step.after)?.most == 0 : Double(step.after) == 0
    }

    private func count(of step: ActionStep, _ sums: [CloudWatch.Key: Double]) -> Double {
        guard let endpoint = endpoints[step.endpoint],
            let variant = endpoint.variant(step.target.uid)
        else { return 0 }
        return sums[Self.key(endpoint, variant)] ?? 0
    }

    func judge(_ sums: [CloudWatch.Key: Double]) -> ActionProof {
        guard let first = steps.first, let endpoint = endpoints[first.endpoint] else {
            return .noDataPlane("there is nothing to count")
        }
        if first.field == "share" { return judgeShares(endpoint, sums) }
        var shown: [String] = []
        for step in steps {
            switch isZero(step) ? judgeSilence(step, sums) : judgeService(step, sums) {
            case .shown(let what): shown.append(what)
            case let other: return other
            }
        }
        return .shown(shown.joined(separator: "; "))
    }

    private func judgeShares(
        _ endpoint: ObservedEndpoint, _ sums: [CloudWatch.Key: Double]
    ) -> ActionProof {
        let counts = counts(endpoint, sums)
        let all = counts.map(\.count).reduce(0, +)
        guard all >= Self.enough else {
            return .notYet("\(Int(all)) of \(Int(Self.enough)) invocations counted")
        }
        let judge = self.judge(endpoint, counts)
        switch judge.verdict {
        case .elsewhere(let place):
            let part = judge.parts[place]
            return .notYet(
                "\(endpoint.label(counts[place].variant)) gets "
                    + "\(ShareJudge.percent(part.count / all)) of \(Int(all)) invocations, not "
                    + ShareJudge.percent(part.wanted))
        case .undecided(let place):
            return .notYet(
                "\(Int(all)) invocations do not show yet that "
                    + "\(endpoint.label(counts[place].variant)) gets more")
        case .shown:
            let told = judge.parts.map(judge.told).joined(separator: ", ")
            return .shown("of \(Int(all)) invocations: \(told)")
        }
    }

    /// By what the steps have found and what is wanted now.
    private func judge(
        _ endpoint: ObservedEndpoint, _ counts: [(variant: ObservedEndpoint.Variant, count: Double)]
    ) -> ShareJudge {
        let shares = endpoint.shares(\.wantedWeight)
        return ShareJudge(
            parts: counts.map { variant, count in
                let wanted = shares[variant.VariantName] ?? 0
                let label = endpoint.label(variant)
                let step = steps.first { $0.target.uid == label && $0.field == "share" }
                return ShareJudge.Part(
                    name: variant.VariantName, count: count,
                    before: step.flatMap { Double($0.before) }.map { $0 / 100 } ?? wanted,
                    wanted: wanted)
            })
    }

    /// Whether what is counted goes with the shares from before as well.
    private func isUndecided(
        _ endpoint: ObservedEndpoint, _ sums: [CloudWatch.Key: Double]
    ) -> Bool {
        guard case .undecided = judge(endpoint, counts(endpoint, sums)).verdict else {
            return false
        }
        return true
    }

    private func judgeSilence(
        _ step: ActionStep, _ sums: [CloudWatch.Key: Double]
    ) -> ActionProof {
        let late = Int(count(of: step, sums))
        guard late == 0 else {
            return .notYet("\(late) invocations still reached \(step.target.uid)")
        }
        let others =
            endpoints[step.endpoint].map { counts($0, sums).map(\.count).reduce(0, +) } ?? 0
        guard others > 0 else { return .notYet("no invocations to see it by") }
        guard age >= Self.delay else { return .notYet("CloudWatch may still publish some") }
        return .shown("\(Int(others)) invocations since, none to \(step.target.uid)")
    }

    private func judgeService(
        _ step: ActionStep, _ sums: [CloudWatch.Key: Double]
    ) -> ActionProof {
        let count = Int(count(of: step, sums))
        guard count > 0 else {
            return .notYet(
                age < Self.delay
                    ? "CloudWatch, which is minutes late, has counted no invocation of "
                        + "\(step.target.uid) since"
                    : "no invocation has reached \(step.target.uid)")
        }
        return .shown("\(count) invocations of \(step.target.uid) since")
    }
}
