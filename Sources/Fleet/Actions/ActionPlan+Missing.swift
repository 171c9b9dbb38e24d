extension ActionPlan {
    /// What keeps a stage from being done, where that is known: an answer that was lost before all else,
    /// with whose it is where there are several.
    package func missing(_ steps: [ActionStepID: ActionStepState], at stage: Int) -> String? {
        let places = places(stage)
        let lost = places.first { if case .unknown? = steps[$0] { true } else { false } }
        guard let lost, let why = steps[lost]?.missing else {
            return places.lazy.compactMap { steps[$0]?.missing }.first
        }
        let names = Set(places.compactMap { step($0)?.target.uid })
        guard names.count > 1, let name = step(lost)?.target.uid else { return why }
        return "\(name): \(why)"
    }
}
