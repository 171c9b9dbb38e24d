/// What a restart does to a node: it goes down once it is empty, and comes back.
extension SimulatedLoad {
    /// Seconds from the end of the last job to the restart, and until the node answers again.
    private static let delay = 3.0
    private static let duration = 30.0
    /// How long a scheduler waits for a node that is being restarted.
    static let patience = 60.0

    /// When a node goes down that is to be restarted from now on, and when it is back: never where
    /// its jobs do not end, or it does not come up again.
    func restart(
        _ node: SimulatedRoster.Node, from time: Double
    ) -> (down: Double, back: Double) {
        let schedule = SimulatedSchedule(load: self, site: node.site, time: time)
        let isBusy = schedule.jobs.contains { $0.places.contains { $0.node == node } }
        var hold = SimulatedOrders.Hold(since: time, reason: "", by: "")
        if let last = orders.hold(of: node.name, at: time), last.isOn(at: time) { hold = last }
        let down = (isBusy ? max(time, leaving(node, hold)) : time) + Self.delay
        return (down, fails(node) ? .infinity : down + Self.duration)
    }

    private func fails(_ node: SimulatedRoster.Node) -> Bool {
        chaos.contains(.failedRestarts) && noise.fixed(node.place + 93_000) < 0.33
    }

    /// When a node that is being restarted went down; `nil` where it is not.
    func restarting(_ node: SimulatedRoster.Node, at time: Double) -> Double? {
        guard let hold = orders.hold(of: node.name, at: time), hold.isOn(at: time),
            let down = hold.restart, down <= time
        else { return nil }
        return down
    }

    /// Whether a node answers nothing.
    func isSilent(_ node: SimulatedRoster.Node, at time: Double) -> Bool {
        SimulatedIncidents(at: time).isSilent(node.name) || restarting(node, at: time) != nil
    }

    /// The names of a node's hardware and system, with what restarts have changed.
    func identity(_ node: SimulatedRoster.Node, at time: Double) -> SimulatedIdentity {
        SimulatedIdentity(
            node: node, noise: noise, restart: orders.lastRestart(of: node.name, at: time))
    }
}
