import Collector
import Fleet
import Foundation
import Support
import Testing

@testable import Providers

/// Captures of inference servers as the second of two scrapes, the first of which counted nothing: rates
/// and percentiles, worked out a second time by `Tests/Fixtures/exposition/expected.py`.
@Suite(.timeLimit(.minutes(3))) struct ServingCorpusTests {
    private static let folders = ["vllm", "sglang", "nim"]

    private var files: [String] { Self.folders.flatMap { Corpus.files($0, ".prom") } }

    @Test func ratesAndPercentilesAreThoseOfASecondReader() async throws {
        let files = files
        guard !files.isEmpty else { return }
        let outcome = try Tools.python("exposition/expected.py", files)
        #expect(outcome.status == 0, "\(outcome.errors)")
        var samples: [String: Sample] = [:]
        for file in files {
            let page = try Corpus.bytes(file)
            samples[file] = try await ScrapeSetup.sample(pages: [Self.emptied(page), page])
        }
        var asserted = 0
        for line in outcome.output.split(separator: "\n") {
            let cells = line.split(separator: "\t").map(String.init)
            let sample = try #require(samples[cells[0]])
            let metric = try #require(EndpointMetric.allCases.first { $0.field == cells[1] })
            let reading = sample.endpoints[metric, 0]
            if let expected = Double(cells[2]) {
                #expect(reading.isNear(expected), "\(cells): \(reading)")
            } else {
                #expect(reading.value == nil, "\(cells): \(reading)")
            }
            asserted += 1
        }
        #expect(asserted == files.count * 12)
        print("corpus: \(files.count) files, \(asserted) values asserted")
    }

    /// The page with every counter and histogram at nothing.
    private static func emptied(_ page: [UInt8]) -> [UInt8] {
        let lines = String(decoding: page, as: UTF8.self).split(separator: "\n").map { line in
            let name = line.prefix { $0 != "{" && $0 != " " }
            let isCounter = ["_total", "_bucket", "_sum", "_count"].contains(where: name.hasSuffix)
            guard isCounter, !line.hasPrefix("#"), let space = line.lastIndex(of: " ") else {
                return String(line)
            }
            return "\(line[..<space]) 0"
        }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    /// A page that ends anywhere gives readings of what is there, or a named failure, and no number that
    /// the whole page does not give.
    @Test func cutPagesGiveReadingsOrNamedFailures() async throws {
        var cuts = 0
        let files = files + Corpus.files("dcgm", ".prom")
        for file in files {
            let page = try Corpus.bytes(file)
            let whole = Set(
                ContractReadings.values(try await ScrapeSetup.sample(pages: [page])).map(\.1))
            let lineEnds = page.indices.filter { page[$0] == 0x0a }
            let all =
                page.count <= 16_384
                ? Set(lineEnds).union(Self.some(page.count)) : Set(Cuts.of(page))
            for end in all {
                cuts += 1
                let provider = try ScrapeSetup.provider(CannedHTTP(pages: [Array(page[..<end])]))
                do throws(SourceFailure) {
                    let sample = try await provider.poll().sample
                    let strange = ContractReadings.values(sample).filter { metric, value in
                        // Sums and counts of rows are smaller where rows are missing.
                        !whole.contains(value) && !Self.adding.contains(metric)
                    }
                    #expect(strange.isEmpty, "\(file) cut at \(end): \(strange)")
                } catch {
                    #expect(!error.advice.isEmpty)
                }
            }
        }
        print("corpus: \(files.count) files, \(cuts) cuts")
    }

    /// Readings that are put together out of several lines.
    private static let adding: Set<String> = [
        "accelerators", "accelerators_expected", "memory_total_bytes", "requests_running",
        "requests_waiting",
    ]

    /// A hundred places, the same each time. The decoder itself is cut at every byte elsewhere.
    private static func some(_ count: Int) -> [Int] {
        var random = Cuts.Seeded(state: UInt64(count))
        return (0..<100).map { _ in Int.random(in: 0..<count, using: &random) }
    }

    /// What is in the folder of query answers and is none.
    @Test func whatIsNoAnswerIsRefused() throws {
        for file in Corpus.files("prometheus-api", ".txt") {
            var decoder = QueryDecoder()
            let bytes = try Corpus.bytes(file)
            let failure = #expect(throws: SourceFailure.self) { try decoder.decode(bytes) }
            #expect(failure?.kind == .malformed && failure?.nextStep.isEmpty == false)
        }
    }
}
