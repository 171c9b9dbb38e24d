/// How much is asked of what, at a moment: one curve a server and one a node, from which all figures
/// follow, so that they move together.
struct SimulatedLoad: Sendable {
    let noise: SimulatedNoise
    /// Seconds of the calendar at which the simulation began; the day's curve hangs on it.
    let epoch: Double

    /// The share of its peak that a server is asked for, 0...1 and above under a rush.
    func demand(_ server: SimulatedServer, at time: Double) -> Double {
        let waves =
            0.16 * sine(time, period: 420, lane: server.lane)
            + 0.11 * sine(time, period: 173, lane: server.lane + 40)
            + 0.10 * (noise.wander(server.lane + 500, time, period: 25) - 0.5)
        let incidents = SimulatedIncidents(at: time)
        var demand = server.meanDemand * day(time, server.site) * (1 + waves)
        if server.endpoint == SimulatedIncidents.queueEndpoint, server.site == "hall-a" {
            let rush = incidents.strength(SimulatedIncidents.queue, rise: 20)
            demand += max(1.015 - demand, 0) * rush
        }
        return max(demand, 0.01)
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
        return 0.0004 + 0.072 * outage
    }

    /// Mean utilisation of a node's GPUs, 0...1.
    func node(_ node: SimulatedRoster.Node, at time: Double) -> Double {
        let wander = noise.wander(node.place + 1000, time, period: 18)
        switch node.role {
        case .training(let job):
            return isCheckpoint(job, time) ? 0.30 + 0.08 * wander : 0.94 + 0.05 * wander
        case .serving(let endpoint):
            let servers = SimulatedServer.all.filter {
                $0.endpoint == endpoint && $0.site == node.site
            }
            let demand = servers.first.map { self.demand($0, at: time) } ?? 0
            return min(0.18 + 0.76 * demand + 0.06 * (wander - 0.5), 0.99)
        case .batch:
            return batch(node, time) ? 0.68 + 0.24 * wander : 0
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
        switch node.role {
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
    func memory(_ node: SimulatedRoster.Node, _ index: Int, load: Double) -> Double {
        switch node.role {
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

    /// Whether a batch node has work: blocks of five minutes, four of five taken.
    private func batch(_ node: SimulatedRoster.Node, _ time: Double) -> Bool {
        let shift = noise.fixed(node.place + 2000) * 300
        let block = Int(((time + shift) / 300).rounded(.down))
        return noise.fixed(node.place * 7919 + block) > 0.2
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
