package import Fleet

/// Records of one kind as RFC 4180 CSV: a header, then a row per thing per tick.
///
/// Kinds have different columns, so that a file holds one kind. Every metric has its column and one
/// beside it, `<field>_absent`, that says why there is no value. Text that a spreadsheet would take for a
/// formula is preceded by an apostrophe; line breaks and other controls become spaces, so that a record
/// is always one line.
package struct CSVWriter: SnapshotWriter {
    /// The only kind that it writes: a table has one set of columns.
    package let kind: RecordKind
    /// Names of the columns, as the first line of a file.
    package let header: [UInt8]
    private let filter: RecordSelection

    /// A writer of one kind, filtered as the selection says.
    package init(kind: RecordKind, selection: RecordSelection = RecordSelection()) {
        self.kind = kind
        filter = selection
        header = CSVHeader.line(kind)
    }

    package mutating func write(
        _ snapshot: FleetSnapshot, at now: Instant, to bytes: inout [UInt8]
    ) -> Int {
        let fields = RecordFields(snapshot: snapshot, now: now)
        var sink = CSVSink(bytes: [], prefix: prefix(snapshot, now))
        swap(&sink.bytes, &bytes)
        var count = 0
        for (place, source) in snapshot.sources.enumerated() {
            for row in 0..<snapshot.recordCount(kind, source: source)
            where filter.includes(kind, snapshot, source: place, row: row) {
                sink.line { fields.describe(kind, source, row: row, to: &$0) }
                count += 1
            }
        }
        if kind == .workload {
            for (row, record) in WorkloadRecord.all(snapshot).enumerated()
            where filter.includes(kind, snapshot, source: nil, row: row) {
                sink.line { fields.describe(record, to: &$0) }
                count += 1
            }
        }
        if kind == .finding {
            for (row, finding) in snapshot.findings.enumerated()
            where filter.includes(kind, snapshot, source: nil, row: row) {
                sink.line { fields.describe(finding, to: &$0) }
                count += 1
            }
        }
        swap(&sink.bytes, &bytes)
        return count
    }

    private func prefix(_ snapshot: FleetSnapshot, _ now: Instant) -> [UInt8] {
        var prefix: [UInt8] = []
        prefix.append(text: "\(logSchema),")
        prefix.append(time: now.wall)
        prefix.append(text: ",\(kind.rawValue),\(snapshot.isDemo),")
        prefix.append(csv: snapshot.context)
        return prefix
    }
}

/// Writes fields as cells of a row.
struct CSVSink: FieldSink {
    var bytes: [UInt8]
    var prefix: [UInt8]

    /// One row and its line end.
    mutating func line(_ body: (inout CSVSink) -> Void) {
        bytes.append(contentsOf: prefix)
        body(&self)
        bytes.append(UInt8(ascii: "\r"))
        bytes.append(UInt8(ascii: "\n"))
    }

    private mutating func comma() { bytes.append(UInt8(ascii: ",")) }

    mutating func text(_ name: String, _ value: String?) {
        comma()
        if let value { bytes.append(csv: value) }
    }

    mutating func integer(_ name: String, _ value: Int?) {
        comma()
        if let value { bytes.append(integer: value) }
    }

    mutating func number(_ name: String, _ value: Double?) {
        comma()
        if let value, value.isFinite { bytes.append(number: value) }
    }

    mutating func reading(_ name: String, _ reading: Reading<Double>) {
        comma()
        if case .value(let value) = reading, value.isFinite { bytes.append(number: value) }
        comma()
        switch reading {
        case .value(let value) where value.isFinite: break
        case .value: bytes.append(csv: Absence.malformed.reason)
        case .absent(let absence): bytes.append(csv: absence.reason)
        }
    }

    mutating func time(_ name: String, _ value: WallTime?) {
        comma()
        if let value { bytes.append(time: value) }
    }

    mutating func list(_ name: String, _ values: [String]) {
        text(name, values.joined(separator: "; "))
    }

    mutating func mapping(_ name: String, _ values: [String: String]) {
        let pairs = values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        text(name, pairs.joined(separator: ";"))
    }
}

extension [UInt8] {
    /// The text as a CSV cell: quoted where it must be, harmless to spreadsheets.
    mutating func append(csv text: String) {
        let special: (UInt8) -> Bool = { $0 == 0x22 || $0 == 0x2c || $0 < 0x20 || $0 == 0x7f }
        let isFormula = text.utf8.first.map { "=+-@\t\r".utf8.contains($0) } ?? false
        guard isFormula || text.utf8.contains(where: special) else { return append(text: text) }
        append(UInt8(ascii: "\""))
        if isFormula { append(UInt8(ascii: "'")) }
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { append(byte) }
            append(byte < 0x20 || byte == 0x7f ? UInt8(ascii: " ") : byte)
        }
        append(UInt8(ascii: "\""))
    }
}
