/// How much is asked of what, at a moment: one curve a server and one a node, from which all figures
/// follow, so that they move together.
struct SimulatedLoad: Sendable {
    let noise: SimulatedNoise
    /// Seconds of the calendar at which the simulation began; the day's curve hangs on it.
    let epoch: Double
    /// What the fleet was told.
    let orders: SimulatedOrders
    /// What goes wrong when it is told something.
    let chaos: SimulatedChaos

    /// The share of its peak that a server is asked for, 0...1 and above under a rush.
    func demand(_ server: SimulatedServer, at time: Double) -> Double {
        guard let place = SimulatedRoutes.server(at: server.authority) else {
            return ownDemand(server, at: time)
        }
        return requests(for: place.backend, at: time) * share(place, at: time) / server.peakRate
    }

    /// The share of its peak that is asked for by a server's own users, wherever it is answered.
    func ownDemand(_ server: SimulatedServer, at time: Double) -> Double {
        let waves =
            0.16 * sine(time, period: 420, lane: server.lane)
            + 0.11 * sine(time, period: 173, lane: server.lane + 40)
            + 0.10 * (noise.wander(server.lane + 500, time, period: 25) - 0.5)
        return max(server.meanDemand * day(time, server.site) * (1 + waves), 0.01)
    }

    /// Whether a server is there at all.
    func isStarting(_ server: SimulatedServer, at time: Double) -> Bool {
        server.endpoint == SimulatedIncidents.coldEndpoint
            && SimulatedIncidents(at: time).isOn(SimulatedIncidents.coldStart)
    }

    /// Share of its requests that a server fails.
    func errorRatio(_ server: SimulatedServer, at time: Double) -> Double {
        let incidents = SimulatedIncidents(at: time)
        let outage =
            server.endpoint == SimulatedIncidents.errorEndpoint
            ? incidents.strength(SimulatedIncidents.errors, rise: 15) : 0
        // Behind a router few requests are counted at a time, of which one that fails is a lot.
        let usual = SimulatedRoutes.server(at: server.authority) == nil ? 0.0004 : 0
        return usual + 0.072 * outage + 0.06 * strain(server, at: time)
    }

    /// Mean utilisation of a node's GPUs, 0...1.
    func node(_ node: SimulatedRoster.Node, at time: Double) -> Double {
        let wander = noise.wander(node.place + 1000, time, period: 18)
        switch role(node, at: time) {
        case .training(let job):
            return isCheckpoint(job, time) ? 0.30 + 0.08 * wander : 0.94 + 0.05 * wander
        case .serving(let endpoint):
            let servers = SimulatedServer.all.filter {
                $0.endpoint == endpoint && $0.site == node.site
            }
            let demand = servers.first.map { self.demand($0, at: time) } ?? 0
            return min(0.18 + 0.76 * demand + 0.06 * (wander - 0.5), 0.99)
        case .batch:
            return hasBatch(node, at: time) ? 0.68 + 0.24 * wander : 0
        case .shared:
            return 0.5
        case .held, .free:
            return 0
        }
    }

    /// Utilisation of one GPU, 0...1, from its node's.
    func accelerator(
        _ node: SimulatedRoster.Node, _ index: Int, mean: Double, at time: Double
    ) -> Double {
        let lane = node.place * 16 + index + 4000
        switch role(node, index, at: time) {
        case .held, .free: return 0
        case .training: return clamped(mean + 0.03 * (noise.wander(lane, time, period: 7) - 0.5))
        case .serving: return clamped(mean + 0.14 * (noise.wander(lane, time, period: 9) - 0.5))
        case .batch:
            return mean == 0
                ? 0 : clamped(mean + 0.2 * (noise.wander(lane, time, period: 11) - 0.5))
        case .shared:
            let busy = noise.wander(lane, time, period: 240)
            guard busy > 0.35 else { return 0 }
            return clamped(busy * 0.9 + 0.2 * (noise.wander(lane + 9000, time, period: 10) - 0.5))
        }
    }

    /// Share of device memory that a role holds.
    func memory(
        _ node: SimulatedRoster.Node, _ index: Int, load: Double, at time: Double
    ) -> Double {
        switch role(node, index, at: time) {
        case .training: 0.88 + 0.05 * noise.fixed(node.place * 8 + index)
        case .serving: 0.90
        case .batch, .shared: load == 0 ? 0.006 : 0.42 + 0.4 * noise.fixed(node.place * 8 + index)
        case .held: 0.71
        case .free: 0.006
        }
    }

    /// Whether a training job writes a checkpoint just now.
    private func isCheckpoint(_ job: Int, _ time: Double) -> Bool {
        let turns = (time + Double(job) * 37) / 95
        return (turns - turns.rounded(.down)) * 95 < 6
    }

    /// The day's curve: most at 15:00 and least at 03:00 of the site's own day.
    private func day(_ time: Double, _ site: String) -> Double {
        let offset = site == "us-east-1" ? -5.0 : site == "us-central1" ? -6.0 : 1.0
        let hour = (epoch + time) / 3600 + offset
        return 0.86 - 0.14 * cosine((hour - 3) / 24)
    }

    private func sine(_ time: Double, period: Double, lane: Int) -> Double {
        cosine(time / period + noise.fixed(lane))
    }

    private func clamped(_ value: Double) -> Double { min(max(value, 0), 1) }
}

/// The cosine of a number of turns, by Bhaskara's approximation: good to a part in 600, which is plenty
/// here, without a maths library.
func cosine(_ turns: Double) -> Double {
    let part = turns - turns.rounded(.down)
    let half = part < 0.5 ? part : 1 - part
    // Half a turn, 0...0.5, folded to a quarter with the sign of the cosine.
    let sign = half <= 0.25 ? 1.0 : -1.0
    let quarter = half <= 0.25 ? half : 0.5 - half
    let squared = quarter * quarter * 4
    return sign * (1 - 4 * squared) / (1 + squared)
}
