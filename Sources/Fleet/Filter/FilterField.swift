/// What a filter can compare: names with their meaning. One list serves the parser, the help of the
/// dashboard and the documentation of `--filter`.
package enum FilterField: Hashable, Sendable {
    /// A name or a word.
    case text(FilterText)
    /// A label of the source or the node.
    case label(String)
    /// A reading.
    case number(FilterNumber)
    /// A yes or no.
    case flag(FilterFlag)
}

/// Text that rows have.
package enum FilterText: String, Sendable, CaseIterable {
    /// Spelt as here; a kind of row without such a text never matches.
    case name, node, endpoint, site, source, provider, model, kind, state, health, driver, uuid,
        url, user, partition
}

/// A yes or no that rows have, written as a bare word: `stale`, `!stale`.
package enum FilterFlag: String, Sendable, CaseIterable {
    /// Spelt as here; a kind of row of which it cannot be said never matches.
    case stale, live, failed, lost, throttled, idle, owned, rented, mig
}

/// Numbers that rows have, in the base units of their metrics.
package enum FilterNumber: Hashable, Sendable {
    /// Of a GPU; of a node, over its GPUs.
    case accelerator(AcceleratorMetric)
    /// Of a host.
    case node(NodeMetric)
    /// Of an endpoint, or a variant of it.
    case endpoint(EndpointMetric)
    /// Of a job.
    case job(JobNumber)
    /// Device memory used of all there is.
    case memoryRatio
    /// Host memory used of all there is.
    case hostMemoryRatio
    /// How old the readings are, in seconds.
    case age
    /// Whole GPUs.
    case accelerators

    /// What its numbers count.
    package var unit: Unit {
        switch self {
        case .accelerator(let metric): metric.unit
        case .node(let metric): metric.unit
        case .endpoint(let metric): metric.unit
        case .memoryRatio, .hostMemoryRatio: .ratio
        case .age, .job: .seconds
        case .accelerators: .count
        }
    }
}

/// A word of the filter language, with what the help says of it.
package struct FilterWord: Hashable, Sendable {
    /// As it is written.
    package var name: String
    /// What it stands for.
    package var field: FilterField
    /// A few words.
    package var summary: String
    /// How it is used.
    package var example: String

    /// The fields by their short names, in the order of the help. The full names of all metrics
    /// (`utilization_ratio`) and `label:KEY` are understood as well.
    package static let all: [FilterWord] = texts + numbers + flags

    /// The field of a word; `nil` if there is none of that name.
    package static func field(_ name: String) -> FilterField? {
        if name.hasPrefix("label:"), name.utf8.count > 6 {
            return .label(String(name.dropFirst(6)))
        }
        return index[name.lowercased()]
    }

    private static let index: [String: FilterField] = {
        var index: [String: FilterField] = [:]
        for metric in AcceleratorMetric.allCases {
            index[metric.field] = .number(.accelerator(metric))
        }
        for metric in NodeMetric.allCases { index[metric.field] = .number(.node(metric)) }
        for metric in EndpointMetric.allCases { index[metric.field] = .number(.endpoint(metric)) }
        for word in all { index[word.name] = word.field }
        return index
    }()

    private static let texts: [FilterWord] = [
        text(.name, "name of the row", "name=gpu-a*"),
        text(.node, "node name", "node=gpu-a01"),
        text(.endpoint, "endpoint name", "endpoint=chat*"),
        text(.site, "site", "site=hall-a"),
        text(.source, "source id", "source=nvidia-smi/*"),
        text(.provider, "provider", "provider=promql"),
        text(.model, "GPU or served model", "model~h100"),
        text(.kind, "kind of server", "kind=vllm"),
        text(.state, "state of a node, endpoint or source in a word", "state=draining"),
        text(
            .health, "ok, notice, stale, warning, critical; or what is wrong, in its words",
            "health!=ok  health~throttl"),
        text(.driver, "driver version", "driver=550*"),
        text(.uuid, "GPU uuid", "uuid=GPU-5a0e*"),
        text(.url, "address", "url~:8000"),
        text(.user, "user of a process or job", "user=ml"),
        text(.partition, "partition or queue of a job or node", "partition=gpu"),
    ]

    private static let flags: [FilterWord] = [
        flag(.stale, "readings are old"), flag(.live, "readings are current"),
        flag(.failed, "it never answered, or reports failure"),
        flag(.lost, "a GPU is gone"), flag(.throttled, "clocks are held down"),
        flag(.idle, "nothing runs"), flag(.owned, "our own hardware"),
        flag(.rented, "rented"), flag(.mig, "a MIG instance, or has some"),
    ]

    private static func text(_ field: FilterText, _ summary: String, _ example: String)
        -> FilterWord
    {
        FilterWord(
            name: field.rawValue, field: .text(field), summary: summary, example: example)
    }

    private static func flag(_ field: FilterFlag, _ summary: String) -> FilterWord {
        FilterWord(
            name: field.rawValue, field: .flag(field), summary: summary,
            example: "!\(field.rawValue)")
    }
}
