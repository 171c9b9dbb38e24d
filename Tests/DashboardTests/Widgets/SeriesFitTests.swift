import Testing

@testable import Dashboard

/// How samples fall on dots.
@Suite struct SeriesFitTests {
    @Test func asManySamplesAsDotsStayWhatTheyAre() {
        let values: [Float?] = [1, nil, 3, 4]
        #expect(SeriesFit(dots: 4, samples: 4).spread(values, newest: 1003) == values)
    }

    @Test func theNewestIsAtTheRightEdgeAndTheRestIsAGap() {
        let spread = SeriesFit(dots: 6, samples: 6).spread([7, 8], newest: 11)
        #expect(spread == [nil, nil, nil, nil, 7, 8])
    }

    @Test func gapsStayGapsWhenStretched() {
        let spread = SeriesFit(dots: 6, samples: 3).spread([1, nil, 3], newest: 2)
        #expect(spread == [1, 1, nil, nil, 3, 3])
    }

    @Test func severalSamplesOnADotAreTheirMeanAndAGapAmongThemIsNoZero() {
        let spread = SeriesFit(dots: 2, samples: 4).spread([2, 4, nil, 9], newest: 3)
        #expect(spread == [3, 9])
    }

    /// One more sample moves the row along; what is not at its ends stays the same.
    @Test(arguments: [(40, 100), (100, 40), (37, 90), (64, 64)])
    func aNewSampleShiftsAndDoesNotShimmer(dots: Int, samples: Int) {
        let fit = SeriesFit(dots: dots, samples: samples)
        let all: [Float?] = (0..<400).map { Float($0 * $0 % 97) }
        for newest in 200..<260 {
            let before = fit.spread(Array(all[...newest]), newest: newest)
            let after = fit.spread(Array(all[...(newest + 1)]), newest: newest + 1)
            // Where the right edge is on the endless row, before and after.
            let edges = [newest, newest + 1].map {
                max($0 * dots / samples + 1, ($0 + 1) * dots / samples)
            }
            let shift = edges[1] - edges[0]
            for dot in 3..<(dots - shift - 3) {
                #expect(before[dot + shift] == after[dot])
            }
        }
    }

    @Test func noValuesAndNoDotsAreHarmless() {
        #expect(SeriesFit(dots: 0, samples: 0).spread([], newest: -5) == [nil])
        let hostile: [Float?] = [.nan, .infinity, 2]
        #expect(SeriesFit(dots: 3, samples: 3).spread(hostile, newest: Int.max) == [nil, nil, 2])
    }
}
