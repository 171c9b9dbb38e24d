import Collector
import Fleet
import Foundation
import Testing

@testable import Providers

/// Captures of real exporters, where they are at hand: each number on a page is found again by a
/// second, plain way of reading, and no page, whole or cut, makes a reading that it does not have.
@Suite struct MetricsCorpusTests {
    static let folders = ["dcgm", "vllm", "sglang", "nim"]

    /// The captures below `HYBRIDTOP_CORPUS`, if there are any.
    static func captures(_ folders: [String]) throws -> [(name: String, bytes: [UInt8])] {
        guard let root = ProcessInfo.processInfo.environment["HYBRIDTOP_CORPUS"] else {
            print("corpus: not here")
            return []
        }
        return try folders.flatMap { folder in
            try FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)").sorted().map {
                let data = try Data(contentsOf: URL(fileURLWithPath: "\(root)/\(folder)/\($0)"))
                return ("\(folder)/\($0)", Array(data))
            }
        }
    }

    @Test func everyLineIsReadAsAPlainReaderReadsIt() throws {
        var asserted = 0
        let captures = try Self.captures(Self.folders)
        for (name, bytes) in captures {
            var decoder = ExpositionDecoder()
            let page = decoder.decode(bytes + [0x0a])
            let plain = PlainReading.lines(bytes)
            #expect(page.count == plain.count, "\(name)")
            for (place, line) in plain.enumerated() where place < page.count {
                let definition = decoder.catalogue.definitions[Int(page.series[place])]
                #expect(definition?.name == line.name, "\(name)")
                #expect(page.values[place] == line.value, "\(name) \(line.name)")
                asserted += 1
            }
        }
        print("corpus: \(captures.count) files, \(asserted) values asserted")
    }

    @Test func readingsAreThoseOfThePage() async throws {
        var asserted = 0
        let captures = try Self.captures(Self.folders)
        for (name, bytes) in captures {
            let sample = try await ScrapeSetup.sample(pages: [bytes])
            let plain = PlainReading.lines(bytes)
            for row in sample.inventory.accelerators.indices {
                asserted += accelerator(sample, row, plain, name)
            }
            for (metric, names) in Self.endpointGauges {
                let lines = plain.filter { names.contains($0.name) }
                guard sample.endpoints.rowCount == 1, !lines.isEmpty else { continue }
                let sum = lines.map(\.value).reduce(0, +)
                #expect(sample.endpoints[metric, 0].isNear(sum), "\(name) \(metric)")
                asserted += 1
            }
            #expect(sample.inventory.accelerators.count + sample.endpoints.rowCount > 0, "\(name)")
        }
        print("corpus: \(captures.count) files, \(asserted) values asserted")
    }

    @Test func aCutPageSaysNothingThatTheWholeDoesNot() async throws {
        var cuts = 0
        for (name, bytes) in try Self.captures(Self.folders) {
            var whole: [String: Double] = [:]
            for line in PlainReading.lines(bytes) { whole[line.identity] = line.value }
            var decoder = ExpositionDecoder()
            for end in Cuts.of(bytes) {
                let page = decoder.decode(Array(bytes[0..<end]))
                cuts += 1
                guard let item = page.series.last, let value = page.values.last else { continue }
                let series = decoder.catalogue.definitions[Int(item)]
                let identity = series.map { $0.name + $0.identity(without: []) } ?? ""
                #expect(whole[identity] == value, "\(name) cut at \(end)")
            }
        }
        print("corpus: \(cuts) cuts")
    }

    private static let endpointGauges: [(EndpointMetric, Set<String>)] = [
        (
            .requestsRunning,
            [
                "vllm:num_requests_running", "sglang:num_running_reqs",
                "sglang:num_requests_running", "num_requests_running",
            ]
        ),
        (
            .requestsWaiting,
            [
                "vllm:num_requests_waiting", "sglang:num_queue_reqs",
                "sglang:num_requests_waiting", "num_requests_waiting",
            ]
        ),
        (
            .cacheUsage,
            [
                "vllm:gpu_cache_usage_perc", "vllm:kv_cache_usage_perc", "sglang:token_usage",
                "gpu_cache_usage_perc",
            ]
        ),
    ]

    /// Compares a GPU's readings with the lines that carry its UUID.
    private func accelerator(
        _ sample: Sample, _ row: Int, _ plain: [PlainReading.Line], _ name: String
    ) -> Int {
        let uuid = sample.inventory.accelerators[row].uuid
        let expected: [(AcceleratorMetric, String, Double)] = [
            (.temperature, "DCGM_FI_DEV_GPU_TEMP", 1), (.power, "DCGM_FI_DEV_POWER_USAGE", 1),
            (.utilization, "DCGM_FI_DEV_GPU_UTIL", 0.01), (.smClock, "DCGM_FI_DEV_SM_CLOCK", 1e6),
            (.memoryUsed, "DCGM_FI_DEV_FB_USED", 1_048_576),
        ]
        var asserted = 0
        for (metric, series, scale) in expected {
            let line = plain.first { $0.name == series && $0.identity.contains(uuid) }
            let reading = sample.accelerators[metric, row]
            if let line {
                #expect(reading.isNear(line.value * scale), "\(name) \(metric)")
            } else {
                #expect(reading.value == nil, "\(name) \(metric) is not on the page")
            }
            asserted += 1
        }
        let heat = plain.first {
            $0.name == "DCGM_FI_DEV_MEMORY_TEMP" && $0.identity.contains(uuid)
        }
        if heat?.value == 0 {
            #expect(sample.accelerators[.memoryTemperature, row] == .absent(.unsupported))
            asserted += 1
        }
        return asserted
    }
}

/// A plain way to read an exposition, for comparison: line by line, with strings.
enum PlainReading {
    struct Line {
        var name: String
        /// The name and the labels, as ``SeriesDefinition`` spells them together.
        var identity: String
        var value: Double
    }

    /// The lines that carry a value and whose labels can be read.
    static func lines(_ bytes: [UInt8]) -> [Line] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { text in
            guard !text.hasPrefix("#"), let space = text.lastIndex(of: " "),
                let value = Double(text[text.index(after: space)...])
            else { return nil }
            let head = text[..<space].trimmingCharacters(in: .whitespaces)
            guard let brace = head.firstIndex(of: "{") else {
                return Line(name: head, identity: head, value: value)
            }
            let name = String(head[..<brace])
            guard let labels = labels(head[brace...]) else { return nil }
            return Line(name: name, identity: name + labels, value: value)
        }
    }

    private static func labels(_ text: Substring) -> String? {
        guard text.hasSuffix("}") else { return nil }
        let inside = text.dropFirst().dropLast()
        var result = ""
        for match in inside.matches(of: /([A-Za-z0-9_]+)="((?:[^"\\]|\\.)*)",?/) {
            let value = match.2.replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
            result += "\(match.1)\u{1}\(value)\u{2}"
        }
        return inside.contains("...") ? nil : result
    }
}
