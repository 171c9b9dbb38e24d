import Collector

/// Reads a script for a POSIX shell as far as is needed to answer it: scripts that print a line
/// `MARK NAME` before each of their parts. What a part holds follows from its name.
struct NodeShell: Sendable {
    /// One `mark` of the script.
    struct Part: Sendable, Hashable {
        var name: String
        /// Whether the exit status stands behind the name.
        var hasStatus: Bool
    }

    /// What the lines begin with: the script's first argument.
    let mark: String
    let parts: [Part]

    /// The script of a command, if it is such a one.
    init?(_ command: Command) {
        guard command.executable == "sh", command.arguments.count > 3,
            command.arguments[0] == "-c", command.arguments[1].contains("mark() {")
        else { return nil }
        mark = command.arguments[3]
        parts = Self.parts(command.arguments[1])
    }

    private static func parts(_ script: String) -> [Part] {
        script.split(whereSeparator: { $0 == "\n" || $0 == ";" || $0 == "&" }).compactMap { piece in
            let words = piece.split(separator: " ")
            guard words.count > 1, words[0] == "mark" else { return nil }
            return Part(
                name: String(words[1]), hasStatus: words.count > 2 && words[2].hasPrefix("$"))
        }
    }

    /// The whole output.
    func output(_ answers: NodeAnswers) -> String {
        var text = ""
        for part in parts {
            text += "\n\(mark) \(part.name)\(part.hasStatus ? " 0" : "")\n"
            text += answers.part(part.name)
        }
        return text
    }
}
