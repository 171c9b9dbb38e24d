/// Folds what one overloaded endpoint shows in several ways into one finding: a queue, a full cache and
/// breached latencies have one cause and one remedy.
struct SymptomFolder: Sendable {
    /// The rule that the folded finding carries.
    static let rule = "overloaded"

    /// The rules whose findings are symptoms, nearest to the cause first.
    private static let symptoms = [
        "queue-growing", "kv-saturated",
        "objective-\(EndpointMetric.latencyP95.field)",
        "objective-\(EndpointMetric.firstTokenP95.field)",
    ]

    /// Endpoints with a folded finding. It stays one until the last symptom is gone, so that what was
    /// acknowledged does not come back under another name.
    private var folded: Set<Subject> = []

    /// Nothing folded yet.
    init() {}

    /// The findings, those of one endpoint's overload as one.
    mutating func fold(_ findings: [Finding]) -> [Finding] {
        var groups: [Subject: [(order: Int, finding: Finding)]] = [:]
        var rest: [Finding] = []
        for finding in findings {
            if finding.subject.kind == .endpoint,
                let order = Self.symptoms.firstIndex(of: finding.rule)
            {
                groups[finding.subject, default: []].append((order, finding))
            } else {
                rest.append(finding)
            }
        }
        groups = groups.filter { subject, members in
            if members.count > 1 || folded.contains(subject) { return true }
            rest += members.map(\.finding)
            return false
        }
        folded = Set(groups.keys)
        return rest + groups.values.map(Self.merged)
    }

    private static func merged(_ members: [(order: Int, finding: Finding)]) -> Finding {
        let sorted = members.sorted { $0.order < $1.order }.map(\.finding)
        var finding = sorted[0]
        finding.id = Finding.identity(rule: rule, subject: finding.subject)
        finding.rule = rule
        finding.severity = sorted.map(\.severity).max() ?? finding.severity
        finding.since = sorted.map(\.since).min() ?? finding.since
        let others = sorted.dropFirst().map { "\($0.title)." }
        // What another symptom says of a quantity is not said of it again.
        let told = Set(others.map(quantity))
        finding.evidence = others + finding.evidence.filter { !told.contains(quantity($0)) }
        return finding
    }

    /// What a sentence tells of: the words before its first figure.
    private static func quantity(_ sentence: String) -> Substring {
        sentence.prefix { !$0.isNumber }
    }
}
