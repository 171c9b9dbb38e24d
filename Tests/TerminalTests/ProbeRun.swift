import Support

/// The probe in a pseudo-terminal, with its first frame on the screen.
enum ProbeRun {
    static func start(
        _ environment: [String: String] = [:], columns: Int = 80, rows: Int = 24
    ) throws -> PseudoTerminal {
        let terminal = try PseudoTerminal(
            [PseudoTerminal.built("TerminalProbe")], environment: environment, columns: columns,
            rows: rows)
        if columns > 40 { try terminal.wait(for: "probe \(columns)x\(rows)") }
        return terminal
    }

    /// Whether the terminal is as a shell wants it.
    static func isRestored(_ terminal: PseudoTerminal) -> Bool {
        let modes = terminal.screen.modes
        return terminal.isCooked && !terminal.screen.isAlternate && terminal.screen.showsCursor
            && modes.isDisjoint(with: [1000, 1002, 1006, 2004])
    }
}
