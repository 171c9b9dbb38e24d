package import Fleet
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The journal of actions: JSON lines in a file of the user's own that is only ever added to. An entry
/// is on the disk before what it announces is done. Several programs may write one file: each entry is
/// one `write` under a lock. It blocks; whoever owns it is not the thread that draws.
package final class Journal: Sendable {
    private let descriptor: Int32
    /// Where it is.
    package let path: String
    private let log: SystemLog?

    /// Why it could not be opened, read or written. Without a journal nothing is done.
    package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        package var description: String
    }

    /// Opens the file for adding, or makes it: mode 0600, links not followed, a folder that is missing
    /// made for its owner only. What is added is copied to `log`. The names of what is made are on the
    /// disk when it returns: an entry in a file that nobody finds is none.
    package init(path: String, log: SystemLog? = nil) throws(Failure) {
        self.path = path
        self.log = log
        let made = try JournalPlace.prepare(path)
        let descriptor = try Self.checked(
            open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600), path)
        do throws(Failure) {
            for folder in made { try JournalPlace.flush(folder) }
        } catch {
            _ = close(descriptor)
            throw error
        }
        self.descriptor = descriptor
    }

    /// A descriptor of a plain file that nobody else reads.
    private static func checked(_ descriptor: Int32, _ path: String) throws(Failure) -> Int32 {
        guard descriptor >= 0 else { throw failure("open", path) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            _ = close(descriptor)
            throw Failure(description: "\(path) is not a plain file")
        }
        guard facts.st_mode & 0o077 == 0 else {
            _ = close(descriptor)
            throw Failure(description: "\(path) can be read by others: chmod 600 \(path)")
        }
        return descriptor
    }

    deinit { _ = close(descriptor) }

    /// Adds an entry and returns when it is on the disk.
    package func append(_ entry: JournalEntry) throws(Failure) { try append([entry]) }

    /// Adds entries and returns when they are on the disk: all of them, or none. Where only a part could
    /// be written, that is cut off again.
    package func append(_ entries: [JournalEntry]) throws(Failure) {
        guard !entries.isEmpty else { return }
        var lines: [[UInt8]] = []
        for entry in entries { lines.append(try Self.encode(entry)) }
        let bytes = Array(lines.joined())
        guard flock(descriptor, LOCK_EX) == 0 else { throw Self.failure("lock", path) }
        defer { _ = flock(descriptor, LOCK_UN) }
        let start = lseek(descriptor, 0, SEEK_END)
        guard start >= 0 else { throw Self.failure("measure", path) }
        let repaired = try endOpenLine(start) + bytes
        let count = repaired.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard count == repaired.count else {
            let failure =
                count < 0 ? Self.failure("write", path) : Failure(description: "\(path) is full")
            _ = ftruncate(descriptor, start)
            throw failure
        }
        guard fsync(descriptor) == 0 else { throw Self.failure("flush", path) }
        for line in lines { log?.send(line) }
    }

    /// The largest journal that is read whole.
    private static let limit = 256 << 20

    /// Everything that it says, with what other programs have added.
    package func replay() throws(Failure) -> JournalReplay {
        try Self.read(descriptor, path)
    }

    /// The same of a file that is only read, and not made: one that is not there has no actions.
    package static func replay(path: String) throws(Failure) -> JournalReplay {
        let opened = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        if opened < 0, errno == ENOENT || errno == ENOTDIR { return JournalReplay([]) }
        let descriptor = try checked(opened, path)
        defer { _ = close(descriptor) }
        return try read(descriptor, path)
    }

    private static func read(
        _ descriptor: Int32, _ path: String
    ) throws(Failure) -> JournalReplay {
        let length = lseek(descriptor, 0, SEEK_END)
        guard length >= 0 else { throw failure("measure", path) }
        guard length <= limit else {
            throw Failure(description: "\(path) is too large: put it aside")
        }
        var bytes = [UInt8](repeating: 0, count: Int(length))
        var count = 0
        while count < bytes.count {
            let more = bytes[count...].withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress, $0.count, off_t(count))
            }
            guard more > 0 else { throw failure("read", path) }
            count += more
        }
        return JournalReplay(bytes)
    }

    /// A line that a crash has left without its end is ended, so that the next is not lost with it.
    private func endOpenLine(_ length: off_t) throws(Failure) -> [UInt8] {
        guard length > 0 else { return [] }
        var last: UInt8 = 0
        guard pread(descriptor, &last, 1, length - 1) == 1 else { throw Self.failure("read", path) }
        return last == UInt8(ascii: "\n") ? [] : [UInt8(ascii: "\n")]
    }

    /// An entry as its line. With `undos` a plan says what it takes back and what has taken it back, for
    /// who reads it and not for the file.
    package static func encode(
        _ entry: JournalEntry, undos: UndoLedger? = nil
    ) throws(Failure) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var line = JournalLine(entry)
        if let undos, case .plan(let plan) = entry.content {
            line.undo_of = plan.undoes
            line.undone_by = undos[plan.id].flatMap { $0.isWhole ? $0.id : nil }
        }
        guard let data = try? encoder.encode(line) else {
            throw Failure(description: "an entry of \(entry.action) cannot be encoded")
        }
        return Array(data) + [UInt8(ascii: "\n")]
    }

    static func failure(_ what: String, _ path: String) -> Failure {
        Failure(description: "cannot \(what) \(path): \(String(cString: strerror(errno)))")
    }
}
