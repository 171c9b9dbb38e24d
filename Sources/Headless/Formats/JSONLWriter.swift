package import Fleet

/// One JSON object a line, one line per thing per tick.
///
/// Every line of a kind has all fields of it, the ones that the kind's table has in CSV. They are snake
/// case with the base unit at the end. A missing reading is `null` with its reason in `<field>_absent`,
/// which stands nowhere else; what else is not known is `null`, an empty list or an empty object.
package struct JSONLWriter: SnapshotWriter {
    private let selection: RecordSelection

    /// A writer of the selected records.
    package init(selection: RecordSelection = RecordSelection()) {
        self.selection = selection
    }

    package mutating func write(
        _ snapshot: FleetSnapshot, at now: Instant, to bytes: inout [UInt8]
    ) -> Int {
        let fields = RecordFields(snapshot: snapshot, now: now)
        var count = 0
        var sink = JSONSink(bytes: [])
        swap(&sink.bytes, &bytes)
        for kind in RecordKind.allCases where selection.kinds.contains(kind) {
            sink.prefix = prefix(kind, snapshot, now)
            for (place, source) in snapshot.sources.enumerated() {
                for row in 0..<snapshot.recordCount(kind, source: source)
                where selection.includes(kind, snapshot, source: place, row: row) {
                    sink.line { fields.describe(kind, source, row: row, to: &$0) }
                    count += 1
                }
            }
            if kind == .finding { count += findings(fields, &sink) }
            if kind == .workload { count += workloads(fields, &sink) }
        }
        swap(&sink.bytes, &bytes)
        return count
    }

    private func findings(_ fields: RecordFields, _ sink: inout JSONSink) -> Int {
        var count = 0
        for (row, finding) in fields.snapshot.findings.enumerated()
        where selection.includes(.finding, fields.snapshot, source: nil, row: row) {
            sink.line { fields.describe(finding, to: &$0) }
            count += 1
        }
        return count
    }

    private func workloads(_ fields: RecordFields, _ sink: inout JSONSink) -> Int {
        var count = 0
        for (row, record) in WorkloadRecord.all(fields.snapshot).enumerated()
        where selection.includes(.workload, fields.snapshot, source: nil, row: row) {
            sink.line { fields.describe(record, to: &$0) }
            count += 1
        }
        return count
    }

    /// What every line of a kind begins with at this tick.
    private func prefix(_ kind: RecordKind, _ snapshot: FleetSnapshot, _ now: Instant) -> [UInt8] {
        var prefix: [UInt8] = []
        prefix.append(text: "{\"schema\":\(logSchema),\"time\":\"")
        prefix.append(time: now.wall)
        prefix.append(text: "\",\"kind\":\"\(kind.rawValue)\"")
        prefix.append(text: ",\"demo\":\(snapshot.isDemo),\"context\":")
        if snapshot.context.isEmpty {
            prefix.append(text: "null")
        } else {
            prefix.append(json: snapshot.context)
        }
        return prefix
    }
}

/// Writes fields as members of a JSON object.
struct JSONSink: FieldSink {
    var bytes: [UInt8]
    /// The opening of each line.
    var prefix: [UInt8] = []

    /// One object and its newline.
    mutating func line(_ body: (inout JSONSink) -> Void) {
        bytes.append(contentsOf: prefix)
        body(&self)
        bytes.append(UInt8(ascii: "}"))
        bytes.append(UInt8(ascii: "\n"))
    }

    private mutating func key(_ name: String, _ suffix: String = "") {
        bytes.append(UInt8(ascii: ","))
        bytes.append(UInt8(ascii: "\""))
        bytes.append(text: name)
        if !suffix.isEmpty { bytes.append(text: suffix) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    mutating func text(_ name: String, _ value: String?) {
        key(name)
        guard let value else { return null() }
        bytes.append(json: value)
    }

    mutating func integer(_ name: String, _ value: Int?) {
        key(name)
        guard let value else { return null() }
        bytes.append(integer: value)
    }

    mutating func number(_ name: String, _ value: Double?) {
        key(name)
        guard let value, value.isFinite else { return null() }
        bytes.append(number: value)
    }

    private mutating func null() { bytes.append(text: "null") }

    mutating func unreported<M: Metric>(_ metric: M) {
        bytes.append(contentsOf: JSONMember.of(metric).unreported)
    }

    mutating func reading<M: Metric>(of metric: M, _ reading: Reading<Double>) {
        let member = JSONMember.of(metric)
        switch reading {
        case .value(let value) where value.isFinite:
            bytes.append(contentsOf: member.key)
            bytes.append(number: value)
        case .value:
            bytes.append(contentsOf: member.absent)
            bytes.append(json: Absence.malformed.reason)
        case .absent(let absence):
            bytes.append(contentsOf: member.absent)
            bytes.append(json: absence.reason)
        }
    }

    mutating func reading(_ name: String, _ reading: Reading<Double>) {
        key(name)
        switch reading {
        case .value(let value) where value.isFinite: bytes.append(number: value)
        case .value: absent(name, .malformed)
        case .absent(let absence): absent(name, absence)
        }
    }

    private mutating func absent(_ name: String, _ absence: Absence) {
        null()
        key(name, "_absent")
        bytes.append(json: absence.reason)
    }

    mutating func time(_ name: String, _ value: WallTime?) {
        key(name)
        guard let value else { return null() }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(time: value)
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func list(_ name: String, _ values: [String]) {
        key(name)
        bytes.append(UInt8(ascii: "["))
        for (place, value) in values.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(json: value)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    mutating func mapping(_ name: String, _ values: [String: String]) {
        key(name)
        bytes.append(UInt8(ascii: "{"))
        for (place, (key, value)) in values.sorted(by: { $0.key < $1.key }).enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(json: key)
            bytes.append(UInt8(ascii: ":"))
            bytes.append(json: value)
        }
        bytes.append(UInt8(ascii: "}"))
    }
}

extension [UInt8] {
    /// The text as a JSON string, quotes and all (RFC 8259).
    mutating func append(json text: String) {
        append(UInt8(ascii: "\""))
        defer { append(UInt8(ascii: "\"")) }
        let isPlain = text.utf8.allSatisfy {
            $0 >= 0x20 && $0 != 0x7f && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
        }
        if isPlain { return append(text: text) }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                append(UInt8(ascii: "\\"))
                append(byte)
            case 0..<0x20, 0x7f:
                append(contentsOf: [0x5c, 0x75, 0x30, 0x30])
                append(hexDigit(byte >> 4))
                append(hexDigit(byte & 15))
            default: append(byte)
            }
        }
    }

    private func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
