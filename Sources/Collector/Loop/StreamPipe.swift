import Fleet
import Glibc

/// The pipe between a streaming child and the event thread, with the decoder of what comes through it.
final class StreamPipe {
    /// Our end: non-blocking.
    let reader: Int32
    /// The child's end; whoever starts the child closes it here.
    let writer: Int32
    private var decoder: any StreamDecoder
    private var buffer: [UInt8]
    private var isOpen = true

    /// At most so much is read at a time, so that a flood cannot keep the thread from everything else.
    private static let budget = 256 << 10

    init?(decoder: any StreamDecoder) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        reader = ends[0]
        writer = ends[1]
        self.decoder = decoder
        buffer = [UInt8](repeating: 0, count: 64 << 10)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(reader, F_SETFL, O_NONBLOCK)
    }

    /// Reads what is there. `hasEnded` tells that nothing more will come.
    func read() -> (events: [StreamEvent], bytes: Int, hasEnded: Bool) {
        var events: [StreamEvent] = []
        var total = 0
        while isOpen, total < Self.budget {
            let count = buffer.withUnsafeMutableBytes {
                Glibc.read(reader, $0.baseAddress, $0.count)
            }
            if count == 0 { return (events, total, true) }
            if count < 0 { return (events, total, errno != EAGAIN && errno != EINTR) }
            total += count
            buffer.withUnsafeBytes { events += decoder.consume(.init(rebasing: $0[..<count])) }
            if count < buffer.count { break }
        }
        return (events, total, false)
    }

    /// What the end of the child means.
    func finish(_ result: Result<(CommandStatus, String), SourceFailure>) -> SourceFailure {
        switch result {
        case .success((let status, let errors)): decoder.finish(status: status, errors: errors)
        case .failure(let failure): failure
        }
    }

    func close() {
        guard isOpen else { return }
        isOpen = false
        Glibc.close(reader)
    }
}
