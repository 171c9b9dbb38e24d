package import Fleet

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Keeps acknowledgements across restarts: JSON lines in a file that only its owner can read, replaced
/// as a whole, so that a crash leaves the old file or the new one and never half of either.
package struct AcknowledgementFile: Sendable {
    /// A file larger than this is not read.
    package static let limit = 4 << 20

    private let path: String

    /// A file at a path. Its folder has to exist; the file need not.
    package init(path: String) { self.path = path }

    /// Why it could not be read or written.
    package struct Failure: Error, Hashable, CustomStringConvertible {
        package var description: String
    }

    /// What the file says, and how many of its lines could not be understood; an empty book where there
    /// is no file yet.
    package func read() throws(Failure) -> (book: AcknowledgementBook, malformed: Int) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return (AcknowledgementBook(), 0) }
            throw failure("open")
        }
        defer { _ = close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: Self.limit + 1)
        var length = 0
        while length < bytes.count {
            let room = bytes.count - length
            let count = bytes.withUnsafeMutableBytes { buffer in
                readBytes(descriptor, buffer.baseAddress?.advanced(by: length), room)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("read") }
            if count == 0 { break }
            length += count
        }
        guard length <= Self.limit else {
            throw Failure(description: "\(path) is larger than \(Self.limit) bytes")
        }
        return AcknowledgementBook.decoded(Array(bytes[..<length]))
    }

    /// Replaces the file. Mode 0600; written beside it, flushed to disk and renamed.
    package func write(_ book: AcknowledgementBook) throws(Failure) {
        let beside = "\(path).\(getpid()).new"
        _ = unlink(beside)
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        let descriptor = open(beside, flags, 0o600)
        guard descriptor >= 0 else { throw failure("create") }
        do throws(Failure) {
            try writeAll(book.encoded(), to: descriptor)
            guard fsync(descriptor) == 0 else { throw failure("flush") }
            _ = close(descriptor)
        } catch {
            _ = close(descriptor)
            _ = unlink(beside)
            throw error
        }
        guard rename(beside, path) == 0 else {
            let failure = failure("rename")
            _ = unlink(beside)
            throw failure
        }
    }

    private func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws(Failure) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                writeBytes(
                    descriptor, buffer.baseAddress?.advanced(by: written), bytes.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure("write") }
            written += count
        }
    }

    private func failure(_ what: String) -> Failure {
        Failure(description: "cannot \(what) \(path): \(String(cString: strerror(errno)))")
    }
}

/// The system's `read`, beside a method of that name.
private func readBytes(
    _ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int
) -> Int { read(descriptor, buffer, count) }

/// The system's `write`, beside a method of that name.
private func writeBytes(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, buffer, count)
}
