/// What a scheduler's drain does to what runs on a node.
extension SimulatedLoad {
    /// What a node is used for at a moment: for nothing while it is drained and empty.
    func role(_ node: SimulatedRoster.Node, at time: Double) -> SimulatedRoster.Role {
        isAway(node, at: time) ? .free : node.role
    }

    /// What one of its GPUs is used for: of a node that many share, only some may have nothing to do.
    func role(
        _ node: SimulatedRoster.Node, _ index: Int, at time: Double
    ) -> SimulatedRoster.Role {
        orders.jobs.isPaused(node.name, index...index, at: time) ? .free : role(node, at: time)
    }

    /// When the work of a node that is held is gone from it; never where it is stuck.
    func leaving(_ node: SimulatedRoster.Node, _ hold: SimulatedOrders.Hold) -> Double {
        let isStuck = chaos.contains(.stuckDrains) && noise.fixed(node.place + 94_000) < 0.33
        return isStuck ? .infinity : hold.since + 18 + 22 * noise.fixed(node.place + 80_000)
    }

    /// When work begins again on a node that has been emptied; `nil` for one that never was, or is not
    /// given back yet.
    func returning(_ node: SimulatedRoster.Node, at time: Double) -> Double? {
        guard let hold = orders.hold(of: node.name, at: time), let until = hold.until,
            leaving(node, hold) < until
        else { return nil }
        return until + 5 + 9 * noise.fixed(node.place + 81_000)
    }

    /// Whether work is kept from a node: by a drain, or because its job was put back into the queue.
    func isAway(_ node: SimulatedRoster.Node, at time: Double) -> Bool {
        if orders.jobs.isPaused(node.name, 0...7, at: time) { return true }
        guard let hold = orders.hold(of: node.name, at: time) else { return false }
        if let until = hold.until, time >= until {
            return returning(node, at: time).map { time < $0 } ?? false
        }
        if time >= leaving(node, hold) { return true }
        if let down = hold.restart, time >= down { return true }
        // What would have begun since then has not.
        guard case .batch = node.role else { return false }
        return block(node, time) != block(node, hold.since)
    }

    /// Which of the blocks of a batch node a moment is in.
    func block(_ node: SimulatedRoster.Node, _ time: Double) -> Int {
        Int(((time + shift(node)) / Self.blockLength).rounded(.down))
    }

    /// The seconds from and to which a block of a batch node lasts.
    func span(_ node: SimulatedRoster.Node, block: Int) -> ClosedRange<Double> {
        let start = Double(block) * Self.blockLength - shift(node)
        return start...start + Self.blockLength
    }

    /// Whether a batch node has work: four blocks of five are taken.
    func hasBatch(_ node: SimulatedRoster.Node, at time: Double) -> Bool {
        noise.fixed(node.place * 7919 + block(node, time)) > 0.2
    }

    private static let blockLength = 300.0

    private func shift(_ node: SimulatedRoster.Node) -> Double {
        noise.fixed(node.place + 2000) * Self.blockLength
    }
}
