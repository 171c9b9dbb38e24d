import FoundationEssentials
import Glibc

/// Reads small files, and says why it could not.
enum FileText {
    /// Why, in one sentence with the path.
    struct Problem: Error {
        let message: String
        /// Whether there is no such file.
        let isMissing: Bool
    }

    /// The bytes of a regular file of at most `limit` bytes.
    static func read(_ path: String, limit: Int) throws(Problem) -> Data {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let code = errno
            let words = strerror(code).map { String(cString: $0) } ?? "error \(code)"
            throw Problem(message: "cannot read `\(path)`: \(words)", isMissing: code == ENOENT)
        }
        defer { close(descriptor) }
        var status = stat()
        // Only opening must not wait: for a pipe without a writer. Its bytes may take their time.
        _ = fcntl(descriptor, F_SETFL, 0)
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
            throw Problem(message: "`\(path)` is a folder", isMissing: false)
        }
        var data = Data()
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count == 0 { return data }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw Problem(message: "cannot read `\(path)`", isMissing: false)
            }
            data.append(contentsOf: buffer[..<count])
            if data.count > limit {
                throw Problem(message: "`\(path)` is larger than \(limit) bytes", isMissing: false)
            }
        }
    }
}
