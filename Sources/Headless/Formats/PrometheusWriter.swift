package import Fleet

/// The snapshot as Prometheus text exposition (format 0.0.4), as the node exporter's textfile collector
/// reads it: no time stamps, one value a series, series without a value left out.
///
/// Names are `hybridtop_<kind>_<field>`. What is text (models, drivers, states) is in `_info` and
/// `_state` series whose value is 1. Readings of a source that does not answer are left out, so that
/// Prometheus marks them stale itself.
package struct PrometheusWriter: SnapshotWriter {
    private let selection: RecordSelection

    /// A writer of the selected records.
    package init(selection: RecordSelection = RecordSelection()) {
        self.selection = selection
    }

    package mutating func write(
        _ snapshot: FleetSnapshot, at now: Instant, to bytes: inout [UInt8]
    ) -> Int {
        var exposition = Exposition(bytes: [])
        swap(&exposition.bytes, &bytes)
        var count = 0
        for kind in RecordKind.allCases where selection.kinds.contains(kind) {
            let rows = SeriesLabels(snapshot: snapshot, selection: selection).rows(kind)
            count += rows.count
            PrometheusFamilies(snapshot: snapshot, now: now, rows: rows).write(kind, &exposition)
        }
        swap(&exposition.bytes, &bytes)
        return count
    }
}

/// One row that has series: its labels and where it stands in the snapshot.
struct SeriesRow {
    /// `source="...",site="..."`, without braces.
    let labels: [UInt8]
    /// Index of its source; 0 for findings.
    let source: Int
    let row: Int
}

/// Collects families in the exposition's syntax.
struct Exposition {
    var bytes: [UInt8]

    /// A family of one sample a row; without HELP and TYPE where no row has a value.
    mutating func family(
        _ name: String, help: String, rows: [SeriesRow], value: (SeriesRow) -> Double?
    ) {
        var hasHeading = false
        for row in rows {
            guard let number = value(row), number.isFinite else { continue }
            if !hasHeading { heading(name, help) }
            hasHeading = true
            sample(name, row.labels, number)
        }
    }

    /// A family whose samples are all 1 and say something in labels of their own.
    mutating func information(
        _ name: String, help: String, rows: [SeriesRow],
        labels: (SeriesRow) -> [(String, String?)]
    ) {
        var hasHeading = false
        for row in rows {
            var text = row.labels
            for (label, value) in labels(row) {
                if let value, !value.isEmpty { text.append(label: label, value) }
            }
            if !hasHeading { heading(name, help) }
            hasHeading = true
            sample(name, text, 1)
        }
    }

    private mutating func heading(_ name: String, _ help: String) {
        let type = name.hasSuffix("_total") ? "counter" : "gauge"
        bytes.append(text: "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n")
    }

    private mutating func sample(_ name: String, _ labels: [UInt8], _ value: Double) {
        bytes.append(text: name)
        if !labels.isEmpty {
            bytes.append(UInt8(ascii: "{"))
            bytes.append(contentsOf: labels)
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(UInt8(ascii: " "))
        bytes.append(number: value)
        bytes.append(UInt8(ascii: "\n"))
    }
}

extension [UInt8] {
    /// One label, with a comma where it is not the first; its value escaped as the format wants.
    mutating func append(label name: String, _ value: String) {
        if !isEmpty { append(UInt8(ascii: ",")) }
        append(text: name)
        append(UInt8(ascii: "="))
        append(UInt8(ascii: "\""))
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "\\"), UInt8(ascii: "\""):
                append(UInt8(ascii: "\\"))
                append(byte)
            case UInt8(ascii: "\n"):
                append(UInt8(ascii: "\\"))
                append(UInt8(ascii: "n"))
            default: append(byte)
            }
        }
        append(UInt8(ascii: "\""))
    }
}
