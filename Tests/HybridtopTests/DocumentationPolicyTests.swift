import Testing

/// Whoever uses a declaration from another target finds its meaning beside it.
@Suite struct DocumentationPolicyTests {
    private static let files = ProjectFiles.swift(under: "Sources")

    @Test func everySharedDeclarationSaysWhatItMeans() {
        let declaration =
            /^\s*(?:@\w+ )*(?:public|package) .*\b(func|struct|class|enum|actor|protocol|init|var|let|typealias|subscript)\b/
        for file in Self.files {
            for (number, line) in file.lines.enumerated() where number > 0 {
                guard line.contains("package ") || line.contains("public "),
                    line.firstMatch(of: declaration) != nil, !isWitness(line)
                else { continue }
                expectComment(above: number, in: file)
            }
        }
    }

    @Test func everySharedCaseAndRequirementSaysWhatItMeans() {
        for file in Self.files {
            for (number, line) in file.sharedMembers() where !isWitness(line) {
                expectComment(above: number, in: file)
            }
        }
    }

    private func expectComment(above number: Int, in file: ProjectFiles.Source) {
        let lines = file.lines
        var above = number - 1
        while above >= 0, lines[above].trimmed.hasPrefix("@") { above -= 1 }
        let comment = above >= 0 ? lines[above].trimmed : ""
        #expect(comment.hasPrefix("///"), "\(file.path):\(number + 1) has no doc comment")
    }

    /// What protocols of the standard library ask for, and what their conformances mean by it is
    /// always the same.
    private static let standard: Set<String> = [
        "hash", "encode", "run", "validate", "description", "debugDescription", "customMirror",
        "rawValue", "<", "==",
        // SerialExecutor and Actor
        "enqueue", "asUnownedSerialExecutor", "checkIsolated", "isIsolatingCurrentContext",
        "unownedExecutor",
    ]

    /// What our own protocols ask for: its meaning stands there, not at each conformance.
    private static let requirements: Set<String> = {
        let requirement = /^    (?:static |mutating |nonisolated )*(?:func|var) (\w+)/
        var names: Set<String> = []
        for file in files {
            var isInside = false
            for line in file.lines {
                if line.firstMatch(of: /^(?:package |public )?protocol\s/) != nil {
                    isInside = true
                }
                if line.hasPrefix("}") { isInside = false }
                if isInside, let match = line.firstMatch(of: requirement) {
                    names.insert(String(match.1))
                }
            }
        }
        return names
    }()

    private func isWitness(_ line: Substring) -> Bool {
        if line.contains("init(rawValue:") || line.contains("init(_ settings: ProviderSettings,") {
            return true
        }
        guard let match = line.firstMatch(of: /(func|var|let) (\S+?)(?:[\s(<:=]|$)/) else {
            return false
        }
        let name = String(match.2)
        if Self.standard.contains(name) { return true }
        // A stored property may share its name with a requirement and mean something of its own.
        let isComputed = match.1 == "func" || line.hasSuffix("{") || line.hasSuffix("}")
        let isProviders = line.contains("static let descriptor") || line.contains("nonisolated let")
        return Self.requirements.contains(name) && (isComputed || isProviders)
    }
}

extension ProjectFiles.Source {
    /// The cases of shared enumerations and the requirements of shared protocols, which are as visible
    /// as their types without a word of it.
    fileprivate func sharedMembers() -> [(number: Int, line: Substring)] {
        var found: [(Int, Substring)] = []
        var owner: (indent: Int, isProtocol: Bool)?
        for (number, line) in lines.enumerated() {
            let indent = line.count - line.trimmed.count
            if line.contains("enum ") || line.contains("protocol "),
                let match = line.firstMatch(
                    of: /\b(public|package) (?:indirect )?(enum|protocol)\s/)
            {
                owner = line.hasSuffix("{") ? (indent, match.2 == "protocol") : nil
                continue
            }
            guard let open = owner else { continue }
            if line.trimmed == "}", indent == open.indent { owner = nil }
            guard indent == open.indent + 4 else { continue }
            let text = line.trimmed
            let isRequirement =
                text.firstMatch(of: /^(?:static |mutating )*(?:var|func|init|associatedtype)\b/)
                != nil
            if open.isProtocol ? isRequirement : text.hasPrefix("case ") {
                found.append((number, line))
            }
        }
        return found
    }
}

extension Substring {
    fileprivate var trimmed: Substring { drop(while: { $0 == " " }) }
}
