import AsyncHTTPClient
package import Fleet
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSSL
import Synchronization

/// Sends HTTP requests with async-http-client: one client for each way of trusting, all on one event
/// loop. Nothing is started before the first request, so that a fleet without HTTP pays nothing.
package final class AsyncHTTPTransport: HTTPTransport {
    /// What one client serves.
    private struct Trust: Hashable {
        var tls: TLSSettings
        /// The host, where its certificate is to have another name: the client keeps which goes where.
        var host: String?
    }

    private let clients = Mutex<[Trust: HTTPClient]>([:])

    private let thread: LateThread

    /// A transport that has sent nothing yet, with the thread that keeps its time.
    package init(thread: LateThread = LateThread()) {
        self.thread = thread
    }

    package func send(_ request: HTTPRequest) async throws(SourceFailure) -> HTTPResponse {
        let client = try client(for: request)
        do {
            guard let timeout = request.timeout else {
                return try await Self.exchange(request, client)
            }
            return try await hurried(request, client, timeout)
        } catch let failure as SourceFailure {
            throw failure
        } catch {
            let failure = HTTPTransportFailure.decode(error, url: request.url)
            throw failure.kind == .tlsFailed ? await Self.explained(failure, request) : failure
        }
    }

    package func certificateExpiry(host: String, port: Int) async throws(SourceFailure) -> WallTime
    {
        try await CertificateProbe.expiry(host: host, port: port)
    }

    deinit {
        // A client must be shut down before it goes, wherever its owner was forgotten.
        for client in clients.withLock({ Array($0.values) }) {
            Task { try? await client.shutdown() }
        }
    }

    /// Ends every client and its connections.
    package func close() async {
        let all = clients.withLock { clients in
            defer { clients = [:] }
            return Array(clients.values)
        }
        for client in all { try? await client.shutdown() }
    }

    /// TLS libraries say that a certificate is no good, and not that it has expired.
    private static func explained(
        _ failure: SourceFailure, _ request: HTTPRequest
    ) async -> SourceFailure {
        guard let url = URL(string: request.url), let host = url.host,
            let expiry = try? await CertificateProbe.expiry(host: host, port: url.port ?? 443)
        else { return failure }
        let days = Int((SystemClock().now().wall - expiry).inSeconds / 86_400)
        guard days >= 0 else { return failure }
        return SourceFailure(
            .tlsFailed, "The certificate of \(CleanText.clean(host)) expired \(days) d ago.",
            nextStep: "Renew it.")
    }

    private static func exchange(
        _ request: HTTPRequest, _ client: HTTPClient
    ) async throws -> HTTPResponse {
        var request = request
        for _ in 0...HTTPRedirect.limit {
            // The caller's deadline cancels the task; this one only keeps a forgotten one from staying.
            let answer = try await client.execute(translate(request), timeout: .seconds(120))
            let response = try await collect(answer, limit: request.limit)
            guard let next = try HTTPRedirect.next(request, response) else { return response }
            request = next
        }
        throw HTTPClientError.redirectLimitReached
    }

    /// The exchange within a time that holds for the body too, which the client's own does not.
    private func hurried(
        _ request: HTTPRequest, _ client: HTTPClient, _ timeout: Duration
    ) async throws -> HTTPResponse {
        let isLate = Atomic(false)
        let exchange = Task { try await Self.exchange(request, client) }
        let alarm = thread.alarm(after: timeout) {
            isLate.store(true, ordering: .relaxed)
            exchange.cancel()
        }
        defer { alarm.cancel() }
        do {
            return try await withTaskCancellationHandler {
                try await exchange.value
            } onCancel: {
                exchange.cancel()
            }
        } catch { throw isLate.load(ordering: .relaxed) ? HTTPClientError.deadlineExceeded : error }
    }

    private static func translate(_ request: HTTPRequest) -> HTTPClientRequest {
        let named = NamedServer(request)
        var translated = HTTPClientRequest(url: named?.url ?? request.url)
        translated.method = HTTPMethod(rawValue: request.method)
        for (name, value) in request.headers { translated.headers.add(name: name, value: value) }
        if !translated.headers.contains(name: "User-Agent") {
            translated.headers.add(name: "User-Agent", value: "hybridtop")
        }
        if let named { translated.headers.replaceOrAdd(name: "Host", value: named.authority) }
        if request.url.hasPrefix("http+unix"), !translated.headers.contains(name: "Host") {
            translated.headers.add(name: "Host", value: "localhost")
        }
        if !request.body.isEmpty { translated.body = .bytes(ByteBuffer(bytes: request.body)) }
        return translated
    }

    private static func collect(
        _ response: HTTPClientResponse, limit: Int
    ) async throws -> HTTPResponse {
        var body: [UInt8] = []
        for try await part in response.body {
            guard body.count + part.readableBytes <= limit else {
                throw SourceFailure(.tooLarge, "The answer is larger than \(limit) bytes.")
            }
            body += part.readableBytesView
        }
        let headers = response.headers.map { (name: $0.name, value: $0.value) }
        return HTTPResponse(status: Int(response.status.code), headers: headers, body: body)
    }

    private func client(for request: HTTPRequest) throws(SourceFailure) -> HTTPClient {
        let named = NamedServer(request)
        let trust = Trust(tls: request.tls, host: named?.host)
        do {
            return try clients.withLock { clients in
                if let client = clients[trust] { return client }
                var configuration = try Self.configuration(trust.tls)
                if let named { configuration.dnsOverride = [named.name: named.host] }
                let client = HTTPClient(
                    eventLoopGroupProvider: .shared(HTTPClient.defaultEventLoopGroup),
                    configuration: configuration)
                clients[trust] = client
                return client
            }
        } catch {
            throw SourceFailure(
                .tlsFailed, "The certificates cannot be used: \(CleanText.clean("\(error)")).",
                nextStep: "Check ca, cert and key.")
        }
    }

    private static func configuration(_ settings: TLSSettings) throws -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: try TLSFiles.configuration(settings),
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(5)), decompression: .enabled(limit: .ratio(100)))
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 16
        configuration.httpVersion = .http1Only
        return configuration
    }
}
