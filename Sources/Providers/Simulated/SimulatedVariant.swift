/// How far a variant of a cloud's endpoint is on its way to what was last wanted of it.
struct SimulatedVariant: Sendable, Hashable {
    /// What serves now.
    var current: SimulatedOrders.Capacity
    /// What is wanted.
    var desired: SimulatedOrders.Capacity
    /// Whether the cloud is still at it.
    var isUpdating: Bool

    /// A variant at a moment.
    init(
        _ endpoint: SimulatedEndpoint, _ variant: SimulatedEndpoint.Variant, _ load: SimulatedLoad,
        at time: Double
    ) {
        let first = SimulatedOrders.Capacity(
            instances: variant.instances, weight: variant.weight)
        let scaling = SimulatedScaling(load: load, time: time)
        guard let last = scaling.lastMove(Self.key(endpoint, variant), from: first) else {
            (current, desired, isUpdating) = (first, first, false)
            return
        }
        let change = last.to.instances - last.from.instances
        let waited = time - last.time - SimulatedScaling.Move.delay
        let moved = min(abs(change), max(0, Int(waited / last.each)))
        desired = last.to
        isUpdating = time < last.end
        current = isUpdating ? last.from : last.to
        if isUpdating { current.instances += moved * change.signum() }
    }

    /// What the orders call a variant.
    static func key(
        _ endpoint: SimulatedEndpoint, _ variant: SimulatedEndpoint.Variant
    ) -> String {
        "\(endpoint.name)/\(variant.name)"
    }
}
