import Fleet
import FoundationEssentials
import Support
import Testing

@testable import Headless

/// The three formats, written from the literal fleet, against the files in Tests/Fixtures/log. With
/// HYBRIDTOP_RECORD set the files are written instead: read the difference before keeping it.
@Suite struct FormatTests {
    private func golden(_ name: String, _ text: String) throws -> String {
        let url = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fixtures/log/\(name)")
        if ProcessInfo.processInfo.environment["HYBRIDTOP_RECORD"] != nil {
            try Data(text.utf8).write(to: url)
        }
        return try String(contentsOf: url, encoding: .utf8)
    }

    private func text(_ writer: some SnapshotWriter) -> String {
        var writer = writer
        var bytes = writer.header
        _ = writer.write(LiteralFleet.snapshot, at: LiteralFleet.now, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func linesAreAsRecorded() throws {
        let text = text(JSONLWriter())
        #expect(try text == golden("fleet.jsonl", text))
    }

    @Test(arguments: RecordKind.allCases)
    func tablesAreAsRecorded(kind: RecordKind) throws {
        let text = text(CSVWriter(kind: kind))
        #expect(try text == golden("fleet.\(kind.rawValue).csv", text))
    }

    @Test func expositionIsAsRecorded() throws {
        let text = text(PrometheusWriter())
        #expect(try text == golden("fleet.prom", text))
    }

    @Test(arguments: RecordKind.allCases)
    func everyRowHasAsManyCellsAsTheHeader(kind: RecordKind) {
        let rows = text(CSVWriter(kind: kind)).split(separator: "\r\n")
        #expect(rows.count > 1)
        let columns = rows[0].split(separator: ",", omittingEmptySubsequences: false).count
        for row in rows.dropFirst() { #expect(cells(row) == columns) }
    }

    /// The same fields in every line of a kind, whatever its source can tell, and those of the table.
    @Test(arguments: RecordKind.allCases)
    func everyLineHasTheFieldsOfTheTable(kind: RecordKind) throws {
        let selection = RecordSelection(kinds: [kind])
        let lines = text(JSONLWriter(selection: selection)).split(separator: "\n")
        let header = text(CSVWriter(kind: kind)).split(separator: "\r\n")[0].split(separator: ",")
        let names = Set(header.map(String.init))
        #expect(!lines.isEmpty)
        for line in lines {
            let record = try JSONDecoder().decode(Members.self, from: Data(line.utf8))
            #expect(
                Set(record.names.filter { !$0.hasSuffix("_absent") })
                    == names.filter { !$0.hasSuffix("_absent") })
            // Where the table has a column for the reason, it stands in the line if and only if there
            // is no value.
            let missing = record.nulls.filter { names.contains("\($0)_absent") }
            #expect(
                Set(missing.map { "\($0)_absent" })
                    == Set(record.names.filter { $0.hasSuffix("_absent") }))
        }
    }

    /// The names of a JSON object's members, and which of them are `null`.
    private struct Members: Decodable {
        var names: [String]
        var nulls: [String]

        struct Name: CodingKey {
            var stringValue: String
            var intValue: Int? { nil }
            init?(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        init(from decoder: any Decoder) throws {
            let members = try decoder.container(keyedBy: Name.self)
            names = members.allKeys.map(\.stringValue)
            nulls = try members.allKeys.filter { try members.decodeNil(forKey: $0) }
                .map(\.stringValue)
        }
    }

    /// Cells of a row, commas within quotes not counted.
    private func cells(_ row: Substring) -> Int {
        var isQuoted = false
        return 1
            + row.count { character in
                if character == "\"" { isQuoted.toggle() }
                return character == "," && !isQuoted
            }
    }

    @Test func linesOfTheDemoSaySo() {
        var snapshot = LiteralFleet.snapshot
        snapshot.isDemo = true
        var bytes: [UInt8] = []
        var lines = JSONLWriter()
        let count = lines.write(snapshot, at: LiteralFleet.now, to: &bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.split(separator: "\n").allSatisfy { $0.contains(#""demo":true"#) })
        #expect(count == text.split(separator: "\n").count)
        bytes = []
        var exposition = PrometheusWriter()
        _ = exposition.write(snapshot, at: LiteralFleet.now, to: &bytes)
        let series = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            .filter { !$0.hasPrefix("#") }
        #expect(series.allSatisfy { $0.contains(#"demo="true""#) })
    }

    @Test func kindsAndFilterSelect() {
        let selection = RecordSelection(kinds: [.accelerator, .finding]) { record in
            guard record.kind == .accelerator, let source = record.source else { return false }
            let sample = record.snapshot.sources[source].sample
            return (sample?.accelerators.value(.utilization, record.row) ?? 0) > 0.5
        }
        var bytes: [UInt8] = []
        var writer = JSONLWriter(selection: selection)
        #expect(writer.write(LiteralFleet.snapshot, at: LiteralFleet.now, to: &bytes) == 2)
    }

    @Test func aSilentSourceHasNoValuesInTheExposition() {
        let text = text(PrometheusWriter())
        let old = text.split(separator: "\n").filter { $0.contains("gpu-a02") }
        #expect(!old.isEmpty)
        #expect(!old.contains { $0.contains("_utilization_ratio") || $0.contains("_bytes{") })
        #expect(text.contains(#"hybridtop_source_up{source="nvidia-smi/gpu-a02",site="hall-a"} 0"#))
    }
}
