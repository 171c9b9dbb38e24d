/// What a simulated node's system measures of itself, whoever asks for it and in whatever format.
struct SimulatedHost: Sendable {
    let node: SimulatedRoster.Node
    /// Seconds since the boot.
    let uptime: Double
    /// Share of the processors in use: data loading follows the GPUs.
    let load: Double
    private let time: Double
    private let noise: SimulatedNoise

    static let cores = 192
    static let memoryKilobytes = 2_113_454_080
    static let diskKilobytes = 7_501_476_528

    /// A node at a moment.
    init(_ world: SimulatedWorld, _ node: SimulatedRoster.Node, at time: Double) {
        self.node = node
        self.time = time
        noise = world.noise
        uptime = world.load.identity(node, at: time).uptime(at: time)
        load = 0.02 + world.load.node(node, at: time) * Self.appetite(node, world.noise)
    }

    /// Processors that a node's work wants for each of its GPUs, as a share of all.
    private static func appetite(
        _ node: SimulatedRoster.Node, _ noise: SimulatedNoise
    ) -> Double {
        0.12 + 0.2 * noise.fixed(node.place + 50_000)
    }

    var runnable: Double { Double(Self.cores) * load }

    var availableKilobytes: Int { Int(Double(Self.memoryKilobytes) * (0.9 - load * 1.4)) }

    /// Kilobytes of the disk that are taken.
    var takenKilobytes: Int {
        let share = SimulatedIncidents.fullDisks[node.name] ?? 0.35 + 0.3 * noise.fixed(node.place)
        return Int(Double(Self.diskKilobytes) * share)
    }

    /// Seconds since the boot in which a processor worked, over all processors: a counter whose growth
    /// over a while is their use in it. It swings about a mean that follows from what the node is for,
    /// so that its sum is known.
    var busySeconds: Double {
        let share = 0.02 + (node.isUsed ? 0.7 * Self.appetite(node, noise) : 0)
        let swing = 1 - cosine(time / 240 + noise.fixed(node.place + 60_000))
        return (uptime + 8 * swing) * share * Double(Self.cores)
    }

    /// Seconds since the boot, over all processors.
    var processorSeconds: Double { uptime * Double(Self.cores) }
}
