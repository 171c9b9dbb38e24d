#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A small file that only its owner can read, kept from one start to the next. It is replaced as a
/// whole, so that a crash leaves the old file or the new one and never half of either.
package struct PrivateFile: Sendable {
    /// Where it is.
    package let path: String
    /// A file larger than this is not read.
    package let limit: Int

    /// A file at a path; neither it nor its folder need exist.
    package init(path: String, limit: Int) {
        self.path = path
        self.limit = limit
    }

    /// Why it could not be read or written.
    package struct Failure: Error, Hashable, CustomStringConvertible {
        package var description: String
    }

    /// Its bytes; `nil` where there is no file yet. Links are not followed.
    package func read() throws(Failure) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw failure("open")
        }
        defer { _ = close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: limit + 1)
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
        guard length <= limit else {
            throw Failure(description: "\(path) is larger than \(limit) bytes")
        }
        return Array(bytes[..<length])
    }

    /// Replaces the file. Mode 0600; written beside it, flushed to disk and renamed. Folders that are
    /// missing are made, for their owner only.
    package func replace(with bytes: [UInt8]) throws(Failure) {
        makeFolders()
        let beside = "\(path).\(getpid()).new"
        _ = unlink(beside)
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        let descriptor = open(beside, flags, 0o600)
        guard descriptor >= 0 else { throw failure("create") }
        do throws(Failure) {
            try writeAll(bytes, to: descriptor)
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

    /// What cannot be made is told when the file itself cannot.
    private func makeFolders() {
        for slash in path.indices.dropFirst() where path[slash] == "/" {
            _ = mkdir(String(path[..<slash]), 0o700)
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
