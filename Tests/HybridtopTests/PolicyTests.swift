import Foundation
import Testing

/// Rules of the house that a machine can check.
@Suite struct PolicyTests {
    /// Constructs that are not used, with the few exceptions and why. An exception that is no longer
    /// needed fails the test as well.
    static let exceptions: [(file: String, construct: String, reason: String)] = []

    static let forbidden = [
        "try!", "as! ", "@unchecked Sendable", "nonisolated(unsafe)", "Task.detached",
        "fatalError(", "TODO", "FIXME", "@preconcurrency import",
    ]

    @Test func sourcesAreThere() {
        #expect(ProjectFiles.swift(under: "Sources").count > 50)
    }

    @Test func nothingForbiddenIsUsed() {
        var used: Set<String> = []
        for file in ProjectFiles.swift(under: "Sources") {
            let (path, text) = (file.path, file.text)
            for construct in Self.forbidden where text.contains(construct) {
                let excepted = Self.exceptions.contains {
                    $0.file == path && $0.construct == construct
                }
                #expect(excepted, "\(path) uses \(construct)")
                used.insert("\(path) \(construct)")
            }
        }
        for exception in Self.exceptions {
            #expect(used.contains("\(exception.file) \(exception.construct)"), "no longer needed")
        }
    }

    /// Where tests may pause, and why: everywhere else they wait for a condition through these.
    static let pauses: [(file: String, reason: String)] = [
        ("Tests/Support/Waiting.swift", "looks again and again, with a bound, at another process"),
        ("Tests/Support/PseudoTerminal.swift", "looks again, with a bound, for the child's end"),
    ]

    @Test func testsDoNotSleep() {
        let allowed = Set(Self.pauses.map(\.file) + ["Tests/HybridtopTests/PolicyTests.swift"])
        for file in ProjectFiles.swift(under: "Tests") where !allowed.contains(file.path) {
            for construct in [
                "Task.sleep", "Thread.sleep", "usleep(", ".disabled(", "withKnownIssue",
            ] {
                let isUsed = file.text.contains(construct)
                #expect(!isUsed, "\(file.path) uses \(construct)")
            }
        }
    }

    @Test func filesStayShort() {
        for file in ProjectFiles.swift(under: "Sources") {
            let lines = file.lines.count
            #expect(
                lines <= 301, "\(file.path) has \(lines) lines: what is the second thing it does?")
        }
    }

    @Test func topLevelIsTidy() throws {
        let allowed: Set = ["Package.swift", "Sources", "Tests", "Themes", "README.md", "LICENSE"]
        let found = try FileManager.default.contentsOfDirectory(atPath: ProjectFiles.root.path)
        for name in found where !name.hasPrefix(".") && name != "Package.resolved" {
            #expect(allowed.contains(name), "\(name) at the top level")
        }
    }
}
