package import Fleet

/// The simulated fleet at any moment: everything in it follows from a seed, the clock, and what it was
/// told.
package struct SimulatedWorld: Sendable {
    let noise: SimulatedNoise
    let orders: SimulatedOrders
    let load: SimulatedLoad
    private let start: Instant
    private let clock: any FleetClock

    /// A world that begins now, by the clock, or at `start`: before it there is load and no incident.
    package init(
        seed: UInt64, clock: any FleetClock, start: Instant? = nil,
        orders: SimulatedOrders = SimulatedOrders(), chaos: SimulatedChaos = []
    ) {
        self.clock = clock
        let start = start ?? clock.now()
        self.start = start
        noise = SimulatedNoise(seed: seed)
        self.orders = orders
        load = SimulatedLoad(
            noise: noise, epoch: start.wall.seconds, orders: orders, chaos: chaos)
    }

    /// Seconds since it began.
    var time: Double { (clock.now().monotonic - start.monotonic).inSeconds }

    /// The calendar's time now.
    var wall: WallTime { clock.now().wall }

    /// The calendar's time at a moment of the simulation.
    func wall(at time: Double) -> WallTime {
        WallTime(nanoseconds: start.wall.nanoseconds + Int64(time * 1e9))
    }
}
