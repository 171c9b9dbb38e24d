import Synchronization

/// The model servers with what each has counted, whoever asks for it: they themselves, or the router
/// before them.
final class SimulatedPool: Sendable {
    private let load: SimulatedLoad
    private let traffic: Mutex<[String: SimulatedTraffic]>

    /// The servers of a world. They have been running for a while now.
    init(_ world: SimulatedWorld) {
        load = world.load
        let start = world.time - 60
        traffic = Mutex(
            Dictionary(
                SimulatedServer.all.map { ($0.authority, SimulatedTraffic($0, at: start)) },
                uniquingKeysWith: { first, _ in first }))
    }

    /// The server at an address, as it is at a moment; `nil` where none is.
    func server(_ authority: String, at time: Double) -> SimulatedTraffic? {
        traffic.withLock { traffic in
            traffic[authority]?.advance(to: time, load: load)
            return traffic[authority]?.now(time, load: load)
        }
    }
}
