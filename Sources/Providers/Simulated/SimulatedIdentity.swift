/// The names that a simulated node's hardware and system have.
struct SimulatedIdentity: Sendable {
    let node: SimulatedRoster.Node
    let noise: SimulatedNoise
    /// When somebody last had it restarted, and how often that was.
    var restart: (end: Double, count: Int)?

    /// `GPU-5a0e...`, the same in each run of one seed.
    func uuid(_ index: Int) -> String {
        "GPU-" + universal(node.place * 64 + index)
    }

    /// `00000000:1A:00.0`.
    func pciAddress(_ index: Int) -> String { "00000000:\(Self.buses[index]):00.0" }

    /// The same as the kernel writes it: `0000:1a:00`.
    func kernelAddress(_ index: Int) -> String { "0000:\(Self.buses[index].lowercased()):00" }

    /// Changes when the node is restarted, at the end of its incident or when somebody asks for it.
    func bootID(at time: Double) -> String {
        let incidents = SimulatedIncidents(at: time)
        let reboots =
            node.name == SimulatedIncidents.lostNode
            ? incidents.completed(SimulatedIncidents.lostGPU) : 0
        let all = reboots + 50 * (restart?.count ?? 0)
        return universal(node.place * 64 + 32 + all * 100_000)
    }

    /// Seconds since the node was booted.
    func uptime(at time: Double) -> Double {
        let own = ownUptime(at: time)
        guard let restart, restart.end <= time else { return own }
        return min(own, time - restart.end + 25)
    }

    private func ownUptime(at time: Double) -> Double {
        let incidents = SimulatedIncidents(at: time)
        guard node.name == SimulatedIncidents.lostNode,
            incidents.completed(SimulatedIncidents.lostGPU) > 0
        else { return 86_400 * (9 + 50 * noise.fixed(node.place + 31_000)) + time }
        let rounds = Double(incidents.completed(SimulatedIncidents.lostGPU) - 1)
        return time - rounds * SimulatedIncidents.period - SimulatedIncidents.lostGPU.end + 40
    }

    private static let buses = ["1B", "43", "52", "61", "9D", "C3", "D1", "DF"]

    /// A version 4 identifier made of noise.
    private func universal(_ lane: Int) -> String {
        let digits = (0..<8).map { part in
            let word = Int(noise.fixed(lane * 8 + part + 900_000) * 65_536)
            let text = String(word, radix: 16)
            return String(repeating: "0", count: 4 - text.count) + text
        }
        let version = "4" + digits[3].dropFirst()
        let variant = "a" + digits[4].dropFirst()
        return "\(digits[0])\(digits[1])-\(digits[2])-\(version)-\(variant)-"
            + "\(digits[5])\(digits[6])\(digits[7])"
    }
}
