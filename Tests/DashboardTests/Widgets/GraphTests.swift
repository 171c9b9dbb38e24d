import Fleet
import Testing

@testable import Dashboard

/// Scales, trends, bars and graphs.
@Suite struct GraphTests {
    @Test(arguments: [0.0003, 0.07, 0.9, 1, 3, 7.2, 41, 99.9, 143, 1090, 65_432, 8.1e9])
    func scalesAreRoundAndJustHoldThePeak(peak: Double) {
        let scale = GraphScale(holding: peak, ticks: 4)
        #expect(scale.upper >= peak * 0.99999)
        #expect(scale.upper - scale.step < peak)
        #expect(scale.ticks.count <= 6)
        var mantissa = scale.step
        while mantissa >= 9.999 { mantissa /= 10 }
        while mantissa < 0.9999 { mantissa *= 10 }
        #expect([1, 2, 5].contains { abs($0 - mantissa) < 1e-6 })
    }

    /// What is counted has no halves: a queue of two has ticks at 0, 1 and 2.
    @Test func countsHaveWholeTicks() {
        #expect(GraphScale(holding: 2, ticks: 4, isCount: true).ticks == [0, 1, 2])
        #expect(GraphScale(holding: 0.4, ticks: 4, isCount: true).ticks == [0, 1])
        #expect(GraphScale(holding: 2, ticks: 4).ticks == [0, 0.5, 1, 1.5, 2])
        for peak in stride(from: 0.1, through: 400, by: 0.7) {
            for ticks in [1, 2, 4] {
                let scale = GraphScale(holding: peak, ticks: ticks, isCount: true)
                #expect(scale.ticks.allSatisfy { $0 == $0.rounded() }, "\(peak)")
                #expect(scale.upper >= peak * 0.999_999)
            }
        }
    }

    @Test(arguments: [0, -3, .nan, .infinity, 1e308])
    func aPeakThatIsNoneGivesAScaleAllTheSame(peak: Double) {
        let scale = GraphScale(holding: peak, ticks: 3)
        #expect(scale.upper > 0 && scale.step > 0 && scale.ticks.count >= 2)
        #expect(scale.fraction(peak) >= 0 && scale.fraction(peak) <= 1)
    }

    @Test func aTrendShowsZeroAndLeavesAGapBlank() {
        let line = Sparkline([0, nil, 10, 10], upper: 10)
        #expect(line.text(width: 4, glyphs: .blocks) == "▁ ██")
        #expect(line.text(width: 4, glyphs: .ascii) == "_ ##")
        #expect(line.text(width: 2, glyphs: .braille) == "⡀⣿")
        #expect(Sparkline([], upper: 1).text(width: 3, glyphs: .braille) == "   ")
        #expect(line.text(width: 0, glyphs: .braille).isEmpty)
    }

    @Test func barsHaveAsManyCellsAsAskedAndGrowWithTheRatio() {
        #expect(Meter(0).text(width: 5) == "▁▁▁▁▁")
        #expect(Meter(nil).text(width: 5).isEmpty, "unknown is not empty")
        #expect(Meter(1).text(width: 5) == "▇▇▇▇▇")
        #expect(Meter(0.5).text(width: 4, isASCII: true) == "##..")
        #expect(Meter(0.001).text(width: 5) == "▂▁▁▁▁")
        #expect(Meter(.nan).text(width: 2) == "▁▁")
        let heights = (0...60).map { step in
            Meter(Double(step) / 60).text(width: 10).unicodeScalars.reduce(0) { $0 + Int($1.value) }
        }
        #expect(zip(heights, heights.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test func anAreaStandsOnTheBottomAndAGapIsOpen() {
        // As many samples as dots of six columns; full, then a gap, then less than half.
        let values: [Float?] =
            Array(repeating: 4, count: 12) + Array(repeating: nil, count: 12)
            + Array(repeating: 1.7, count: 12)
        let graph = Graph(
            [Graph.Series(values, role: nil, isFilled: true)],
            scale: GraphScale(upper: 4, step: 4), bucket: .seconds(1))
        let lines = drawn(graph, width: 18, height: 2)
        #expect(lines[0] == "⣿⣿⣿⣿⣿⣿  ·   ·   ·")
        #expect(lines[1] == "⣿⣿⣿⣿⣿⣿  ·   ⣿⣿⣿⣿⣿⣿")
    }

    @Test func inASCIIAGraphIsASCII() {
        let values = (0..<80).map { Float($0 % 9) }
        for isFilled in [true, false] {
            let graph = Graph(
                [Graph.Series(values, role: .graph1, isFilled: isFilled)],
                scale: GraphScale(upper: 9, step: 3), bucket: .seconds(10))
            let lines = drawn(graph, width: 60, height: 6, isASCII: true)
            #expect(lines.allSatisfy { $0.utf8.allSatisfy { $0 < 0x7f } })
            #expect(lines.joined().contains(isFilled ? "#" : "*"))
            #expect(lines.last?.hasSuffix("now") == true)
        }
    }

    @Test func labelsOfTimeDoNotTouchAndEndNow() {
        for minutes in [1, 7, 10, 45, 90, 600, 5000] {
            for columns in [14, 30, 55, 120, 390] {
                let labels = TimeAxis(span: .seconds(minutes * 60), columns: columns).labels
                #expect(labels.last?.text == "now")
                for (left, right) in zip(labels, labels.dropFirst()) {
                    #expect(right.column - left.column >= 7)
                }
            }
        }
        let labels = TimeAxis(span: .seconds(600), columns: 60).labels
        #expect(labels.map(\.text) == ["-8m", "-4m", "now"])
        #expect(labels.map(\.column) == [11, 35, 59])
    }

    /// A graph of a quarter of 120 columns still tells how far back it reaches.
    @Test(arguments: [2, 5, 10, 15, 30, 60, 120, 360, 1440])
    func aNarrowGraphHasThreeAges(_ minutes: Int) {
        for columns in 20...30 {
            let axis = TimeAxis(span: .seconds(minutes * 60), columns: columns)
            #expect(axis.labels.count >= 3, "\(minutes) min in \(columns): \(axis.labels)")
        }
    }

    private func drawn(_ graph: Graph, width: Int, height: Int, isASCII: Bool = false) -> [String] {
        var canvas = Canvas(width: width, height: height, theme: .fallback, isASCII: isASCII)
        graph.draw(on: &canvas, in: canvas.bounds)
        return (0..<height).map { canvas.frame.text(row: $0) }
    }
}
