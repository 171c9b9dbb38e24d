/// What a series is: its name and labels, made once when its identity is seen for the first time.
/// Text is as the exporter wrote it, escapes resolved, not yet cleaned for a screen.
struct SeriesDefinition: Sendable, Equatable {
    /// The metric name; renamed vLLM series carry their original name (``MetricName``).
    var name: String
    /// Labels in the order in which they were sent.
    var labels: [Label]
    /// The `le` label as a number, if the series is a histogram bucket.
    var bound: Double?

    /// One label.
    struct Label: Sendable, Hashable {
        var key: String
        var value: String
    }

    /// A series; its `le` label is read as a number here, once.
    init(name: String, labels: [Label]) {
        self.name = MetricName.canonical(name)
        self.labels = labels
        bound = labels.first { $0.key == "le" }.flatMap { DecimalNumber.parse($0.value) }
        if bound?.isNaN == true { bound = nil }
    }

    /// The value of a label; `nil` also where it is empty, which Prometheus treats as absent.
    subscript(key: String) -> String? {
        guard let label = labels.first(where: { $0.key == key }), !label.value.isEmpty else {
            return nil
        }
        return label.value
    }

    /// The first of several spellings of a label that has a value.
    func first(of keys: [String]) -> String? {
        for key in keys {
            if let value = self[key] { return value }
        }
        return nil
    }

    /// One text for all series that differ only in the labels of `keys`.
    func identity(without keys: [String]) -> String {
        var text = ""
        for label in labels where !keys.contains(label.key) {
            text += "\(label.key)\u{1}\(label.value)\u{2}"
        }
        return text
    }
}

/// Names under which the same series is found when something in between has renamed it.
enum MetricName {
    /// KServe and llm-d relabel `vllm:x` to `kserve_vllm:x`, Vertex exposes `vertex_vllm_x`, Ray
    /// `ray_vllm:x` or `ray_vllm_x`; all become `vllm:x`. Every other name stays as it is.
    static func canonical(_ name: String) -> String {
        guard let place = ["kserve_vllm", "vertex_vllm", "ray_vllm"].first(where: name.hasPrefix)
        else { return name }
        let rest = name.dropFirst(place.count)
        guard let separator = rest.first, separator == ":" || separator == "_" else { return name }
        return "vllm:" + rest.dropFirst()
    }

    /// The spellings under which a canonical name may be stored.
    static func spellings(_ name: String) -> [String] {
        guard name.hasPrefix("vllm:") else { return [name] }
        let rest = name.dropFirst(5)
        return [
            name, "kserve_vllm:\(rest)", "vertex_vllm_\(rest)", "ray_vllm:\(rest)",
            "ray_vllm_\(rest)",
        ]
    }
}
