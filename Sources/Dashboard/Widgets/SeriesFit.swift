/// How a list of samples is laid over dots: the newest at the right edge, gaps kept. The scale need not
/// be whole: samples share a dot, or take several, as it falls out.
package struct SeriesFit: Equatable, Sendable {
    /// So many dots in all...
    package let dots: Int
    /// ...stand for so many samples.
    package let samples: Int

    /// A scale.
    package init(dots: Int, samples: Int) {
        self.dots = max(1, dots)
        self.samples = max(1, samples)
    }

    /// The scale that shows all samples over the whole width; few of them are not stretched without
    /// limit, so that a young graph is a sliver that grows.
    package init(count: Int, dots: Int) {
        self.init(dots: dots, samples: max(count, 30))
    }

    /// How long the stretch of all dots is, for samples of a length.
    package func span(bucket: Duration) -> Duration { bucket * samples }

    /// The value at each dot, oldest first: the mean of the samples that fall on it. `newest` is the
    /// number of the last sample since the beginning of time: samples always fall on the same dot of an
    /// endless row, so that a graph moves along and does not shimmer.
    package func spread(_ values: [Float?], newest: Int = 0) -> [Float?] {
        var sums = [Float](repeating: 0, count: dots)
        var counts = sums
        // The row repeats itself every `samples` samples, so only the place in that cycle matters.
        let last = Self.floorRemainder(newest, samples)
        let end = dotRange(last).upperBound
        for back in 0..<min(values.count, samples + 1) {
            let place = values.count - 1 - back
            guard let value = values[place], value.isFinite else { continue }
            let range = dotRange(last - back)
            for dot in range where end - dot <= dots {
                sums[dots - 1 - (end - 1 - dot)] += value
                counts[dots - 1 - (end - 1 - dot)] += 1
            }
        }
        return zip(sums, counts).map { $1 > 0 ? $0 / $1 : nil }
    }

    /// The dots of a sample, on the endless row.
    private func dotRange(_ sample: Int) -> Range<Int> {
        let start = Self.floorQuotient(sample * dots, samples)
        return start..<max(start + 1, Self.floorQuotient((sample + 1) * dots, samples))
    }

    private static func floorQuotient(_ number: Int, _ divisor: Int) -> Int {
        (number >= 0 ? number : number - divisor + 1) / divisor
    }

    private static func floorRemainder(_ number: Int, _ divisor: Int) -> Int {
        let rest = number % divisor
        return rest < 0 ? rest + divisor : rest
    }
}
