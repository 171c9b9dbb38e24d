import AsyncHTTPClient
import Fleet
import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS

/// Shakes hands with a TLS server to read when its certificate expires, valid or not.
enum CertificateProbe {
    static func expiry(host: String, port: Int) async throws(SourceFailure) -> WallTime {
        do {
            return try await handshake(host: host, port: port)
        } catch let failure as SourceFailure {
            throw failure
        } catch { throw HTTPTransportFailure.decode(error, url: "https://\(host):\(port)") }
    }

    private static func handshake(host: String, port: Int) async throws -> WallTime {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        let context = try NIOSSLContext(configuration: configuration)
        let group = HTTPClient.defaultEventLoopGroup
        let found = group.any().makePromise(of: WallTime.self)
        let bootstrap = ClientBootstrap(group: group)
            .connectTimeout(.seconds(5))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    // An address is no name that TLS could ask for.
                    let isAddress = (try? SocketAddress(ipAddress: host, port: port)) != nil
                    let client = try NIOSSLClientHandler(
                        context: context, serverHostname: isAddress ? nil : host)
                    try channel.pipeline.syncOperations.addHandlers(
                        client, ExpiryReader(tls: client, found: found))
                }
            }
        let connection = bootstrap.connect(host: host, port: port)
        connection.whenFailure { found.fail($0) }
        let timeout = found.futureResult.eventLoop.scheduleTask(in: .seconds(10)) {
            found.fail(SourceFailure(.timedOut, "No TLS handshake within 10 s."))
        }
        defer {
            timeout.cancel()
            connection.whenSuccess { $0.close(promise: nil) }
        }
        return try await withTaskCancellationHandler {
            try await found.futureResult.get()
        } onCancel: {
            found.fail(CancellationError())
        }
    }

    private final class ExpiryReader: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let tls: NIOSSLClientHandler
        private let found: EventLoopPromise<WallTime>

        init(tls: NIOSSLClientHandler, found: EventLoopPromise<WallTime>) {
            self.tls = tls
            self.found = found
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if let event = event as? TLSUserEvent, case .handshakeCompleted = event {
                if let certificate = tls.peerCertificate {
                    found.succeed(WallTime(seconds: Double(certificate.notValidAfter)))
                } else {
                    found.fail(SourceFailure(.tlsFailed, "The server shows no certificate."))
                }
            }
            context.fireUserInboundEventTriggered(event)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            found.fail(error)
            context.close(promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) {
            found.fail(SourceFailure(.connectionLost, "The server closed the connection."))
        }
    }
}
