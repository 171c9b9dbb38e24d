import Dashboard
import Foundation

/// The files of `Themes`, as they are in the repository.
enum ThemeFiles {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Themes")

    /// Name and text of each, the default first.
    static func texts() throws -> [(name: String, text: String)] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".theme") }
            .sorted { ($0 == "dark.theme" ? 0 : 1, $0) < ($1 == "dark.theme" ? 0 : 1, $1) }
        return try names.map {
            (
                String($0.dropLast(6)),
                try String(contentsOf: folder.appending(path: $0), encoding: .utf8)
            )
        }
    }

    static func all() throws -> [Theme] {
        try texts().map { ThemeFile.parse($0.text, name: $0.name).theme }
    }
}
