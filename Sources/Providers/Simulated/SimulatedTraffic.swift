/// What one server has counted since it was started, advanced a second at a time, so that the counters
/// are the same however often somebody asks.
struct SimulatedTraffic: Sendable {
    let server: SimulatedServer
    private(set) var time: Double
    /// Requests that have come.
    private(set) var arrived = 0.0
    private(set) var finished = 0.0
    private(set) var failed = 0.0
    private(set) var promptTokens = 0.0
    private(set) var answerTokens = 0.0
    private(set) var preemptions = 0.0
    private(set) var busySeconds = 0.0
    private(set) var queued = 0.0
    private(set) var running = 0.0
    private(set) var cacheUsage = 0.0
    /// Mean seconds of a request now.
    private(set) var latency = 0.0
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
        while true {
            // No step goes over a moment in which requests are sent elsewhere.
            let change = load.nextRoute(after: time) ?? .infinity
            let next = min(time + step, change)
            guard next <= end else { return }
            live(next - time, load)
            time = next
        }
    }

    /// The same a part of a step later: what is counted is not counted in leaps, for whoever asks
    /// between two steps.
    func now(_ end: Double, load: SimulatedLoad) -> SimulatedTraffic {
        guard end > time else { return self }
        var now = self
        now.live(end - time, load)
        now.time = end
        return now
    }

    private mutating func live(_ step: Double, _ load: SimulatedLoad) {
        guard !load.isStarting(server, at: time) else {
            self = SimulatedTraffic(server, at: time)
            return
        }
        let asked = server.peakRate * load.demand(server, at: time)
        let capacity = load.capacity(server, asked: asked)
        let served = min(asked + queued / step, capacity)
        queued = max(0, queued + (asked - served) * step)
        let usage = served / capacity
        let squared = usage * usage
        let slower = (1 + 0.9 * squared * squared) * (1 + 2 * load.strain(server, at: time))
        let busy = server.slots * usage * (0.8 + 0.2 * squared) * capacity / server.peakRate
        // What was begun is finished first.
        running = asked > 0 ? busy : running * max(0, 1 - 0.35 * step)
        cacheUsage = queued > 1 ? 0.985 : 0.12 + 0.72 * usage
        let waited = 0.004 + queued / capacity
        let count = served * step
        arrived += asked * step
        latency = (server.latency * slower + waited) * 1.11
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
