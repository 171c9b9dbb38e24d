import Collector
import Fleet
import Foundation
import Testing

@testable import Providers

/// Answers of the query API, written for each rule.
@Suite struct QueryDecoderTests {
    private let vector = #"""
        {"status":"success","infos":["rate over gauge \"x\""],"warnings":["slow\u001b[31m"],
         "data":{"resultType":"vector","result":[
          {"metric":{"__name__":"a","host":"caf\u00e9 \ud83d\ude00 \\ \"q\" }{"},"value":[1763130021.5,"29"]},
          {"metric":{"__name__":"b"},"value":[1763130021.5,"NaN"]},
          {"metric":{},"value":[1763130021.5,"+Inf"]},
          {"metric":{"__name__":"c"},"histogram":[1,{"count":"1","buckets":[[0,"1","2","3"]]}]}]}}
        """#

    @Test func readsAVector() throws {
        var decoder = QueryDecoder()
        let answer = try decoder.decode(Array(vector.utf8))
        #expect(answer.page.count == 3)
        #expect(answer.page.values[0] == 29)
        #expect(answer.page.values[1].isNaN)
        #expect(answer.page.values[2] == .infinity)
        let first = decoder.catalogue.definitions[Int(answer.page.series[0])]
        #expect(first?["host"] == "café 😀 \\ \"q\" }{")
        #expect(answer.page.newest == WallTime(seconds: 1_763_130_021.5))
        #expect(answer.warnings == ["rate over gauge \"x\"", "slow"])
    }

    @Test func readsAMatrix() throws {
        let text = """
            {"data":{"result":[{"values":[[1,"2"],[3,"4.5"]],"metric":{"gpu":"0"}}],
            "resultType":"matrix"},"status":"success"}
            """
        var decoder = QueryDecoder()
        let answer = try decoder.decode(Array(text.utf8))
        #expect(answer.points == [[.init(time: 1, value: 2), .init(time: 3, value: 4.5)]])
        #expect(answer.page.values == [4.5])
    }

    @Test(arguments: [
        ("bad_data", SourceFailure.Kind.unsupported), ("execution", .commandFailed),
        ("timeout", .timedOut), ("canceled", .serverError), ("novel", .malformed),
    ])
    func errorsHaveNames(type: String, kind: SourceFailure.Kind) {
        let text = "{\"status\":\"error\",\"errorType\":\"\(type)\",\"error\":\"no\\u0007pe\"}"
        var decoder = QueryDecoder()
        let failure = #expect(throws: SourceFailure.self) { try decoder.decode(Array(text.utf8)) }
        #expect(failure?.kind == kind)
        #expect(failure?.message == "\(type): nope")
    }

    @Test func aCutAnswerIsRefusedWhereverItIsCut() throws {
        let bytes = Array(vector.utf8)
        var decoder = QueryDecoder()
        for end in 0..<(bytes.count - 1) {
            let failure = #expect(throws: SourceFailure.self) {
                try decoder.decode(Array(bytes[0..<end]))
            }
            #expect(failure?.kind == .malformed, "cut at \(end)")
        }
    }

    @Test(arguments: [
        "", "null", "[]", "{", "{}{", "404 page not found", "{\"status\":1}",
        "{\"status\":\"success\",\"data\":{\"result\":[{\"metric\":{},\"value\":[1,2]}]}}",
        "{\"status\":\"success\",\"data\":{\"result\":[{\"metric\":{},\"value\":[1,\"x\"]}]}}",
    ])
    func otherThingsAreRefused(text: String) {
        var decoder = QueryDecoder()
        #expect(throws: SourceFailure.self) { try decoder.decode(Array(text.utf8)) }
    }

    @Test func deepNestingIsRefused() {
        let text = "{\"x\":" + String(repeating: "[", count: 100_000)
        var decoder = QueryDecoder()
        #expect(throws: SourceFailure.self) { try decoder.decode(Array(text.utf8)) }
    }

    @Test func capturesReadAsAJSONLibraryReadsThem() throws {
        var asserted = 0
        let captures = try MetricsCorpusTests.captures(["prometheus-api"])
            .filter { $0.name.hasSuffix(".json") }
        for (name, bytes) in captures {
            var decoder = QueryDecoder()
            let page = try decoder.decode(bytes).page
            let tree = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
            let data = tree?["data"] as? [String: Any]
            let result = try #require(data?["result"] as? [[String: Any]], "\(name)")
            #expect(page.count == result.count, "\(name)")
            for (place, item) in result.enumerated() {
                let labels = item["metric"] as? [String: String] ?? [:]
                let value = (item["value"] as? [Any])?.last as? String
                let series = decoder.catalogue.definitions[Int(page.series[place])]
                #expect(page.values[place] == value.flatMap(Double.init), "\(name)")
                #expect(series?.labels.count == labels.count, "\(name)")
                for (key, text) in labels { #expect(series?[key] == text, "\(name) \(key)") }
                asserted += 1 + labels.count
            }
            for end in Cuts.of(bytes) where end < bytes.count - 2 {
                #expect(throws: SourceFailure.self) { try decoder.decode(Array(bytes[0..<end])) }
            }
        }
        print("corpus: \(captures.count) files, \(asserted) values asserted")
    }

    @Test func encodesForms() {
        #expect(
            QueryClient.encoded("a{b=~\"c|d\"} + é~") == "a%7Bb%3D~%22c%7Cd%22%7D%20%2B%20%C3%A9~")
    }
}
