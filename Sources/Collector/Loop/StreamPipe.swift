import Fleet
import Glibc

/// The pipe between a streaming child and the event thread, with the decoder of what comes through it.
final class StreamPipe {
    /// Our end: non-blocking.
    let reader: Int32
    /// The child's end; whoever starts the child closes it here.
    let writer: Int32
    private var decoder: any StreamDecoder
    private var scanner: MarkerScanner
    private var buffer: [UInt8]
    private var isOpen = true

    /// At most so much is read at a time, so that a flood cannot keep the thread from everything else.
    private static let budget = 256 << 10

    /// A pipe whose readings begin after `marker`; `nil` where descriptors have run out.
    init?(decoder: any StreamDecoder, marker: [UInt8]) {
        guard let ends = makePipe() else { return nil }
        (reader, writer) = ends
        self.decoder = decoder
        scanner = MarkerScanner(marker)
        buffer = [UInt8](repeating: 0, count: 64 << 10)
        setNonBlocking(reader)
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
            buffer.withUnsafeBytes { bytes in
                let piece = UnsafeRawBufferPointer(rebasing: bytes[..<count])
                guard let noise = scanner.skip(piece), noise < count else { return }
                events += decoder.consume(UnsafeRawBufferPointer(rebasing: piece[noise...]))
            }
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
