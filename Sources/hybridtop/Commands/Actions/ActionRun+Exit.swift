import Actions
import ArgumentParser
import Fleet

/// How a command that acts ends: what scripts go by, and the words for it.
extension ActionRun {
    /// How an outcome is told to a script.
    static func status(_ machine: ActionMachine) -> Int32 {
        switch machine.state {
        case .verified: 0
        case .converged where machine.isOver: 0
        case .refused: 4
        case .failed, .rolledBack: 5
        case .partial: 6
        case .unknown: 7
        default: notOver
        }
    }

    /// The status of what was left before it was over.
    static let notOver: Int32 = 8

    /// The text below the options of each of the commands.
    static func help(_ examples: String) -> String {
        """
        The plan is shown with its checks and the literal requests before anything is sent. The journal \
        keeps what was done: 'hybridtop actions'.

        Ctrl-C cancels what is under way: it goes back where it can, and a second one leaves it as it \
        stands. SIGTERM only stops watching.

        Exit status: 0 verified, or converged where there is nothing to verify it by; 2 usage or \
        configuration; 4 refused, and nothing was sent; 5 failed or rolled back; 6 partial; 7 unknown; 8 \
        not over.

        Examples:
        \(examples)
        """
    }

    /// Says why in several lines, each of them cleaned already.
    static func refused(_ lines: String) -> ExitCode {
        standardError("hybridtop: \(lines)\n")
        return ExitCode(4)
    }

    /// Says why on standard error; the status is for the process.
    static func end(_ state: ActionState, _ sentence: String) -> ExitCode {
        standardError("hybridtop: \(ActionText.clean(sentence))\n")
        return ExitCode(state == .refused ? 4 : 7)
    }
}
