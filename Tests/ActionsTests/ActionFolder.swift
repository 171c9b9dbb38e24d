import Actions
import Collector
import Fleet
import Foundation

/// Where a program keeps its journal and its locks: what several programs of one user share.
struct ActionFolder {
    let path: URL

    /// Has `body` use a folder that is gone with its end.
    static func run(_ body: (ActionFolder) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("hybridtop-actions-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: path) }
        try await body(ActionFolder(path: path))
    }

    var journal: URL { path.appendingPathComponent("actions.jsonl") }

    /// One program. It may write, by the system's clock, where nothing else is said.
    func executor(
        _ setting: ActionSetting, access: WriteAccess = WriteAccess(pin: .writable),
        clock: any FleetClock = SystemClock()
    ) throws -> ActionExecutor {
        ActionExecutor(
            setting, journal: try Journal(path: journal.path),
            locks: TargetLocks(folder: path.appendingPathComponent("locks").path),
            access: access, clock: clock, report: { _ in })
    }

    /// A folder with a copy of the journal, as a program leaves it that is killed now.
    func copied() throws -> ActionFolder {
        let other = ActionFolder(path: path.appendingPathComponent("after"))
        try FileManager.default.createDirectory(
            at: other.path, withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: journal, to: other.journal)
        return other
    }
}
