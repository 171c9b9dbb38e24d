import Collector
import Fleet
import Testing

@testable import Providers

/// Captures of real machines, read by us and by an independent reader
/// (`Tests/Fixtures/nvidia-smi/expected.py`: xml.etree, regular expressions).
@Suite(.enabled(if: Corpus.root != nil, "corpus: not here")) struct NvidiaSMICorpusTests {
    static func metric(_ name: String) -> AcceleratorMetric? {
        AcceleratorMetric.allCases.first { "\($0)" == name }
    }

    /// Whether a reading is what the other reader saw: the same number, or no value.
    static func agrees(_ reading: Reading<Double>, _ expected: String) -> Bool {
        guard let value = reading.value else { return expected == "absent" }
        guard let other = Double(expected) else { return false }
        return abs(value - other) <= abs(other) * 1e-12
    }

    @Test func xmlDocuments() throws {
        let files = Corpus.files("nvidia-smi-xml")
        var asserted = 0
        var logs: [String: DeviceLog] = [:]
        for file in files {
            logs[file] = try Corpus.bytes(file).withUnsafeBytes { try DeviceLog($0) }
        }
        for expected in try Corpus.expected(["xml"], files) {
            let log = try #require(logs[expected.file])
            asserted += 1
            guard let row = expected.row else {
                let said =
                    expected.name == "gpus" ? "\(log.devices.count)" : log.driver ?? "absent"
                #expect(said == expected.value, "\(expected)")
                continue
            }
            let device = log.devices[row]
            switch expected.name {
            case "uuid": #expect(device.uuid == expected.value)
            case "model": #expect(device.model == expected.value)
            case "process":
                let lines = device.processes.map { process in
                    let memory = process.memory.value.map { "\($0)" } ?? "absent"
                    return "\(process.pid ?? 0)|\(process.type)|\(memory)"
                }
                #expect(lines.contains(expected.value), "\(expected)")
            default:
                let metric = try #require(Self.metric(expected.name))
                let reading = device.readings[metric] ?? .absent(.notReported)
                #expect(Self.agrees(reading, expected.value), "\(expected) \(reading)")
            }
        }
        #expect(asserted > 500)
        print("corpus: nvidia-smi-xml: \(files.count) files, \(asserted) values asserted")
    }

    @Test(arguments: ["bare", "units"]) func csvRows(form: String) throws {
        let files = Corpus.files("nvidia-smi-csv", "query-gpu.csv")
        let plan = QueryPlan(
            known: Set(QueryField.wanted.flatMap(\.names)).subtracting([
                "gpu.power.draw.instant", "gpu.power.current_limit",
            ]))
        let fields = plan.names.joined(separator: ",")
        var samples: [String: Sample] = [:]
        for row in try Corpus.expected(["project", fields], files) where row.name == form {
            var decoder = QueryGPUDecoder(
                plan: plan, node: NodeIdentity(name: "n"), interval: .seconds(1))
            let whole = feed(&decoder, row.value + "\r\n")
            let rest = decoder.remainder()
            samples[row.file] = whole.first ?? rest
        }
        var asserted = 0
        for expected in try Corpus.expected(["csv"], files) {
            let sample = try #require(samples[expected.file])
            let row = try #require(expected.row)
            asserted += 1
            switch expected.name {
            case "uuid": #expect(sample.inventory.accelerators[row].uuid == expected.value)
            case "model": #expect(sample.inventory.accelerators[row].model == expected.value)
            default:
                let metric = try #require(Self.metric(expected.name))
                let reading = sample.accelerators[metric, row]
                #expect(Self.agrees(reading, expected.value), "\(expected) \(reading)")
            }
        }
        #expect(asserted > 200)
        print("corpus: query-gpu \(form): \(files.count) files, \(asserted) values asserted")
    }

    @Test func utilisationUnderMIGSaysWhy() throws {
        for file in Corpus.files("nvidia-smi-csv", "h100-mig__590.48.01__load__query-gpu") {
            let fields = "timestamp,index,mig.mode.current,utilization.gpu,power.draw"
            let rows = try Corpus.expected(["project", fields], [file])
            let row = try #require(rows.first { $0.name == "bare" })
            var decoder = decoder(fields)
            _ = feed(&decoder, row.value + "\n")
            let rest = decoder.remainder()
            let sample = try #require(rest)
            #expect(
                sample.accelerators[.utilization, 0]
                    == .absent(Absence(.unsupported, .migEnabled)))
            #expect(sample.accelerators.value(.power, 0).map { $0 > 100 } == true)
        }
    }

    @Test func computeApps() throws {
        let files = Corpus.files("nvidia-smi-csv", "compute-apps.csv")
        var asserted = 0
        var said: [String: Set<String>] = [:]
        var counts: [String: Int] = [:]
        for file in files {
            let bytes = try Corpus.bytes(file)
            let header = String(decoding: bytes.prefix { $0 != 0x0a }, as: UTF8.self)
                .split(separator: ",").map { String($0.drop { $0 == " " }) }
            let apps = ComputeApps.rows(bytes[...], fields: header)
            counts[file] = apps.count
            said[file] = Set(
                apps.map { app in
                    let memory = app.memory.value.map { "\($0)" } ?? "absent"
                    return "\(app.gpu)|\(app.pid)|\(app.name)|\(memory)"
                })
        }
        for expected in try Corpus.expected(["apps"], files) {
            asserted += 1
            counts[expected.file, default: 0] -= 1
            #expect(said[expected.file]?.contains(expected.value) == true, "\(expected)")
        }
        #expect(counts.values.allSatisfy { $0 == 0 }, "as many rows as the other reader")
        print("corpus: compute-apps: \(files.count) files, \(asserted) values asserted")
    }

    @Test func fieldNamesOfEveryDriver() throws {
        let files = Corpus.files("nvidia-smi-captures")
        var asserted = 0
        for expected in try Corpus.expected(["help"], files) {
            let text = String(decoding: try Corpus.bytes(expected.file), as: UTF8.self)
            let start = try #require(text.ranges(of: "$ nvidia-smi --help-query-gpu").first)
            let end = try #require(text.ranges(of: "$ nvidia-smi --help-query-compute").first)
            let part = text[start.upperBound..<end.lowerBound]
            let names = QueryPlan.fieldNames(inHelp: Array(part.utf8)[...])
            asserted += 1
            if expected.name == "count" {
                #expect("\(names.count)" == expected.value)
            } else {
                let plan = QueryPlan(known: names)
                let known = Set(expected.value.split(separator: ",").map(String.init))
                #expect(plan.names.allSatisfy(known.contains))
                #expect(plan.names.count == QueryField.wanted.count, "nothing is missing there")
                #expect(plan.names.contains("clocks_event_reasons.active"))
            }
        }
        print("corpus: help-query-gpu: \(files.count) files, \(asserted) values asserted")
    }

    @Test func listsLinksAndXids() throws {
        let lists = Corpus.files("nvidia-smi-mon", "list-L")
        let links = Corpus.files("nvidia-smi-mon", "nvlink-s")
        let logs = Corpus.files("logs", ".log")
        var asserted = 0
        func lines(_ file: String) throws -> [Substring] {
            String(decoding: try Corpus.bytes(file), as: UTF8.self).split(separator: "\n")
        }
        for expected in try Corpus.expected(["list"], lists) where expected.name == "instances" {
            asserted += 1
            #expect("\(DeviceList(try lines(expected.file)).instances.count)" == expected.value)
        }
        for expected in try Corpus.expected(["nvlink"], links) {
            let found = NVLinkStatus.links(try lines(expected.file)).values
            let counts = found.map { expected.name == "total" ? $0.total : $0.active }
            asserted += 1
            #expect("\(counts.reduce(0, +))" == expected.value, "\(expected)")
        }
        var xids: [String: [KernelLog.Xid]] = [:]
        for file in logs {
            xids[file] = KernelLog.xids(in: try Corpus.bytes(file)[...], booted: nil)
        }
        for expected in try Corpus.expected(["xid"], logs) {
            let row = try #require(expected.row)
            let xid = try #require(xids[expected.file]?[row])
            asserted += 1
            #expect("\(xid.pciAddress)|\(xid.number)" == expected.value)
        }
        #expect(asserted > 20)
        let count = lists.count + links.count + logs.count
        print("corpus: -L, nvlink -s, kernel log: \(count) files, \(asserted) values asserted")
    }

    @Test func errorsHaveNames() throws {
        for (name, kind) in [
            ("device-handle", SourceFailure.Kind.gpuLost), ("command-not-found", .commandNotFound),
            ("not-in-container", .commandNotFound),
        ] {
            for file in Corpus.files("errors", name) {
                let text = CleanText.clean(try Corpus.bytes(file), limit: 4096)
                #expect(SMIFailure.named(by: text)?.kind == kind, "\(file)")
            }
        }
    }

    /// Nothing that is not an answer to the question becomes a value.
    @Test func otherToolsOutputGivesNothing() throws {
        var count = 0
        for folder in ["nvidia-smi-q", "nvidia-smi-table", "nvidia-smi-mon", "logs", "errors"] {
            for file in Corpus.files(folder) {
                let bytes = try Corpus.bytes(file)
                var decoder = QueryGPUDecoder(
                    plan: QueryPlan(known: QueryField.universal), node: NodeIdentity(name: "n"),
                    interval: .seconds(1))
                let events = bytes.withUnsafeBytes { decoder.consume($0) }
                for event in events {
                    if case .sample = event { Issue.record("\(file) became a sample") }
                }
                let rest = decoder.remainder()
                #expect(rest == nil, "a rest became a sample")
                #expect(throws: SourceFailure.self) {
                    try bytes.withUnsafeBytes { try DeviceLog($0) }
                }
                count += 1
            }
        }
        print("corpus: \(count) files of other output gave no value")
    }

    @Test func cutDocumentsAreNamedErrors() throws {
        let files = Corpus.files("nvidia-smi-xml")
        var cuts = 0
        for file in files {
            let bytes = try Corpus.bytes(file)
            // The last tag's `>` is the last byte that matters.
            let end = bytes.lastIndex(of: 0x3e) ?? 0
            let places = Cuts.of(bytes)
            for length in places.count > 2000 ? Array(places.shuffledPrefix(400)) : places {
                cuts += 1
                let log = try? bytes[..<length].withUnsafeBytes { try DeviceLog($0) }
                #expect(log == nil || length > end, "\(file) cut at \(length)")
            }
        }
        print("corpus: \(files.count) documents, \(cuts) cuts")
    }
}

extension Array {
    /// So many elements, spread evenly.
    fileprivate func shuffledPrefix(_ count: Int) -> [Element] {
        stride(from: 0, to: self.count, by: Swift.max(1, self.count / count)).map { self[$0] }
    }
}
