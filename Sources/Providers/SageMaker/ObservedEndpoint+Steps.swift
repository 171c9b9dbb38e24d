import Fleet

extension ObservedEndpoint {
    /// What a step changes, by the names that its ``ActionStep/field`` has.
    enum Field: String {
        /// The count of instances; the raw weight; the share of the endpoint's requests in percent; what
        /// Application Auto Scaling keeps to.
        case instances, weight, share, bounds
    }

    /// How the endpoint stands towards a step. `wasSeen` says whether it has been on its way there before,
    /// and `isUnsent` whether the step is still to be sent, so that nobody else may have been there.
    func observation(of step: ActionStep, wasSeen: Bool, isUnsent: Bool) -> ActionObservation {
        guard let field = Field(rawValue: step.field), let variant = variant(step.target.uid) else {
            return .elsewhere("\(step.target.uid) is gone")
        }
        if case .broken(let why) = standing { return .elsewhere(why) }
        guard let wanted = value(field, variant) else {
            return .elsewhere("SageMaker tells no \(step.field) of \(step.target.uid)")
        }
        if isSame(field, wanted, step.after) { return arrival(field, variant) }
        guard isSame(field, wanted, step.before) else {
            return .elsewhere("\(step.field) \(wanted)")
        }
        if case .underWay(let what) = standing { return .busy(what) }
        if wasSeen { return .elsewhere("\(step.field) \(wanted) again\(because)") }
        if isUnsent, !step.token.isEmpty, step.token != token {
            return .elsewhere("\(name) was changed since, though its \(step.field) was not")
        }
        return .asBefore
    }

    /// What the service is to bring about, as text.
    func value(_ field: Field, _ variant: Variant) -> String? {
        switch field {
        case .instances: variant.wantedCount.map { "\($0)" }
        case .weight: variant.wantedWeight.map(WeightText.of)
        case .share: shares(\.wantedWeight)[variant.VariantName].map { WeightText.percent($0) }
        case .bounds: bounds[variant.VariantName]?.text
        }
    }

    private var because: String {
        endpoint.FailureReason.map { " (\(CleanText.clean($0, limit: 200)))" } ?? ""
    }

    /// Asked for; is it so as well?
    private func arrival(_ field: Field, _ variant: Variant) -> ActionObservation {
        let missing: String
        switch field {
        case .instances, .bounds:
            let now = variant.CurrentInstanceCount ?? 0
            let wanted = variant.wantedCount ?? now
            let isWithin =
                bounds[variant.VariantName].map { $0.least <= wanted && wanted <= $0.most } ?? true
            let isThere = now == wanted && (field == .instances || isWithin)
            missing = isThere ? "" : "\(now) of \(wanted) instances"
        case .weight:
            let isThere = WeightText.isSame(
                variant.CurrentWeight ?? 0, variant.wantedWeight ?? 0)
            missing = isThere ? "" : "weight \(WeightText.of(variant.CurrentWeight ?? 0)) yet"
        case .share:
            let now = shares(\.CurrentWeight)[variant.VariantName] ?? 0
            let wanted = shares(\.wantedWeight)[variant.VariantName] ?? 0
            missing = abs(now - wanted) < 0.0005 ? "" : "\(WeightText.percent(now)) % yet"
        }
        switch standing {
        case .settled: return missing.isEmpty ? .reached : .progressing("InService: \(missing)")
        case .underWay(let what):
            return .progressing(missing.isEmpty ? what : "\(what): \(missing)")
        case .broken(let why): return .elsewhere(why)
        }
    }

    private func isSame(_ field: Field, _ left: String, _ right: String) -> Bool {
        guard let first = Double(left), let second = Double(right) else { return left == right }
        return switch field {
        // Shares are of weights of two digits.
        case .share: abs(first - second) < 0.03
        case .weight: WeightText.isSame(first, second)
        case .instances, .bounds: left == right
        }
    }
}
