/// One GPU at one moment, in the driver's own units.
struct SimulatedAccelerator: Sendable {
    /// Per cent of time in which a kernel ran.
    var utilization: Int
    /// Per cent of time in which memory was read or written.
    var memoryActivity: Int
    var memoryUsedMiB: Int
    var celsius: Int
    var memoryCelsius: Int
    /// Hundredths of a watt.
    var centiwatts: Int
    var smMegahertz: Int
    var performanceState: Int
    /// The driver's bit mask of reasons why clocks are held down.
    var throttle: Int
    var isLost: Bool

    static let limitWatts = 700
    static let smMegahertzMax = 1980
}

extension SimulatedLoad {
    /// A GPU of a node at a moment; `mean` is ``node(_:at:)`` and `before` the same a while ago, for
    /// what follows load slowly.
    func state(
        _ node: SimulatedRoster.Node, _ index: Int, mean: Double, before: Double, at time: Double
    ) -> SimulatedAccelerator {
        let incidents = SimulatedIncidents(at: time)
        let heat = incidents.heat(node: node.name, index: index)
        let load = accelerator(node, index, mean: mean, at: time)
        let slow = accelerator(node, index, mean: before, at: time - 20)
        let lane = node.place * 16 + index
        let spread = noise.fixed(lane + 70_000)
        let power = 68 + 8 * spread + (load > 0 ? 120 : 0) + load * (430 + 60 * spread)
        let held = min(power * (1 - 0.3 * heat), 699)
        let celsius = 29 + 5 * spread + 34 * (0.5 * load + 0.5 * slow) + 22 * heat
        return SimulatedAccelerator(
            utilization: Int((load * 100).rounded()),
            memoryActivity: Int((load * (38 + 22 * spread)).rounded()),
            memoryUsedMiB: Int(memory(node, index, load: load, at: time) * Double(node.memoryMiB)),
            celsius: Int(celsius.rounded()), memoryCelsius: Int((celsius + 6 + 4 * load).rounded()),
            centiwatts: Int(held * 100),
            smMegahertz: load == 0 ? 345 : 1980 - 15 * Int(load * 8 * spread) - Int(720 * heat),
            performanceState: 0,
            throttle: load == 0 ? 0x1 : heat > 0.3 ? 0x48 : held > 690 ? 0x4 : 0,
            isLost: incidents.isLost(node: node.name, index: index))
    }

    /// All GPUs of a node at a moment.
    func states(_ node: SimulatedRoster.Node, at time: Double) -> [SimulatedAccelerator] {
        let mean = self.node(node, at: time)
        let before = self.node(node, at: time - 20)
        return (0..<SimulatedRoster.gpusPerNode).map {
            state(node, $0, mean: mean, before: before, at: time)
        }
    }
}
