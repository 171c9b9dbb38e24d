import AsyncHTTPClient
package import Fleet
import NIOCore
import NIOPosix

/// Line-based interfaces over Unix sockets and TCP.
package struct NIOSocketTransport: SocketTransport {
    /// A transport; nothing is opened before the first question.
    package init() {}

    package func ask(
        _ line: String, at place: SocketPlace, limit: Int, timeout: Duration
    ) async throws(SourceFailure) -> [UInt8] {
        do {
            return try await exchange(line, place, limit, timeout)
        } catch let failure as SourceFailure {
            throw failure
        } catch { throw HTTPTransportFailure.decode(error, url: "\(place)") }
    }

    private func exchange(
        _ line: String, _ place: SocketPlace, _ limit: Int, _ timeout: Duration
    ) async throws -> [UInt8] {
        let loop = HTTPClient.defaultEventLoopGroup.any()
        let answer = loop.makePromise(of: [UInt8].self)
        let connection = connect(loop, place, line, limit, answer)
        connection.whenFailure { answer.fail($0) }
        let alarm = loop.scheduleTask(in: .nanoseconds(timeout.nanoseconds)) {
            answer.fail(SourceFailure(.timedOut, "\(place) does not answer."))
        }
        defer {
            alarm.cancel()
            connection.whenSuccess { $0.close(promise: nil) }
        }
        return try await withTaskCancellationHandler {
            try await answer.futureResult.get()
        } onCancel: {
            answer.fail(CancellationError())
        }
    }

    private func connect(
        _ loop: any EventLoop, _ place: SocketPlace, _ line: String, _ limit: Int,
        _ answer: EventLoopPromise<[UInt8]>
    ) -> EventLoopFuture<any Channel> {
        let bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(.seconds(5))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        AnswerReader(line: line, limit: limit, place: "\(place)", answer: answer))
                }
            }
        return switch place {
        case .path(let path): bootstrap.connect(unixDomainSocketPath: path)
        case .host(let host, let port): bootstrap.connect(host: host, port: port)
        }
    }

    /// Collects what arrives until the other side closes.
    private final class AnswerReader: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let line: String
        private let limit: Int
        private let place: String
        private let answer: EventLoopPromise<[UInt8]>
        private var bytes: [UInt8] = []

        init(line: String, limit: Int, place: String, answer: EventLoopPromise<[UInt8]>) {
            self.line = line
            self.limit = limit
            self.place = place
            self.answer = answer
        }

        func channelActive(context: ChannelHandlerContext) {
            let buffer = ByteBuffer(string: line + "\n")
            context.writeAndFlush(Self.wrapOutboundOut(buffer), promise: nil)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            bytes.append(contentsOf: Self.unwrapInboundIn(data).readableBytesView)
            guard bytes.count > limit else { return }
            answer.fail(SourceFailure(.tooLarge, "\(place) answers with over \(limit) bytes."))
            context.close(promise: nil)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            answer.fail(error)
            context.close(promise: nil)
        }

        /// The end of the answer is the end of the connection.
        func channelInactive(context: ChannelHandlerContext) {
            if bytes.isEmpty {
                answer.fail(SourceFailure(.connectionLost, "\(place) closed without an answer."))
            } else {
                answer.succeed(bytes)
            }
        }
    }
}
