/// How far a variant of a cloud's endpoint is on its way to what was last wanted of it.
struct SimulatedVariant: Sendable, Hashable {
    /// What serves now.
    var current: SimulatedOrders.Capacity
    /// What is wanted.
    var desired: SimulatedOrders.Capacity
    /// Whether the cloud is still at it.
    var isUpdating: Bool

    /// Seconds before anything happens, and for each instance that comes or goes.
    private static let delay = 10.0
    private static let each = 8.0

    /// A variant at a moment.
    init(
        _ endpoint: SimulatedEndpoint, _ variant: SimulatedEndpoint.Variant, _ load: SimulatedLoad,
        at time: Double
    ) {
        let told = load.orders.capacities(of: Self.key(endpoint, variant), at: time)
        let first = SimulatedOrders.Capacity(
            instances: variant.instances, weight: variant.weight)
        guard let last = told.last else {
            (current, desired, isUpdating) = (first, first, false)
            return
        }
        let before = told.dropLast().last?.capacity ?? first
        let change = last.capacity.instances - before.instances
        let waited = time - last.time - Self.delay
        let moved = min(abs(change), max(0, Int(waited / Self.each)))
        desired = last.capacity
        isUpdating = waited < Self.each * Double(abs(change))
        current = isUpdating ? before : last.capacity
        if isUpdating { current.instances += moved * change.signum() }
    }

    /// What the orders call a variant.
    static func key(
        _ endpoint: SimulatedEndpoint, _ variant: SimulatedEndpoint.Variant
    ) -> String {
        "\(endpoint.name)/\(variant.name)"
    }
}
