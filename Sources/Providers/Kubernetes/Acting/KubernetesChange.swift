import Fleet

/// One request that changes something, as a plan keeps and shows it: without what lets us in.
struct KubernetesChange: Sendable, Hashable {
    var method: String
    /// Absolute, percent-encoded where it has to be.
    var path: String
    var contentType: String
    /// JSON.
    var body: String

    private init(_ method: String, _ path: String, _ contentType: String, _ body: String) {
        self.method = method
        self.path = path
        self.contentType = contentType
        self.body = body
    }

    /// Merges an object into what is there (RFC 7396).
    static func merge(_ path: String, _ body: String) -> Self {
        Self("PATCH", path, "application/merge-patch+json", body)
    }

    /// Does all of it, or nothing where a test fails (RFC 6902).
    static func patch(_ path: String, _ operations: [PatchOperation]) -> Self {
        let body = "[" + operations.map(\.text).joined(separator: ",") + "]"
        return Self("PATCH", path, "application/json-patch+json", body)
    }

    /// Makes an object.
    static func create(_ path: String, _ body: String) -> Self {
        Self("POST", path, "application/json", body)
    }

    /// What a plan has kept; `nil` for what is no change of ours.
    init?(_ request: ActionRequest) {
        guard request.words.count == 4, ["PATCH", "POST"].contains(request.words[0]),
            request.words[1].hasPrefix("/api"), !request.words[1].contains("?")
        else { return nil }
        self.init(request.words[0], request.words[1], request.words[2], request.words[3])
    }

    /// As a plan keeps it, for a server.
    func request(at server: String) -> ActionRequest {
        ActionRequest(
            place: server, words: [method, path, contentType, body],
            shown: "\(method) \(server)\(path) (\(contentType)) \(body)")
    }

    /// As it is sent; where it is only tried, nothing is changed.
    func sent(isTried: Bool = false) -> KubernetesRequest {
        KubernetesRequest(
            method, path, query: isTried ? [("dryRun", "All")] : [], body: Array(body.utf8),
            contentType: contentType)
    }

    /// Whether it is refused where a value is not the one that was seen.
    var isTested: Bool { contentType == "application/json-patch+json" }

    /// Whether it asks a pod to go.
    var isEviction: Bool { method == "POST" && path.hasSuffix("/eviction") }
}
