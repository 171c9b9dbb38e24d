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

    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func swiftFiles(under folder: String) -> [(path: String, text: String)] {
        let base = root.appendingPathComponent(folder)
        let files = FileManager.default.enumerator(atPath: base.path)
        let paths = (files?.allObjects as? [String] ?? []).filter { $0.hasSuffix(".swift") }
        return paths.sorted().compactMap { path in
            guard
                let text = try? String(
                    contentsOf: base.appendingPathComponent(path), encoding: .utf8)
            else { return nil }
            return ("\(folder)/\(path)", text)
        }
    }

    @Test func sourcesAreThere() {
        #expect(Self.swiftFiles(under: "Sources").count > 50)
    }

    @Test func nothingForbiddenIsUsed() {
        var used: Set<String> = []
        for (path, text) in Self.swiftFiles(under: "Sources") {
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
        for (path, text) in Self.swiftFiles(under: "Tests") where !allowed.contains(path) {
            for construct in [
                "Task.sleep", "Thread.sleep", "usleep(", ".disabled(", "withKnownIssue",
            ] {
                let isUsed = text.contains(construct)
                #expect(!isUsed, "\(path) uses \(construct)")
            }
        }
    }

    @Test func filesStayShort() {
        for (path, text) in Self.swiftFiles(under: "Sources") {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
            #expect(lines <= 301, "\(path) has \(lines) lines: what is the second thing it does?")
        }
    }

    @Test func everySharedDeclarationSaysWhatItMeans() {
        let declaration =
            /^\s*(public|package) .*\b(func|struct|class|enum|actor|protocol|init|var|let)\b/
        let files = Self.swiftFiles(under: "Sources")
        let witnesses = requirements(in: files.map(\.text))
        for (path, text) in files {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            for (number, line) in lines.enumerated() where number > 0 {
                guard line.firstMatch(of: declaration) != nil else { continue }
                guard
                    line.contains("func ") || line.contains("struct ") || line.contains("protocol ")
                        || line.contains("actor ") || line.contains("enum ")
                        || line.contains("class ")
                else { continue }
                if isOperatorOrWitness(line, witnesses) { continue }
                var above = number - 1
                while above >= 0, lines[above].drop(while: { $0 == " " }).hasPrefix("@") {
                    above -= 1
                }
                let comment = above >= 0 ? lines[above].drop(while: { $0 == " " }) : ""
                #expect(comment.hasPrefix("///"), "\(path):\(number + 1) has no doc comment")
            }
        }
    }

    /// The functions that protocols ask for: their meaning stands there, not at each conformance.
    private func requirements(in texts: [String]) -> Set<String> {
        let requirement = /(?m)^    (?:static |mutating )*func ([a-zA-Z]+)\(/
        var names: Set<String> = [
            "hash", "encode", "run", "validate",
            // SerialExecutor
            "enqueue", "asUnownedSerialExecutor", "checkIsolated", "isIsolatingCurrentContext",
        ]
        for text in texts where text.contains("protocol ") {
            for match in text.matches(of: requirement) { names.insert(String(match.1)) }
        }
        return names
    }

    private func isOperatorOrWitness(_ line: Substring, _ witnesses: Set<String>) -> Bool {
        guard let match = line.firstMatch(of: /func (\S+?)\s*[(<]/) else { return false }
        let name = String(match.1)
        return witnesses.contains(name) || name.allSatisfy { !$0.isLetter }
    }

    /// Which of our modules each target may import.
    static let layers: [String: Set<String>] = [
        "Fleet": [], "Collector": ["Fleet", "CProcess"], "Providers": ["Fleet", "Collector"],
        "Dashboard": ["Fleet"], "Terminal": ["Fleet", "Dashboard", "CNCurses", "CTerminal"],
        "Headless": ["Fleet", "CZlib"], "Settings": ["Fleet"],
    ]

    @Test func importsPointDownwards() {
        let ours = Set(Self.layers.keys).union([
            "CNCurses", "CProcess", "CTerminal", "CZlib",
        ])
        for (target, allowed) in Self.layers {
            for (path, text) in Self.swiftFiles(under: "Sources/\(target)") {
                for line in text.split(separator: "\n") where line.contains("import ") {
                    let words = line.split(separator: " ")
                    guard let at = words.firstIndex(of: "import"), at <= 1, at + 1 < words.count
                    else { continue }
                    let module = String(words[at + 1])
                    #expect(!ours.contains(module) || allowed.contains(module), "\(path): \(line)")
                }
            }
        }
    }

    @Test func providersDoNotKnowEachOther() {
        let files = Self.swiftFiles(under: "Sources/Providers").filter {
            $0.path.split(separator: "/").count > 3
        }
        let owners = files.map { (folder: String($0.path.split(separator: "/")[2]), text: $0.text) }
        let shared: Set = ["Exposition", "Simulated"]
        let type = /(?:struct|class|enum|actor) ([A-Z][A-Za-z]*Provider)\b/
        var declared: [String: String] = [:]
        for (folder, text) in owners {
            for match in text.matches(of: type) { declared[String(match.1)] = folder }
        }
        for (folder, text) in owners where !shared.contains(folder) {
            for (name, owner) in declared where owner != folder {
                #expect(!text.contains(name), "\(folder) names \(name) of \(owner)")
            }
        }
    }

    @Test func topLevelIsTidy() throws {
        let allowed: Set = ["Package.swift", "Sources", "Tests", "Themes", "README.md", "LICENSE"]
        let found = try FileManager.default.contentsOfDirectory(atPath: Self.root.path)
        for name in found where !name.hasPrefix(".") && name != "Package.resolved" {
            #expect(allowed.contains(name), "\(name) at the top level")
        }
    }
}
