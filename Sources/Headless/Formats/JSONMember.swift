import Fleet

/// What a JSON line says of a metric, as far as that is always the same; made once a metric, because it
/// stands in every row of every tick.
struct JSONMember: Sendable {
    /// `,"<field>":`, before the value.
    let key: [UInt8]
    /// `,"<field>":null,"<field>_absent":`, before the reason.
    let absent: [UInt8]
    /// The whole of it where the source never reports the metric.
    let unreported: [UInt8]

    private static let accelerators = AcceleratorMetric.allCases.map(JSONMember.init)
    private static let nodes = NodeMetric.allCases.map(JSONMember.init)
    private static let endpoints = EndpointMetric.allCases.map(JSONMember.init)

    private init<M: Metric>(_ metric: M) {
        let field = metric.field
        key = Array(",\"\(field)\":".utf8)
        absent = key + Array("null,\"\(field)_absent\":".utf8)
        unreported = absent + Array("\"\(Absence.notReported.reason)\"".utf8)
    }

    /// The member of a metric.
    static func of<M: Metric>(_ metric: M) -> JSONMember {
        if M.self == AcceleratorMetric.self { return accelerators[metric.rawValue] }
        if M.self == NodeMetric.self { return nodes[metric.rawValue] }
        if M.self == EndpointMetric.self { return endpoints[metric.rawValue] }
        return JSONMember(metric)
    }
}
