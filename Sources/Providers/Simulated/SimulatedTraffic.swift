/// What one server has counted since it was started, advanced a second at a time, so that the counters
/// are the same however often somebody asks.
struct SimulatedTraffic: Sendable {
    let server: SimulatedServer
    private(set) var time: Double
    private(set) var finished = 0.0
    private(set) var failed = 0.0
    private(set) var promptTokens = 0.0
    private(set) var answerTokens = 0.0
    private(set) var preemptions = 0.0
    private(set) var busySeconds = 0.0
    private(set) var queued = 0.0
    private(set) var running = 0.0
    private(set) var cacheUsage = 0.0
    private(set) var firstToken: SimulatedHistogram
    private(set) var tokenGap: SimulatedHistogram
    private(set) var request: SimulatedHistogram
    private(set) var wait: SimulatedHistogram

    /// A server that was started at `time` and has counted nothing.
    init(_ server: SimulatedServer, at time: Double) {
        self.server = server
        self.time = time
        let isGeometric = server.kind == .tgi
        let bounds = { isGeometric ? SimulatedHistogram.geometric : $0 }
        firstToken = SimulatedHistogram(bounds(SimulatedHistogram.firstToken))
        tokenGap = SimulatedHistogram(bounds(SimulatedHistogram.tokenGap))
        request = SimulatedHistogram(bounds(SimulatedHistogram.request))
        wait = SimulatedHistogram(bounds(SimulatedHistogram.request))
    }

    /// Lives through the time up to `end`. Time in which nobody asked for long is lived through in
    /// longer steps.
    mutating func advance(to end: Double, load: SimulatedLoad) {
        let step = end - time > 600 ? (end - time) / 600 : 1
        while time + step <= end {
            live(step, load)
            time += step
        }
    }

    private mutating func live(_ step: Double, _ load: SimulatedLoad) {
        guard !load.isStarting(server, at: time) else {
            self = SimulatedTraffic(server, at: time)
            return
        }
        let asked = server.peakRate * load.demand(server, at: time)
        let served = min(asked + queued / step, server.peakRate)
        queued = max(0, queued + (asked - served) * step)
        let usage = served / server.peakRate
        let squared = usage * usage
        let slower = 1 + 0.9 * squared * squared
        running = server.slots * usage * (0.8 + 0.2 * squared)
        cacheUsage = queued > 1 ? 0.985 : 0.12 + 0.72 * usage
        let waited = 0.004 + queued / server.peakRate
        let count = served * step
        let failing = count * load.errorRatio(server, at: time)
        finished += count
        failed += failing
        promptTokens += count * server.promptTokens
        answerTokens += count * server.answerTokens
        preemptions += queued > 20 ? 0.4 * step : 0
        busySeconds += count * server.latency * slower
        firstToken.add(count, median: server.firstToken * slower + waited)
        tokenGap.add(count * max(server.answerTokens, 1), median: server.tokenGap * slower)
        request.add(count, median: server.latency * slower + waited)
        wait.add(count, median: waited)
    }
}
