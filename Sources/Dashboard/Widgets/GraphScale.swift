/// The scale of a vertical axis, from 0 up, with ticks at round numbers.
package struct GraphScale: Equatable, Sendable {
    /// The value at the top.
    package let upper: Double
    /// The distance of ticks.
    package let step: Double

    /// A scale with a given top and distance of ticks, for quantities whose range is known.
    package init(upper: Double, step: Double) {
        self.upper = upper.isFinite && upper > 0 ? upper : 1
        self.step = step.isFinite && step > 0 ? step : self.upper
    }

    /// The smallest round scale that holds `peak`, in at most `ticks` steps. Steps are 1, 2 or 5 times
    /// a power of ten; of what is counted, never a part of one.
    package init(holding peak: Double, ticks: Int, isCount: Bool = false) {
        guard peak.isFinite, peak > 1e-12, peak < 1e300 else {
            self.init(upper: 1, step: 1)
            return
        }
        let rough = peak / Double(max(1, ticks))
        var power = 1.0
        while power > rough { power /= 10 }
        while power * 10 <= rough { power *= 10 }
        let round = [1, 2, 5, 10].map { $0 * power }.first { $0 >= rough * 0.999_999 } ?? rough
        let step = isCount ? max(1, round) : round
        self.init(upper: (peak / step * 0.999_999).rounded(.up) * step, step: step)
    }

    /// 0...1 in halves or quarters.
    package static func ratio(ticks: Int) -> GraphScale {
        GraphScale(upper: 1, step: ticks >= 4 ? 0.25 : ticks >= 2 ? 0.5 : 1)
    }

    /// The ticks, 0 and the top included; never more than a hundred.
    package var ticks: [Double] {
        let count = min(100, Int((upper / step * 1.000_001).rounded(.down)))
        return (0...max(1, count)).map { min(upper, Double($0) * step) }
    }

    /// Where a value lies, 0 at the bottom and 1 at the top; beyond the ends, at the end.
    package func fraction(_ value: Double) -> Double {
        value.isFinite ? min(1, max(0, value / upper)) : 0
    }
}
