import Fleet
import Glibc

/// A small file that a setting names: its bytes, or why they cannot be had.
package enum ReadableFile {
    /// Why, in one sentence with the path.
    package struct Problem: Error, Hashable {
        /// With the path, cleaned.
        package let message: String
    }

    /// No certificate, key or ssh configuration is larger.
    private static let limit = 1 << 20

    /// The bytes of a regular file; of one that is a link, those of what it points at.
    package static func bytes(_ path: String) throws(Problem) -> [UInt8] {
        let shown = "`\(CleanText.clean(path))`"
        // What is no file may keep whoever opens it waiting.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw Problem(message: "cannot read \(shown): \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Problem(message: "\(shown) is no file")
        }
        guard status.st_size <= limit else {
            throw Problem(message: "\(shown) is larger than \(limit) bytes")
        }
        var bytes = [UInt8](repeating: 0, count: limit)
        var length = 0
        while length < bytes.count {
            let room = bytes.count - length
            let count = bytes.withUnsafeMutableBytes { buffer in
                read(descriptor, buffer.baseAddress?.advanced(by: length), room)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            length += count
        }
        return Array(bytes[..<length])
    }
}
