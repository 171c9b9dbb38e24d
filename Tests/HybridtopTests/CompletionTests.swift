import Support
import Testing

@testable import hybridtop

/// The completions as the shells themselves take them, typed at a terminal where they need one; bash, zsh
/// and fish have to be installed.
@Suite struct CompletionTests {
    /// What is typed, and how it stands there after a tab.
    static let typed = [
        ("hybridtop --de", "hybridtop --demo"), ("hybridtop lo", "hybridtop log"),
        ("hybridtop --theme colorb", "hybridtop --theme colorblind"),
        ("hybridtop --colors tr", "hybridtop --colors truecolor"),
        ("hybridtop log --format pro", "hybridtop log --format prometheus"),
        ("hybridtop config ch", "hybridtop config check"), ("hybridtop rer", "hybridtop reroute"),
        ("hybridtop actions und", "hybridtop actions undo"),
    ]

    /// A folder with what the program prints for a shell, under a name.
    private func folder(_ shell: String, _ name: String) throws -> TestFolder {
        let program = try ProgramRun()
        let outcome = program.run("completions \(shell)")
        #expect(outcome.status == 0)
        try program.folder.write(outcome.output, name)
        return program.folder
    }

    /// Where `hybridtop` is found by its name, before the shells' own places.
    private var path: String {
        let slash = ProgramRun.path.lastIndex(of: "/") ?? ProgramRun.path.startIndex
        return "\(ProgramRun.path[..<slash]):/usr/local/bin:/usr/bin:/bin"
    }

    /// A shell at a terminal that remembers nothing and has taken up the completions.
    private func shell(
        _ words: [String], _ folder: TestFolder, loading line: String
    ) throws -> PseudoTerminal {
        let terminal = try PseudoTerminal(
            words,
            environment: [
                "HOME": folder.path, "PATH": path, "HISTFILE": "/dev/null", "PS1": "> ",
                "INPUTRC": "/dev/null",
            ], columns: 120)
        try terminal.wait(for: ">")
        try terminal.write("cd '\(folder.path)' && \(line) && clear && echo re''ady\n")
        // What is typed before the prompt is there is echoed beside it.
        try terminal.wait { terminal in
            let text = terminal.screen.text
            return text.firstRange(of: "ready").map { text[$0.upperBound...].contains(">") }
                ?? false
        }
        return terminal
    }

    private func complete(_ terminal: PseudoTerminal) throws {
        for (text, whole) in Self.typed {
            try terminal.write("\u{15}" + text + "\t")
            try terminal.wait { $0.screen.text.contains("> \(whole)") }
        }
        try terminal.write("\u{15}exit\n")
        try terminal.waitForExit()
    }

    @Test func bashCompletesWhatIsTyped() throws {
        let folder = try folder("bash", "hybridtop.bash")
        let words = ["/bin/bash", "--norc", "--noprofile", "-i"]
        try complete(shell(words, folder, loading: "source ./hybridtop.bash"))
    }

    @Test func zshCompletesWhatIsTyped() throws {
        let folder = try folder("zsh", "_hybridtop")
        let line = "fpath=($PWD $fpath) && autoload -Uz compinit && compinit -u -D"
        try complete(shell(["/usr/bin/zsh", "-f", "-i"], folder, loading: line))
    }

    @Test func fishCompletesWhatIsTyped() throws {
        let folder = try folder("fish", "hybridtop.fish")
        for (text, whole) in Self.typed {
            let line =
                "PATH='\(path)' fish -N -c 'source ./hybridtop.fish; complete -C \"\(text)\"'"
            #expect(folder.run("\(line) > out 2> errors") == 0)
            let last = whole.split(separator: " ").last.map(String.init) ?? ""
            let words = folder.text("out").split(separator: "\n").map {
                String($0.prefix { $0 != "\t" })
            }
            #expect(words.contains(last), "\(text): \(folder.text("out")) \(folder.text("errors"))")
        }
    }
}
