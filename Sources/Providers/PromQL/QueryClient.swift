import Collector
import Fleet

/// Sends queries to a Prometheus-compatible server, as POSTed forms, because long ones outgrow URLs.
struct QueryClient: Sendable {
    let base: String
    let access: HTTPAccess
    let http: any HTTPTransport

    /// The bytes of an instant query's answer, within a time.
    func query(
        _ text: String, timeout: Duration = .seconds(30)
    ) async throws(SourceFailure) -> [UInt8] {
        try await post("/api/v1/query", [("query", text)], timeout)
    }

    /// The bytes of a range query's answer, from and to seconds since the epoch.
    func range(
        _ text: String, over range: HistoryBuilder.Range, timeout: Duration
    ) async throws(SourceFailure) -> [UInt8] {
        try await post(
            "/api/v1/query_range",
            [
                ("query", text), ("start", "\(range.start)"), ("end", "\(range.end)"),
                ("step", "\(range.step)"),
            ], timeout)
    }

    private func post(
        _ path: String, _ fields: [(String, String)], _ timeout: Duration
    ) async throws(SourceFailure) -> [UInt8] {
        // The server is told too, so that it does not work on for nobody.
        let limit = ("timeout", "\(max(1, timeout.nanoseconds / 1_000_000))ms")
        let form = (fields + [limit]).map { "\($0)=\(Self.encoded($1))" }.joined(separator: "&")
        var request = access.request(
            "POST", url: base + path, accept: "application/json", body: Array(form.utf8),
            limit: 96 << 20, timeout: timeout)
        request.headers.append(("Content-Type", "application/x-www-form-urlencoded"))
        let response = try await http.send(request)
        // Errors of the query come with 400, 422 and 503 and say more than the status does.
        if response.body.first == 0x7b, [400, 422, 503].contains(response.status) {
            return response.body
        }
        if let failure = HTTPFailure.of(response, access.redaction) { throw failure }
        return response.body
    }

    /// Percent-encoding of a form field.
    static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        for byte in text.utf8 {
            let isPlain = (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
            if isPlain || byte == 0x2d || byte == 0x2e || byte == 0x5f || byte == 0x7e {
                result.append(byte)
            } else {
                result += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
