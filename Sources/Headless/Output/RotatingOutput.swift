package import Fleet
import Glibc

/// Where the lines of a log go: a file that is put aside by size and age, or standard output.
///
/// What it reports as written is in the kernel's hands as whole lines and survives the death of the
/// process; it is forced to the disk when a file is put aside, reopened or closed. While the disk is
/// full, lines wait in memory up to ``RotationPolicy/pendingLimit``, and the oldest are given up, and
/// counted, beyond it. Owned by one task.
package final class RotatingOutput {
    /// Lines that were written, headers left out.
    package private(set) var linesWritten = 0
    /// Lines that were given up because the disk was full for too long.
    package private(set) var linesLost = 0
    /// Whether nobody reads any more (a closed pipe).
    package private(set) var isEnded = false
    /// Files that were put aside since they were last taken.
    package private(set) var putAside: [String] = []

    private let path: String?
    private let policy: RotationPolicy
    private let header: [UInt8]
    private let lineStart: [UInt8]
    private let report: (String) -> Void
    private let writeCall: LogFile.WriteCall
    private var file: LogFile?
    private var pending: [UInt8] = []
    private var failing: String?
    private var lastWrite: WallTime?

    /// Opens the output; `path` is `nil` for standard output. `report` gets a sentence when writing
    /// begins to fail and when it works again. `lineStart` is what each line begins with: by it half a
    /// line of an earlier process is known.
    package convenience init(
        path: String?, policy: RotationPolicy = RotationPolicy(), header: [UInt8] = [],
        lineStart: [UInt8] = [], report: @escaping (String) -> Void
    ) throws(OutputFailure) {
        try self.init(
            path: path, policy: policy, heading: (header, lineStart),
            writeCall: { Glibc.write($0, $1, $2) }, report: report)
    }

    /// The same with another `write(2)`.
    init(
        path: String?, policy: RotationPolicy, heading: (header: [UInt8], lineStart: [UInt8]),
        writeCall: @escaping LogFile.WriteCall, report: @escaping (String) -> Void
    ) throws(OutputFailure) {
        self.path = path
        self.policy = policy
        header = heading.header
        lineStart = heading.lineStart
        self.writeCall = writeCall
        self.report = report
        let file = try opened()
        self.file = file
        lastWrite = file.lastWritten
        if policy.rotates, path == nil || !file.isRegular {
            throw OutputFailure("\(file.path): only a file can be rotated")
        }
    }

    /// Whether lines wait for room.
    package var isWaiting: Bool { !pending.isEmpty }

    /// Appends whole lines, after putting the file aside if it is due. Returns whether all is written.
    @discardableResult
    package func write(_ lines: [UInt8], at now: WallTime) -> Bool {
        guard !isEnded else { return false }
        rotateIfDue(adding: lines.count, at: now)
        pending += lines
        if flush(at: now) { return true }
        giveUpOldest()
        return false
    }

    /// Closes the file and opens the path again: for log rotation by somebody else.
    package func reopen() {
        guard path != nil else { return }
        file?.synchronize()
        file = nil
        do throws(OutputFailure) {
            file = try opened()
            lastWrite = file?.lastWritten
        } catch { fail(error.description) }
    }

    /// Tries once more to write what waits, and forces everything to the disk. What cannot be written
    /// even now is lost, and reported.
    package func finish(at now: WallTime) {
        _ = flush(at: now)
        linesLost += pending.lineCount
        if !pending.isEmpty, !isEnded {
            let name = path ?? "standard output"
            report("\(name): still cannot be written at the end; \(losses)")
        }
        pending = []
        file?.synchronize()
        file = nil
    }

    private var losses: String {
        linesLost == 1 ? "1 line was lost" : "\(linesLost) lines were lost"
    }

    /// The files put aside since the last call, for compression.
    package func takePutAside() -> [String] {
        defer { putAside = [] }
        return putAside
    }

    private func opened() throws(OutputFailure) -> LogFile {
        guard let path else {
            return LogFile(descriptor: STDOUT_FILENO, name: "standard output", writeCall: writeCall)
        }
        return try LogFile(path: path, lineStart: lineStart, writeCall: writeCall)
    }

    private func flush(at now: WallTime) -> Bool {
        if file == nil { reopen() }
        guard let file else { return false }
        if !header.isEmpty, file.size == 0, file.isRegular || linesWritten == 0 {
            let progress = file.append(header[...])
            if progress.code != 0 { return fail(file, progress.code) }
        }
        let progress = file.append(pending[...])
        linesWritten += pending[..<progress.written].lineCount
        if progress.written > 0 { lastWrite = now }
        pending.removeFirst(progress.written)
        if progress.code != 0 { return fail(file, progress.code) }
        if failing != nil {
            failing = nil
            report("\(file.path): writing again; \(losses)")
        }
        return true
    }

    private func fail(_ file: LogFile, _ code: Int32) -> Bool {
        if code == EPIPE {
            isEnded = true
            return false
        }
        fail(OutputFailure("\(file.path): cannot be written", code: code).description)
        return false
    }

    /// Says what is wrong, once for each spell of it.
    private func fail(_ sentence: String) {
        if failing != sentence { report("\(sentence); lines wait in memory until it can") }
        failing = sentence
    }

    private func giveUpOldest() {
        guard pending.count > policy.pendingLimit else { return }
        let excess = pending.count - policy.pendingLimit
        let end = pending[(excess - 1)...].firstIndex(of: UInt8(ascii: "\n")) ?? pending.count - 1
        linesLost += pending[...end].lineCount
        pending.removeFirst(end + 1)
    }

    private func rotateIfDue(adding count: Int, at now: WallTime) {
        guard policy.rotates, let path, let file, file.size > header.count else { return }
        let isFull = policy.maximumBytes.map { file.size + count > $0 } ?? false
        let isOld = lastWrite.map { policy.separates($0, now) } ?? false
        guard isFull || isOld else { return }
        file.synchronize()
        let aside = PutAsideName.free(for: path, at: now)
        if rename(path, aside) == 0 {
            putAside.append(aside)
        } else if errno != ENOENT {
            return fail(OutputFailure("\(path): cannot be put aside", code: errno).description)
        }
        // Where somebody else has put it aside already, it only has to be begun anew.
        self.file = nil
        reopen()
    }
}

extension Collection<UInt8> {
    /// How many line ends there are.
    var lineCount: Int { reduce(0) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 } }
}
