import FoundationEssentials
import Support

/// The real program with a home of its own, so that neither the person's configuration nor what was
/// kept before has a say.
final class ProgramRun: Sendable {
    let folder: TestFolder
    /// What a file may name: `~/.config/hybridtop/config.yaml` of the home.
    let configuration: String

    init(_ configuration: String? = nil) throws {
        folder = try TestFolder()
        self.configuration = "\(folder.path)/config/hybridtop/config.yaml"
        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/config/hybridtop", withIntermediateDirectories: true)
        if let configuration { try configure(configuration) }
    }

    /// The program.
    static let path = PseudoTerminal.built("hybridtop")

    /// Writes the configuration, as an editor does: beside it, and over it.
    func configure(_ text: String) throws {
        try text.write(toFile: configuration, atomically: true, encoding: .utf8)
    }

    /// What the program finds in its environment beside what terminals set.
    var environment: [String: String] {
        [
            "HOME": folder.path, "XDG_CONFIG_HOME": "\(folder.path)/config",
            "XDG_STATE_HOME": "\(folder.path)/state", "PATH": "/usr/bin:/bin", "USER": "ada",
            "NO_PROXY": "*",
        ]
    }

    /// Opens the screen and waits for a text on it: by default the end of the key bar, which is where
    /// notices stand as well.
    func screen(
        _ arguments: [String] = [], _ more: [String: String] = [:], columns: Int = 120,
        rows: Int = 40, until text: String = "q quit"
    ) throws -> PseudoTerminal {
        let terminal = try PseudoTerminal(
            [Self.path] + arguments, environment: environment.merging(more) { $1 },
            columns: columns, rows: rows)
        if columns >= 60, rows >= 10 { try terminal.wait(for: text) }
        return terminal
    }

    /// Runs a command to its end, without a terminal.
    func run(_ arguments: String, _ more: [String: String] = [:]) -> Outcome {
        let settings = environment.merging(more) { $1 }
            .map { "\($0)='\($1)'" }.joined(separator: " ")
        let status = folder.run(
            "env -i \(settings) '\(Self.path)' \(arguments) > out 2> errors < /dev/null")
        return Outcome(status: status, output: folder.text("out"), errors: folder.text("errors"))
    }

    /// The ids that `actions list` tells, in its order.
    var listedActions: [String] {
        run("actions list").output.split(separator: "\n").dropFirst()
            .compactMap { $0.split(separator: " ").first.map { String($0) } }
    }

    /// What a command left.
    struct Outcome {
        var status: Int32
        var output: String
        var errors: String
    }

    /// Whether the terminal is as a shell wants it.
    static func isRestored(_ terminal: PseudoTerminal) -> Bool {
        let modes = terminal.screen.modes
        return terminal.isCooked && !terminal.screen.isAlternate && terminal.screen.showsCursor
            && modes.isDisjoint(with: [1000, 1002, 1006, 2004])
    }
}
