import FoundationEssentials
import Glibc

/// A folder of a test's own, gone with the value.
final class TemporaryFolder: Sendable {
    private let root: String

    init() throws {
        let place = FileManager.default.temporaryDirectory.appending(
            path: "hybridtop-headless-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        root = place.path()
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func path(_ name: String) -> String { "\(root)/\(name)" }

    func text(_ name: String) -> String {
        (try? String(contentsOfFile: path(name), encoding: .utf8)) ?? ""
    }

    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).sorted()
    }
}

/// Runs a command line and returns its exit status, or -1 if it did not exit.
func shell(_ command: String) -> Int32 {
    var child = pid_t()
    let words: [String] = ["/bin/sh", "-c", command]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    arguments.append(nil)
    defer { arguments.forEach { free($0) } }
    guard posix_spawn(&child, "/bin/sh", nil, nil, arguments, nil) == 0 else { return -1 }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    return status & 0x7f == 0 ? status >> 8 & 0xff : -1
}
