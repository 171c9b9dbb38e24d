import Foundation
import Support

/// Captures of real machines. They are not part of the project; `HYBRIDTOP_CORPUS` says where they are.
enum Corpus {
    static let root = ProcessInfo.processInfo.environment["HYBRIDTOP_CORPUS"].flatMap {
        FileManager.default.fileExists(atPath: $0) ? $0 : nil
    }

    /// The files of a folder whose names contain a text, in order; says so where there are none.
    static func files(_ folder: String, _ part: String = "") -> [String] {
        guard let root else {
            print("corpus: not here")
            return []
        }
        let names =
            (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")) ?? []
        return names.filter { part.isEmpty || $0.contains(part) }.sorted()
            .map { "\(root)/\(folder)/\($0)" }
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// A value that a capture says by another reader than ours.
    struct Expected {
        var file: String
        var row: Int?
        var name: String
        var value: String
    }

    /// What `Tests/Fixtures/nvidia-smi/expected.py` reads in files.
    static func expected(_ kind: [String], _ files: [String]) throws -> [Expected] {
        let outcome = try Tools.python("nvidia-smi/expected.py", kind + files)
        guard outcome.status == 0 else { throw CorpusError(message: outcome.errors) }
        return outcome.output.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
                .map(String.init)
            guard cells.count == 4 else { return nil }
            return Expected(file: cells[0], row: Int(cells[1]), name: cells[2], value: cells[3])
        }
    }

    struct CorpusError: Error { var message: String }
}
