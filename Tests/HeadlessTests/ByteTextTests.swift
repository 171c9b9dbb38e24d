import Fleet
import Testing

@testable import Headless

@Suite struct ByteTextTests {
    private func text(_ body: (inout [UInt8]) -> Void) -> String {
        var bytes: [UInt8] = []
        body(&bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [
        (0.0, "0"), (-0.0, "0"), (1, "1"), (-17, "-17"), (0.1, "0.1"), (433.78, "433.78"),
        (41_943_040_000, "41943040000"), (1e-7, "1e-07"), (-10.5, "-10.5"),
        (9_007_199_254_740_991, "9007199254740991"), (1e300, "1e+300"), (100, "100"),
    ])
    func numbersAreShortestAndWholeOnesHaveNoFraction(number: Double, expected: String) {
        let written = text { $0.append(number: number) }
        #expect(written == expected)
        #expect(Double(written) == number)
    }

    @Test func everyNumberReadsBack() {
        var state: UInt64 = 88_172_645_463_325_252
        for _ in 0..<20_000 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            let number = Double(bitPattern: state)
            guard number.isFinite else { continue }
            #expect(Double(text { $0.append(number: number) }) == number)
        }
    }

    // Expected: `date -u -d @SECONDS +%FT%TZ`.
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (951_782_400, "2000-02-29T00:00:00.000Z"),
        (1_795_269_731, "2026-11-21T14:02:11.000Z"), (-1, "1969-12-31T23:59:59.000Z"),
        (4_107_542_400, "2100-03-01T00:00:00.000Z"),
    ])
    func timesAreRFC3339(seconds: Int, expected: String) {
        let time = WallTime(nanoseconds: Int64(seconds) * 1_000_000_000)
        #expect(text { $0.append(time: time) } == expected)
    }

    @Test func integersAtTheEdges() {
        #expect(text { $0.append(integer: .min) } == String(Int.min))
        #expect(text { $0.append(integer: .max) } == String(Int.max))
        #expect(text { $0.append(integer: 1200) } == "1200")
    }

    @Test func jsonTextIsEscaped() {
        #expect(
            text { $0.append(json: "a\"b\\c\u{1b}\n\u{7f}é") } == #""a\"b\\c\u001b\u000a\u007fé""#)
    }

    @Test(arguments: [
        ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""),
        ("=1+1", "\"'=1+1\""), ("-v", "\"'-v\""), ("@x", "\"'@x\""),
        ("two\nlines", "\"two lines\""),
    ])
    func csvCellsAreQuotedAndHarmless(value: String, expected: String) {
        #expect(text { $0.append(csv: value) } == expected)
    }
}
