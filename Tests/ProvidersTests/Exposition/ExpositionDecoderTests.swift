import Fleet
import Testing

@testable import Providers

/// The exposition formats, on text written for each rule.
@Suite struct ExpositionDecoderTests {
    /// The entries of a text: name, labels, value.
    private func entries(_ text: String) -> [String] {
        var decoder = ExpositionDecoder()
        let page = decoder.decode(Array(text.utf8))
        return zip(page.series, page.values).map { item, value in
            guard let series = decoder.catalogue.definitions[Int(item)] else { return "?" }
            let labels = series.labels.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
            return "\(series.name){\(labels)} \(value)"
        }
    }

    @Test func readsNamesLabelsAndValues() {
        let text = """
            # HELP a:b_total Some "help" with \\n and {braces}
            # TYPE a:b_total counter
            a:b_total 3
            \tspaced  {  x = "1" ,y="2", }   4.5  \r
            c{} -1e-3
            {"quoted.name",z="3"} 6

            """
        #expect(
            entries(text) == [
                "a:b_total{} 3.0", "spaced{x=1,y=2} 4.5", "c{} -0.001", "quoted.name{z=3} 6.0",
            ])
    }

    @Test func resolvesEscapesAndKeepsBracesInValues() {
        let text = #"""
            m{method="{'method': 'prefill'}",path="C:\\dir",quote="say \"hi\"",line="a\nb"} 1

            """#
        #expect(
            entries(text) == [
                "m{method={'method': 'prefill'},path=C:\\dir,quote=say \"hi\",line=a\nb} 1.0"
            ])
    }

    @Test func passesOverTimestampsExemplarsAndTheEnd() {
        let text = """
            a 1 1763130021000
            b_bucket{le="0.1"} 8 # {trace_id="oHg5SJYRHA0"} 0.067 1763130021.5
            c 2 1763130021.123 # {} 1
            # EOF

            """
        #expect(entries(text) == ["a{} 1.0", "b_bucket{le=0.1} 8.0", "c{} 2.0"])
        var decoder = ExpositionDecoder()
        let page = decoder.decode(Array(text.utf8))
        #expect(page.newest == WallTime(seconds: 1_763_130_021.123))
    }

    @Test(arguments: [
        ("1.15891634176e+011", 115_891_634_176.0), ("8.128902e+06", 8_128_902), ("+Inf", .infinity),
        ("-Inf", -.infinity), ("-inf", -.infinity), ("Infinity", .infinity), ("1e5", 100_000),
        ("0.31326723098754883", 0.31326723098754883), (".5", 0.5), ("5.", 5), ("-0", 0),
        ("18446744073709551616", 0x1p64), ("1e-400", 0), ("1e400", .infinity),
        ("9223372036854775794", 0x1p63),
        ("123456789012345678901", 1.2345678901234568e20),
    ])
    func readsNumbers(text: String, expected: Double) {
        #expect(DecimalNumber.parse(text) == expected)
    }

    @Test(arguments: ["", "+", "e5", "1e", "1e+", "1..2", "0x10", "1 2", "--1", "nano", "1,5", "１"])
    func refusesWhatIsNoNumber(text: String) {
        #expect(DecimalNumber.parse(text) == nil)
    }

    @Test func readsNaN() {
        #expect(DecimalNumber.parse("NaN")?.isNaN == true)
        #expect(DecimalNumber.parse("nan")?.isNaN == true)
    }

    @Test(arguments: [
        "a", "a{", "a{x=\"1\" 2", "a{x} 1", "a{x=1} 1", "a{gpu=\"0\",...,m=\"x\"} 405",
        "a{x=\"1\"} ", "a{x=\"1\"} one", "a 1 2 3", "{} 1", "a{x=\"1\\", "a{x=\"1\\\n",
        "a 1 # no exemplar follows, but a comment does no harm\u{0}",
    ])
    func leavesOutABrokenLineAndReadsTheNext(line: String) {
        let found = entries(line + "\nnext 7\n")
        #expect(found.last == "next{} 7.0")
        #expect(found.count <= 2)
    }

    @Test func countsBrokenLinesAndRepeatedSeries() {
        var decoder = ExpositionDecoder()
        let page = decoder.decode(Array("a 1\na 2\nb one\nc{x} 1\nd 4\n".utf8))
        #expect(page.values == [1, 4])
        #expect(page.malformed == 3)
    }

    @Test func aLastLineWithoutEndIsNotUsed() {
        var decoder = ExpositionDecoder()
        let page = decoder.decode(Array("a 1\nb 12".utf8))
        #expect(page.values == [1])
        #expect(page.isCut)
    }

    @Test func knowsSeriesAgainWhateverTheirOrder() {
        var decoder = ExpositionDecoder()
        let first = decoder.decode(Array("a 1\nb 2\nc{x=\"1\"} 3\nd 4\n".utf8))
        let moved = decoder.decode(Array("b 20\nc{x=\"1\"} 30\nnew 9\na 10\nd 40\n".utf8))
        #expect(decoder.catalogue.count == 5)
        #expect(
            moved.series == [first.series[1], first.series[2], 4, first.series[0], first.series[3]])
        #expect(moved.values == [20, 30, 9, 10, 40])
    }

    @Test func aLongerNameIsNotTakenForAShorterOne() {
        var decoder = ExpositionDecoder()
        _ = decoder.decode(Array("ab 1\n".utf8))
        let page = decoder.decode(Array("abc 2\n".utf8))
        #expect(decoder.catalogue.definitions[Int(page.series[0])]?.name == "abc")
    }

    @Test func takesNoMoreThanItsLimits() {
        var decoder = ExpositionDecoder(entryLimit: 3, lineLimit: 100)
        let long = String(repeating: "x", count: 200)
        let page = decoder.decode(Array("a 1\n\(long) 2\nb{l=\"\(long)\"} 3\nc 4\nd 5\ne 6\n".utf8))
        #expect(page.values == [1, 4, 5])
        #expect(page.isFull)
        #expect(page.malformed == 2)
    }

    @Test func forgetsWhenSeriesComeAndGo() {
        var catalogue = SeriesCatalogue(seriesLimit: 10, byteLimit: 1 << 20)
        for number in 0..<20 {
            let name = Array("series_\(number)".utf8)
            name.withUnsafeBufferPointer {
                _ = catalogue.series($0, 0..<name.count, define: ExpositionLine.definition)
            }
        }
        #expect(catalogue.count == 20)
        catalogue.forgetIfCrowded()
        #expect(catalogue.count == 0)
        #expect(catalogue.generation == 1)
    }

    @Test func hostileLabelsStayWhole() {
        let escape = "\u{1b}[31m\u{202e}"
        var decoder = ExpositionDecoder()
        let page = decoder.decode(Array("a{model_name=\"\(escape)x\"} 1\n".utf8) + [0x0a])
        #expect(decoder.catalogue.definitions[Int(page.series[0])]?["model_name"] == escape + "x")
    }

    @Test func invalidTextIsNoReasonToStop() {
        var decoder = ExpositionDecoder()
        let page = decoder.decode([
            0x61, 0x7b, 0x78, 0x3d, 0x22, 0xff, 0xfe, 0x22, 0x7d, 0x20, 0x31, 0x0a,
        ])
        #expect(page.values == [1])
    }
}
