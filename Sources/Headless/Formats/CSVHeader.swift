import Fleet

/// The header of a kind's table: the names that its rows' fields have, taken from the same description
/// as the rows, so that the two cannot differ.
enum CSVHeader {
    /// The header line with its line end.
    static func line(_ kind: RecordKind) -> [UInt8] {
        var sink = NameSink()
        let now = Instant(wall: WallTime(nanoseconds: 0), monotonic: MonotonicTime(nanoseconds: 0))
        let fields = RecordFields(snapshot: FleetSnapshot(time: now), now: now)
        if kind == .finding {
            fields.describe(finding, to: &sink)
        } else if kind == .workload {
            fields.describe(WorkloadRecord.any(fields.snapshot), to: &sink)
        } else {
            fields.describe(kind, source, row: 0, to: &sink)
        }
        let names = ["schema", "time", "kind", "demo", "context"] + sink.names
        return Array((names.joined(separator: ",") + "\r\n").utf8)
    }

    private static var finding: Finding {
        Finding(
            rule: "", severity: .notice, subject: Subject(kind: .fleet, name: ""), title: "",
            evidence: [], nextStep: "", since: WallTime(nanoseconds: 0))
    }

    /// A source with one thing of each kind.
    private static var source: SourceState {
        var sample = Sample(
            inventory: Inventory(
                nodes: [NodeIdentity(name: "")],
                accelerators: [AcceleratorIdentity(node: 0, index: 0, uuid: "", model: "")],
                endpoints: [EndpointIdentity(name: "", kind: "")]))
        sample.processes = .value([
            ComputeProcess(accelerator: 0, pid: 0, name: "", memory: .absent(.notReported))
        ])
        sample.jobs = .value([
            Job(id: "", name: "", user: "", state: .unknown, word: "")
        ])
        var source = SourceState(
            id: SourceID(provider: "", instance: ""), title: "", site: "", interval: .zero,
            staleAfter: .zero)
        source.sample = sample
        return source
    }
}

/// Collects the names of fields and forgets their values.
private struct NameSink: FieldSink {
    var names: [String] = []

    mutating func text(_ name: String, _ value: String?) { names.append(name) }
    mutating func integer(_ name: String, _ value: Int?) { names.append(name) }
    mutating func number(_ name: String, _ value: Double?) { names.append(name) }
    mutating func reading(_ name: String, _ reading: Reading<Double>) {
        names += [name, "\(name)_absent"]
    }
    mutating func time(_ name: String, _ value: WallTime?) { names.append(name) }
    mutating func list(_ name: String, _ values: [String]) { names.append(name) }
    mutating func mapping(_ name: String, _ values: [String: String]) { names.append(name) }
}
