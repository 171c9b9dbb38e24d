import Glibc
import Synchronization

/// Our end of a pipe that a child writes to. The first bytes are kept; all are read, so that the child
/// never waits for us.
final class ChildPipe: Sendable {
    /// What is polled for reading.
    let reader: Int32
    private let limit: Int
    private let state = Mutex(Kept())

    /// What came.
    struct Kept {
        var bytes: [UInt8] = []
        /// Whether there was more than the limit.
        var isCut = false
    }

    /// As much as one read takes, and how often one turn reads: together more than a pipe holds.
    private static let chunk = 16 << 10
    private static let turns = 16

    private init(_ reader: Int32, limit: Int) {
        self.reader = reader
        self.limit = limit
    }

    /// A pipe and the end for the child, which is the caller's; `nil` where descriptors have run out.
    static func make(limit: Int) -> (pipe: ChildPipe, writer: Int32)? {
        guard let ends = makePipe() else { return nil }
        setNonBlocking(ends.reader)
        return (ChildPipe(ends.reader, limit: limit), ends.writer)
    }

    /// What came so far.
    var kept: Kept { state.withLock { $0 } }

    /// Reads what there is; whether there may be more to come.
    func take() -> Bool {
        for _ in 0..<Self.turns {
            var code: Int32 = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: Self.chunk) { buffer, count in
                let taken = read(reader, buffer.baseAddress, buffer.count)
                code = taken < 0 ? errno : 0
                count = max(0, taken)
            }
            if bytes.isEmpty { return code == EAGAIN || code == EINTR }
            state.withLock { kept in
                let room = limit - kept.bytes.count
                kept.bytes += bytes.prefix(room)
                kept.isCut = kept.isCut || bytes.count > room
            }
            if bytes.count < Self.chunk { return true }
        }
        return true
    }

    func close() { _ = Glibc.close(reader) }
}
