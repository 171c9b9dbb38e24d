/// A cumulative histogram as an inference server keeps it, fed with many requests at once whose times
/// follow a log-logistic distribution: its shares need no logarithm, and its tail looks like latency.
struct SimulatedHistogram: Sendable {
    let bounds: [Double]
    /// Requests at or below each bound; the last place is +Inf.
    private(set) var counts: [Double]
    private(set) var sum = 0.0

    /// An empty histogram.
    init(_ bounds: [Double]) {
        self.bounds = bounds
        counts = [Double](repeating: 0, count: bounds.count + 1)
    }

    /// Adds `count` requests around a median. The 95th percentile is twice it, the 99th three times.
    mutating func add(_ count: Double, median: Double) {
        guard count > 0 else { return }
        for (place, bound) in bounds.enumerated() { counts[place] += count * share(bound, median) }
        counts[bounds.count] += count
        sum += count * median * 1.11
    }

    private func share(_ bound: Double, _ median: Double) -> Double {
        let ratio = median / bound
        let squared = ratio * ratio
        return 1 / (1 + squared * squared)
    }

    /// vLLM's bounds for the time to the first token, and for a whole request.
    static let firstToken: [Double] = [
        0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20,
        40, 80, 160,
    ]
    static let tokenGap: [Double] = [
        0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 10,
    ]
    static let request: [Double] = [
        0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480,
    ]
    /// TGI's: each half as much again as the one before.
    static let geometric: [Double] = (0..<35).reduce(into: [0.00015]) { bounds, _ in
        bounds.append((bounds.last ?? 0) * 1.5)
    }
}
