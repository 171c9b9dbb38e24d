import AsyncHTTPClient
package import Fleet
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSSL
import Synchronization

/// Sends HTTP requests with async-http-client: one client for each way of trusting, all on one event
/// loop. Nothing is started before the first request, so that a fleet without HTTP pays nothing.
package final class AsyncHTTPTransport: HTTPTransport {
    /// What clients differ in.
    private struct Identity: Hashable {
        var tls: TLSSettings
        var followsRedirects: Bool
    }

    private let clients = Mutex<[Identity: HTTPClient]>([:])

    /// A transport that has sent nothing yet.
    package init() {}

    package func send(_ request: HTTPRequest) async throws(SourceFailure) -> HTTPResponse {
        let client = try client(for: request)
        do {
            guard let timeout = request.timeout else {
                return try await Self.exchange(request, client)
            }
            return try await Self.hurried(request, client, timeout)
        } catch let failure as SourceFailure {
            throw failure
        } catch { throw HTTPTransportFailure.decode(error, url: request.url) }
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

    private static func exchange(
        _ request: HTTPRequest, _ client: HTTPClient
    ) async throws -> HTTPResponse {
        // The caller's deadline cancels the task; this one only keeps a forgotten one from staying.
        let response = try await client.execute(translate(request), timeout: .seconds(120))
        return try await collect(response, limit: request.limit)
    }

    /// The exchange within a time that holds for the body too, which the client's own does not.
    private static func hurried(
        _ request: HTTPRequest, _ client: HTTPClient, _ timeout: Duration
    ) async throws -> HTTPResponse {
        try await withThrowingTaskGroup(of: HTTPResponse?.self) { group in
            group.addTask { try await exchange(request, client) }
            group.addTask {
                try await Task.sleep(for: timeout)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let response = first else {
                throw HTTPClientError.deadlineExceeded
            }
            return response
        }
    }

    private static func translate(_ request: HTTPRequest) -> HTTPClientRequest {
        var translated = HTTPClientRequest(url: request.url)
        translated.method = HTTPMethod(rawValue: request.method)
        for (name, value) in request.headers { translated.headers.add(name: name, value: value) }
        if !translated.headers.contains(name: "User-Agent") {
            translated.headers.add(name: "User-Agent", value: "hybridtop")
        }
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
        let identity = Identity(tls: request.tls, followsRedirects: request.followsRedirects)
        do {
            return try clients.withLock { clients in
                if let client = clients[identity] { return client }
                let client = HTTPClient(
                    eventLoopGroupProvider: .shared(HTTPClient.defaultEventLoopGroup),
                    configuration: try Self.configuration(identity))
                clients[identity] = client
                return client
            }
        } catch {
            throw SourceFailure(
                .tlsFailed, "The certificate files cannot be used: \(CleanText.clean("\(error)")).",
                nextStep: "Check ca_file, cert_file and key_file.")
        }
    }

    private static func configuration(_ identity: Identity) throws -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        if let file = identity.tls.authorityFile { tls.trustRoots = .file(file) }
        if let certificate = identity.tls.certificateFile, let key = identity.tls.keyFile {
            tls.certificateChain = try NIOSSLCertificate.fromPEMFile(certificate)
                .map { .certificate($0) }
            tls.privateKey = .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
        }
        if identity.tls.isUnverified { tls.certificateVerification = .none }
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls,
            redirectConfiguration: identity.followsRedirects
                ? .follow(max: 3, allowCycles: false) : .disallow,
            timeout: .init(connect: .seconds(5)), decompression: .enabled(limit: .ratio(100)))
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 16
        configuration.httpVersion = .http1Only
        return configuration
    }
}
