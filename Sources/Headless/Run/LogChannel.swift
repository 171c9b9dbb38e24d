import Fleet

/// One writer and where its bytes go. Owned by the log runner.
final class LogChannel {
    private enum Destination {
        case appended(RotatingOutput)
        case replaced(ReplacedFile)
    }

    /// The path that files are put aside from; `nil` where none are.
    let path: String?
    private var writer: any SnapshotWriter
    private let destination: Destination
    private let report: (String) -> Void
    private var buffer: [UInt8] = []
    private var replacedRecords = 0
    private var failing: String?

    /// A channel that appends.
    init(_ writer: any SnapshotWriter, _ output: RotatingOutput, path: String?) {
        self.writer = writer
        self.path = path
        destination = .appended(output)
        report = { _ in }
    }

    /// A channel that replaces.
    init(_ writer: any SnapshotWriter, _ file: ReplacedFile, report: @escaping (String) -> Void) {
        self.writer = writer
        self.report = report
        path = nil
        destination = .replaced(file)
    }

    /// Writes one tick.
    func write(_ snapshot: FleetSnapshot, at now: Instant) {
        buffer.removeAll(keepingCapacity: true)
        let count = writer.write(snapshot, at: now, to: &buffer)
        switch destination {
        case .appended(let output): output.write(buffer, at: now.wall)
        case .replaced(let file):
            do throws(OutputFailure) {
                try file.replace(buffer)
                replacedRecords += count
                if failing != nil { report("\(file.path): writing again") }
                failing = nil
            } catch {
                if failing != error.description { report(error.description) }
                failing = error.description
            }
        }
    }

    /// Records in the output, and lines given up.
    var totals: (records: Int, lost: Int) {
        switch destination {
        case .appended(let output): (output.linesWritten, output.linesLost)
        case .replaced: (replacedRecords, failing == nil ? 0 : 1)
        }
    }

    /// Whether nobody reads any more.
    var isEnded: Bool {
        if case .appended(let output) = destination { output.isEnded } else { false }
    }

    /// Opens the file anew.
    func reopen() {
        if case .appended(let output) = destination { output.reopen() }
    }

    /// Files put aside since the last call.
    func takePutAside() -> [String] {
        if case .appended(let output) = destination { output.takePutAside() } else { [] }
    }

    /// Writes what waits, and closes.
    func finish(at now: WallTime) {
        if case .appended(let output) = destination { output.finish(at: now) }
    }
}
