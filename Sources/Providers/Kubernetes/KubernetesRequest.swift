import Fleet

/// One request to the API server, without what lets us in.
struct KubernetesRequest: Sendable, Hashable {
    var method = "GET"
    /// Absolute, percent-encoded where it has to be: `/api/v1/nodes`.
    var path: String
    /// In order; encoded when it is sent.
    var query: [Parameter] = []
    /// Empty for none.
    var body: [UInt8] = []
    /// Of the body.
    var contentType = "application/json"
    /// Longer answers are a failure.
    var limit = 32 << 20

    /// A part of the query.
    struct Parameter: Sendable, Hashable {
        var name: String
        var value: String
    }

    /// A request that reads.
    init(_ path: String, query: [(String, String)] = []) {
        self.path = path
        self.query = query.map { Parameter(name: $0.0, value: $0.1) }
    }

    /// A request that changes something.
    init(
        _ method: String, _ path: String, query: [(String, String)] = [], body: [UInt8],
        contentType: String = "application/json"
    ) {
        self.init(path, query: query)
        self.method = method
        self.body = body
        self.contentType = contentType
    }

    /// Path and query, as they are sent.
    var resource: String {
        let parts = query.map { "\(KubeText.encoded($0.name))=\(KubeText.encoded($0.value))" }
        return query.isEmpty ? path : "\(path)?\(parts.joined(separator: "&"))"
    }

    /// `GET /api/v1/nodes`, for messages: without the query, which may be long.
    var title: String { "\(method) \(CleanText.clean(path, limit: 160))" }

    /// What it takes to be allowed.
    var right: KubernetesRight { KubernetesRight(self) }
}
