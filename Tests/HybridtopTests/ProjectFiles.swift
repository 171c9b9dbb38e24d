import Foundation

/// The project's own files, as the tests of its rules read them.
enum ProjectFiles {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// A Swift file: its path from the root, and its text.
    struct Source {
        var path: String
        var text: String

        /// Its lines, empty ones included.
        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

        /// The text without what stands behind `//`.
        var code: String {
            lines.map { line in
                line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line
            }.joined(separator: "\n")
        }

        /// The names of the folders that it is in, from the root.
        var folders: [String] { path.split(separator: "/").dropLast().map(String.init) }
    }

    /// All Swift files below a folder, by path.
    static func swift(under folder: String) -> [Source] {
        let base = root.appendingPathComponent(folder)
        let files = FileManager.default.enumerator(atPath: base.path)
        let paths = (files?.allObjects as? [String] ?? []).filter { $0.hasSuffix(".swift") }
        return paths.sorted().compactMap { path in
            guard
                let text = try? String(
                    contentsOf: base.appendingPathComponent(path), encoding: .utf8)
            else { return nil }
            return Source(path: "\(folder)/\(path)", text: text)
        }
    }
}
