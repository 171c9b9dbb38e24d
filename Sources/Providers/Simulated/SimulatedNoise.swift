/// Numbers that look random and are not: the same seed, lane and time give the same.
struct SimulatedNoise: Sendable {
    private let seed: UInt64

    /// Noise of a seed.
    init(seed: UInt64) { self.seed = seed }

    /// A fixed number in 0..<1 for a lane.
    func fixed(_ lane: Int) -> Double { unit(lane, 0) }

    /// A number in 0..<1 that wanders smoothly; it turns about once a `period` of seconds.
    func wander(_ lane: Int, _ time: Double, period: Double) -> Double {
        let place = time / period + fixed(lane)
        let step = place.rounded(.down)
        let part = place - step
        let smooth = part * part * (3 - 2 * part)
        let from = unit(lane, Int64(step) &+ 1)
        let to = unit(lane, Int64(step) &+ 2)
        return from + (to - from) * smooth
    }

    /// SplitMix64 over lane and step, as a fraction.
    private func unit(_ lane: Int, _ step: Int64) -> Double {
        var mixed = seed &+ UInt64(bitPattern: Int64(lane)) &* 0x9e37_79b9_7f4a_7c15
        mixed &+= UInt64(bitPattern: step) &* 0xd1b5_4a32_d192_ed03
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        mixed ^= mixed >> 31
        return Double(mixed >> 11) / 9_007_199_254_740_992
    }
}
