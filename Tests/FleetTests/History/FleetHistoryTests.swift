import Fleet
import Testing

@Suite struct FleetHistoryTests {
    private let source = SourceID(provider: "test", instance: "one")

    @Test func aBucketGivesEachMetricItsOwnRows() {
        let bucket = FleetHistory.Bucket(
            start: WallTime(seconds: 0),
            accelerators: [.temperature: [50, 60, 70], .utilization: [0.1, .nan], .power: [1]],
            endpoints: [.latencyP95: [0.5], .requestRate: [7]])
        #expect(bucket.value(.utilization, 0) == 0.1)
        #expect(bucket.value(.utilization, 1) == nil)
        #expect(bucket.value(.utilization, 2) == nil)
        #expect(Array(bucket[AcceleratorMetric.temperature]) == [50, 60, 70])
        #expect(bucket.value(.power, 0) == 1)
        #expect(bucket.value(.requestRate, 0) == 7)
        #expect(bucket.value(.latencyP95, 0) == 0.5)
        #expect(bucket[AcceleratorMetric.memoryUsed].isEmpty)
        #expect(bucket[EndpointMetric.tokensOut].isEmpty)
        #expect(bucket.value(.temperature, 3) == nil && bucket.value(.temperature, -1) == nil)
    }

    @Test func thePastGoesInFrontOfWhatIsKnown() {
        var history = FleetHistory()
        for second in [20, 22] { append(second, to: &history) }
        history.recall(
            [12, 14, 18, 20].map { bucket($0, Float($0) + 0.5) }, source: source,
            length: .seconds(2), keep: 99)
        let series = history.series(.utilization, source: source, row: 0)
        #expect(series == [12.5, 14.5, nil, 18.5, 20, 22])
    }

    @Test func aFullTrackDropsTheOldestOfThePast() {
        var history = FleetHistory()
        append(20, to: &history)
        history.recall(
            [12, 14, 16, 18].map { bucket($0, 1) }, source: source, length: .seconds(2), keep: 3)
        #expect(history.tracks[source]?.buckets.map(\.start.seconds) == [16, 18, 20])
    }

    private func append(_ second: Int, to history: inout FleetHistory) {
        history.append(
            bucket(second, Float(second)), source: source, length: .seconds(2), keep: 99)
    }

    private func bucket(_ second: Int, _ value: Float) -> FleetHistory.Bucket {
        FleetHistory.Bucket(
            start: WallTime(seconds: Double(second)), accelerators: [.utilization: [value]],
            endpoints: [:])
    }
}
