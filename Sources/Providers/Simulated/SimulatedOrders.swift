import Synchronization

/// What the simulated fleet was told, and when: with the seed and the clock all that it follows from.
/// Nothing is ever taken out, so that any moment that was can be asked about again.
package final class SimulatedOrders: Sendable {
    /// A node that takes no new jobs.
    struct Hold: Sendable, Hashable {
        /// Seconds since the simulation began, as everywhere here.
        var since: Double
        /// When it was given back; `nil` while it is held.
        var until: Double?
        var reason: String
        var by: String
        /// When the node goes down to be started anew; `nil` where it is only held.
        var restart: Double?

        func isOn(at time: Double) -> Bool { until.map { time < $0 } ?? true }
    }

    /// What a router was told of one of its servers.
    struct Route: Sendable, Hashable {
        /// `ready`, `drain` or `maint`.
        var state = "ready"
        var weight: Int
    }

    /// What a cloud was told of one variant.
    struct Capacity: Sendable, Hashable {
        var instances: Int
        var weight: Double
    }

    private struct State {
        var holds: [String: [Hold]] = [:]
        var routes: [String: [(time: Double, route: Route)]] = [:]
        var routeTimes: [Double] = []
        var capacities: [String: [(time: Double, capacity: Capacity)]] = [:]
        var bounds: [String: [(time: Double, bounds: ClosedRange<Int>)]] = [:]
        var requests = 0
    }

    private let state = Mutex(State())
    /// What was told of jobs.
    let jobs = SimulatedJobOrders()

    /// Nothing has been told yet, but for a drain that somebody has begun days ago.
    package init() {
        let hold = Hold(
            since: -190_000, until: nil, reason: "riser replaced, burn-in until Monday", by: "root")
        state.withLock { $0.holds = [Self.heldByAnother: [hold]] }
    }

    /// The node that somebody else keeps from use.
    static let heldByAnother = "gpu-b25"

    /// The number of a request that would change something, from 0.
    func number() -> Int {
        state.withLock { state in
            defer { state.requests += 1 }
            return state.requests
        }
    }
}

/// Nodes of a scheduler.
extension SimulatedOrders {
    /// The last hold of a node that had begun by then.
    func hold(of node: String, at time: Double) -> Hold? {
        state.withLock { state in
            guard !state.holds.isEmpty else { return nil }
            return state.holds[node]?.last { $0.since <= time }
        }
    }

    /// How often a node had been held by then.
    func holds(of node: String, at time: Double) -> Int {
        state.withLock { $0.holds[node]?.count { $0.since <= time } ?? 0 }
    }

    /// Holds a node, until it is given back or until the hold's own end; who holds one that is held
    /// already gives it another reason.
    func hold(_ node: String, _ hold: Hold) {
        state.withLock { state in
            var hold = hold
            if let last = state.holds[node]?.last, last.isOn(at: hold.since) {
                hold.since = last.since
                hold.restart = hold.restart ?? last.restart
                state.holds[node]?.removeLast()
            }
            state.holds[node, default: []].append(hold)
        }
    }

    /// When a node was started anew by then, the last time; `nil` where it never was.
    func lastRestart(of node: String, at time: Double) -> (end: Double, count: Int)? {
        state.withLock { state in
            guard let holds = state.holds[node] else { return nil }
            let ends = holds.compactMap { hold -> Double? in
                guard let down = hold.restart, let end = hold.until, down < end else { return nil }
                return end <= time ? end : nil
            }
            return ends.last.map { ($0, ends.count) }
        }
    }

    /// Gives a node back; false where it is not held.
    func release(_ node: String, at time: Double) -> Bool {
        state.withLock { state in
            guard let last = state.holds[node]?.last, last.isOn(at: time) else { return false }
            let place = (state.holds[node]?.count ?? 1) - 1
            state.holds[node]?[place].until = time
            return true
        }
    }
}

/// Servers of a router.
extension SimulatedOrders {
    /// What was last told of a server by then, and when.
    func route(of server: String, at time: Double) -> (time: Double, route: Route)? {
        state.withLock { state in
            guard !state.routes.isEmpty else { return nil }
            return state.routes[server]?.last { $0.time <= time }
        }
    }

    /// Tells something of a server.
    func set(_ server: String, _ route: Route, at time: Double) {
        state.withLock { state in
            state.routes[server, default: []].append((time, route))
            state.routeTimes.append(time)
        }
    }

    /// When requests are next sent elsewhere after a moment.
    func nextRoute(after time: Double) -> Double? {
        state.withLock { $0.routeTimes.first { $0 > time } }
    }
}

/// Variants of a cloud's endpoints.
extension SimulatedOrders {
    /// What was told of a variant by then, oldest first.
    func capacities(of variant: String, at time: Double) -> [(time: Double, capacity: Capacity)] {
        state.withLock { state in
            guard !state.capacities.isEmpty else { return [] }
            return state.capacities[variant]?.filter { $0.time <= time } ?? []
        }
    }

    /// Tells something of a variant.
    func set(_ variant: String, _ capacity: Capacity, at time: Double) {
        state.withLock { $0.capacities[variant, default: []].append((time, capacity)) }
    }

    /// Between which counts a variant was told to be kept by then, oldest first.
    func bounds(of variant: String, at time: Double) -> [(time: Double, bounds: ClosedRange<Int>)] {
        state.withLock { $0.bounds[variant]?.filter { $0.time <= time } ?? [] }
    }

    /// Tells between which counts a variant is kept.
    func set(_ variant: String, _ bounds: ClosedRange<Int>, at time: Double) {
        state.withLock { $0.bounds[variant, default: []].append((time, bounds)) }
    }
}
