import Fleet
import Glibc

/// An open descriptor that whole lines are appended to.
///
/// A regular file is locked, so that two logs do not share one; it is opened without following a
/// symbolic link, and readable by owner and group only: command lines and addresses are in it. What an
/// earlier process left of a line when it was killed is cut off, for it was never reported as written.
final class LogFile {
    /// Writes like `write(2)`; tests put a full disk here.
    typealias WriteCall = (Int32, UnsafeRawPointer, Int) -> Int

    let path: String
    let isRegular: Bool
    /// Bytes in the file, of which all are whole lines; of a pipe or a device, what was written to it.
    /// Asked of the system, for somebody else may empty the file at any time (`copytruncate`).
    var size: Int { isRegular ? Self.length(descriptor) : sent }
    /// When the file was last written before it was opened; `nil` for a new one.
    let lastWritten: WallTime?
    private let descriptor: Int32
    /// Bytes that were written to this descriptor.
    private var sent = 0
    private let ownsDescriptor: Bool
    private let writeCall: WriteCall

    /// Opens a file for appending, making it where there is none.
    init(
        path: String, lineStart: [UInt8],
        writeCall: @escaping WriteCall = { Glibc.write($0, $1, $2) }
    ) throws(OutputFailure) {
        let flags = O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY
        var opened = open(path, flags, 0o640)
        if opened < 0, errno == EACCES || errno == EINVAL || errno == ENXIO {
            opened = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY)
        }
        guard opened >= 0 else { throw Self.openFailure(path, errno) }
        descriptor = opened
        ownsDescriptor = true
        self.path = path
        self.writeCall = writeCall
        var status = stat()
        fstat(opened, &status)
        isRegular = status.st_mode & S_IFMT == S_IFREG
        let seconds = Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1e9
        lastWritten = isRegular && status.st_size > 0 ? WallTime(seconds: seconds) : nil
        guard isRegular else { return }
        if flock(opened, LOCK_EX | LOCK_NB) != 0 {
            throw OutputFailure("\(path): another process is writing to it")
        }
        try cutHalfLine(lineStart)
    }

    /// Writes to a descriptor that somebody else opened, such as standard output.
    init(
        descriptor: Int32, name: String,
        writeCall: @escaping WriteCall = { Glibc.write($0, $1, $2) }
    ) {
        self.descriptor = descriptor
        self.writeCall = writeCall
        ownsDescriptor = false
        path = name
        isRegular = false
        lastWritten = nil
    }

    deinit { if ownsDescriptor { close(descriptor) } }

    private static func openFailure(_ path: String, _ code: Int32) -> OutputFailure {
        code == ELOOP
            ? OutputFailure("\(path): is a symbolic link; name the file itself")
            : OutputFailure("\(path): cannot be opened for writing", code: code)
    }

    /// How writing ended.
    struct Progress {
        /// Bytes that are in the file for good: whole lines.
        var written: Int
        /// The error number that stopped it, or 0.
        var code: Int32
    }

    /// Appends bytes that are whole lines. Where the system takes only part of them, what it took of
    /// the last line is taken back, so that the file never holds half of one.
    func append(_ bytes: ArraySlice<UInt8>) -> Progress {
        var done = 0
        var code: Int32 = 0
        bytes.withUnsafeBytes { all in
            guard let base = all.baseAddress else { return }
            while done < all.count, code == 0 {
                let piece = Self.piece(all[done...])
                let count = writeCall(descriptor, base + done, piece)
                if count > 0 {
                    done += count
                } else if count == 0 {
                    code = EIO
                } else if errno == EAGAIN {
                    var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    poll(&waiting, 1, 1000)
                } else if errno != EINTR {
                    code = errno
                }
            }
        }
        if code != 0 { done = takeBackHalfLine(bytes.prefix(done)) }
        sent += done
        return Progress(written: done, code: code)
    }

    /// How much to hand to the system at once: whole lines, so that a process that is killed between
    /// two calls leaves no half line.
    private static func piece(_ rest: Slice<UnsafeRawBufferPointer>) -> Int {
        let limit = 64 << 10
        guard rest.count > limit else { return rest.count }
        let newline = rest.prefix(limit).lastIndex(of: UInt8(ascii: "\n"))
        return newline.map { $0 + 1 - rest.startIndex } ?? limit
    }

    /// Takes back what was written of a line without its end; returns how much of `written` stays.
    private func takeBackHalfLine(_ written: ArraySlice<UInt8>) -> Int {
        guard isRegular else { return written.count }
        let newline = written.lastIndex(of: UInt8(ascii: "\n"))
        let whole = newline.map { $0 + 1 - written.startIndex } ?? 0
        guard whole < written.count else { return whole }
        // Where the last write ended; the file is shorter if it was emptied since, and longer if somebody
        // has written behind us.
        let end = Int(lseek(descriptor, 0, SEEK_CUR))
        let length = Self.length(descriptor)
        if length < end { return whole }
        let half = min(written.count - whole, end)
        return length == end && ftruncate(descriptor, end - half) == 0 ? whole : written.count
    }

    private static func length(_ descriptor: Int32) -> Int {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Cuts off a line without an end, if it is one of ours.
    private func cutHalfLine(_ lineStart: [UInt8]) throws(OutputFailure) {
        let size = size
        guard size > 0 else { return }
        var tail = [UInt8](repeating: 0, count: min(size, 1 << 20))
        let start = size - tail.count
        let count = pread(descriptor, &tail, tail.count, off_t(start))
        guard count == tail.count, tail.last != UInt8(ascii: "\n") else { return }
        let newline = tail.lastIndex(of: UInt8(ascii: "\n"))
        let half = tail[(newline.map { $0 + 1 } ?? 0)...]
        let isOurs = half.prefix(lineStart.count).elementsEqual(lineStart.prefix(half.count))
        guard isOurs, newline != nil || start == 0 else {
            throw OutputFailure("\(path): ends in half a line that is not of this log")
        }
        ftruncate(descriptor, off_t(size - half.count))
    }

    /// Makes what was written survive a loss of power.
    func synchronize() { if isRegular { fdatasync(descriptor) } }
}
