import Support

/// An operator's hands on the screen of a program that acts.
struct ActionKeys {
    let terminal: PseudoTerminal

    /// Unlocks the context of that name.
    func unlock(_ context: String) throws {
        try terminal.write(":write \(context)\r")
        try terminal.wait(for: "WRITE 1")
    }

    /// Leaves only the rows of a view that have the text.
    func filter(_ view: String, _ text: String, until shown: String) throws {
        try terminal.write(view)
        try terminal.wait(for: "q quit")
        try terminal.write("/\(text)\r")
        try terminal.wait(for: shown)
    }

    /// Reads a plan to its end and confirms it. A key that comes before the plan can have been read is
    /// not taken.
    func confirm(_ words: String = "do it") throws {
        try terminal.wait(for: words)
        try terminal.wait(for: "[ Cancel ]")
        for turn in 0..<20 where terminal.screen.text.contains("[ Cancel ]") {
            try terminal.write(turn.isMultiple(of: 2) ? "\u{1b}[6~" : "y")
            try? terminal.wait(within: .milliseconds(700)) {
                !$0.screen.text.contains("[ Cancel ]")
            }
        }
    }

    /// Waits in Actions until one has come to this.
    func wait(_ subject: String, _ outcome: String) throws {
        try terminal.write("7")
        try terminal.wait(subject, within: .seconds(60)) { terminal in
            terminal.screen.text.split(separator: "\n").contains {
                $0.contains("\(subject)  \(outcome)")
            }
        }
    }

    /// Ends the program, which leaves the terminal as it found it.
    func quit() throws -> Bool {
        try terminal.write("q")
        return try terminal.waitForExit() == .code(0) && ProgramRun.isRestored(terminal)
    }
}
