import Glibc

/// A file whose whole content is replaced at each tick, as the textfile collector of the node exporter
/// wants it: readers see the old content or the new, never a mixture.
package struct ReplacedFile: Sendable {
    /// Where readers look.
    package let path: String

    /// A file to be replaced; nothing is opened yet.
    package init(path: String) { self.path = path }

    /// Writes the bytes beside the file, and puts them in its place once they are on the disk. Leaves
    /// the old content where that fails. Readable by all, since the reader is another user.
    package func replace(_ bytes: [UInt8]) throws(OutputFailure) {
        let part = "\(path).\(getpid()).part"
        unlink(part)
        let descriptor = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else {
            throw OutputFailure("\(path): cannot be written beside it", code: errno)
        }
        var code = writeAll(bytes, descriptor)
        if code == 0, fsync(descriptor) != 0 { code = errno }
        close(descriptor)
        if code == 0, rename(part, path) != 0 { code = errno }
        guard code != 0 else { return }
        unlink(part)
        throw OutputFailure("\(path): cannot be replaced", code: code)
    }

    private func writeAll(_ bytes: [UInt8], _ descriptor: Int32) -> Int32 {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { all in
                all.baseAddress.map { write(descriptor, $0 + done, all.count - done) } ?? 0
            }
            if count > 0 { done += count } else if count == 0 || errno != EINTR { return errno }
        }
        return 0
    }
}
