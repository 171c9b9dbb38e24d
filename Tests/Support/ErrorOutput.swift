import Foundation

/// What a program that runs beside a test writes to its standard error: kept to be asked about, and
/// passed on once the program has ended.
final class ErrorOutput: Sendable {
    /// What the program is given as its standard error.
    let handle: FileHandle
    private let file: URL

    init() throws {
        file = FileManager.default.temporaryDirectory
            .appendingPathComponent("hybridtop-errors-\(UUID().uuidString)")
        try Data().write(to: file)
        handle = try FileHandle(forWritingTo: file)
    }

    /// So far; empty for nothing.
    var text: String { (try? String(contentsOf: file, encoding: .utf8)) ?? "" }

    /// Passes it on, and keeps it no longer.
    func end() {
        FileHandle.standardError.write(Data(text.utf8))
        try? handle.close()
        try? FileManager.default.removeItem(at: file)
    }
}
