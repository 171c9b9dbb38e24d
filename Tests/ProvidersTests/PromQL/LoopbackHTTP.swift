import Collector
import Fleet
import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// A plain HTTP client for servers that a test has started itself.
struct LoopbackHTTP: HTTPTransport {
    private let session = URLSession(configuration: .ephemeral)

    func send(_ request: HTTPRequest) async throws(SourceFailure) -> HTTPResponse {
        guard let url = URL(string: request.url) else {
            throw SourceFailure(.malformed, "not a URL: \(request.url)")
        }
        var message = URLRequest(url: url)
        message.httpMethod = request.method
        message.httpBody = request.body.isEmpty ? nil : Data(request.body)
        for header in request.headers {
            message.setValue(header.value, forHTTPHeaderField: header.name)
        }
        do {
            let (body, answer) = try await session.data(for: message)
            let status = (answer as? HTTPURLResponse)?.statusCode ?? 0
            return HTTPResponse(status: status, body: Array(body))
        } catch {
            throw SourceFailure(.unreachable, "\(error)")
        }
    }

    func certificateExpiry(host: String, port: Int) async throws(SourceFailure) -> WallTime {
        throw SourceFailure(.tlsFailed, "no certificate")
    }
}

/// The system's clocks, for tests against a real server.
struct RealClock: FleetClock {
    func now() -> Instant {
        Instant(
            wall: WallTime(seconds: Date().timeIntervalSince1970),
            monotonic: MonotonicTime(
                nanoseconds: Int64(ProcessInfo.processInfo.systemUptime * 1e9)))
    }
}
