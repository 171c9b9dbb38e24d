/// How a list of samples is laid over dots: the newest at the right edge, gaps kept.
package struct SeriesFit: Equatable, Sendable {
    /// Samples that share one dot; their mean is drawn.
    package let samplesPerDot: Int
    /// Dots that one sample takes, where there are fewer samples than dots.
    package let dotsPerSample: Int

    /// A fixed scale.
    package init(samplesPerDot: Int = 1, dotsPerSample: Int = 1) {
        self.samplesPerDot = max(1, samplesPerDot)
        self.dotsPerSample = max(1, dotsPerSample)
    }

    /// The scale that shows all samples: they are joined where there are too many, and stretched, up
    /// to a point, where there are few, so that a young graph is not a sliver.
    package init(count: Int, dots: Int) {
        let dots = max(1, dots)
        self.init(
            samplesPerDot: (max(1, count) + dots - 1) / dots,
            dotsPerSample: count < dots ? dots / max(count, 40) : 1)
    }

    /// How long the stretch of `dots` dots is, for samples of a length.
    package func span(dots: Int, bucket: Duration) -> Duration {
        bucket * samplesPerDot * max(0, dots) / dotsPerSample
    }

    /// The value at each of `dots` dots, oldest first. `newest` is the number of the last sample since
    /// the beginning of time: groups are cut at multiples of it, so that a graph shifts when a group
    /// closes and does not shimmer in between.
    package func spread(_ values: [Float?], dots: Int, newest: Int = 0) -> [Float?] {
        var result = [Float?](repeating: nil, count: max(0, dots))
        guard dots > 0, !values.isEmpty else { return result }
        if samplesPerDot == 1 {
            for dot in 0..<dots {
                let place = values.count - 1 - (dots - 1 - dot) / dotsPerSample
                if place >= 0 { result[dot] = values[place] }
            }
            return result
        }
        join(values, newest: newest, into: &result)
        return result
    }

    private func join(_ values: [Float?], newest: Int, into result: inout [Float?]) {
        let last = floorDivide(newest)
        var place = values.count - 1
        for dot in stride(from: result.count - 1, through: 0, by: -1) {
            let group = last - (result.count - 1 - dot)
            var sum: Float = 0
            var counted: Float = 0
            while place >= 0, floorDivide(newest - (values.count - 1 - place)) == group {
                if let value = values[place] {
                    sum += value
                    counted += 1
                }
                place -= 1
            }
            if counted > 0 { result[dot] = sum / counted }
            if place < 0 { return }
        }
    }

    private func floorDivide(_ number: Int) -> Int {
        (number >= 0 ? number : number - samplesPerDot + 1) / samplesPerDot
    }
}
