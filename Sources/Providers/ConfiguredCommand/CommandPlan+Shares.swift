import Fleet

/// What percents come to: the share of every target in the requests of the source.
extension CommandPlan {
    /// From some percents to others; `nil` where either is not told of every target.
    func shifts(from before: [String: String], to after: [String: String]) -> [ShareShift]? {
        guard let old = fractions(before), let new = fractions(after) else { return nil }
        return settings.targets.map { name in
            ShareShift(settings.target(name), from: old[name] ?? 0, to: new[name] ?? 0)
        }
    }

    /// What is left to the others where the order's targets leave: by the percents that they have. `nil`
    /// where nobody is left who has any.
    func handedOver(_ percents: [String: String]) -> [ShareShift]? {
        var after = percents
        for name in order.targets { after[name] = "0" }
        guard order.targets.count < settings.targets.count,
            after.values.contains(where: { Double($0) ?? 0 > 0 })
        else { return nil }
        return shifts(from: percents, to: after)
    }

    /// The way back of these stages.
    func retreated(_ stages: [ActionStage]) -> [ShareShift]? {
        guard !stages.isEmpty, stages.allSatisfy({ $0.shares != nil }) else { return nil }
        return stages.shift.map { ShareShift($0.target, from: $0.after, to: $0.before) }
    }

    private func fractions(_ percents: [String: String]) -> [String: Double]? {
        var values: [String: Double] = [:]
        for name in settings.targets {
            guard let value = percents[name].flatMap({ Double($0) }), (0...100).contains(value)
            else { return nil }
            values[name] = value
        }
        let total = values.values.reduce(0, +)
        return total > 0 ? values.mapValues { $0 / total } : values
    }
}
