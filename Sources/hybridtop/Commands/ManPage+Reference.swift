import Dashboard
import Fleet
import Settings

/// The parts of the manual page that are lists: keys, filter words, files, variables. Each is made from
/// the data that the program itself works with.
extension ManPage {
    /// What the keys do.
    static var keys: String {
        var text = ".SH KEYS\nThe same on every view.\n"
        for section in Binding.Section.allCases {
            text += ".SS \(section.rawValue)\n"
            for binding in Keymap.all where binding.section == section {
                let keys = binding.keys.map(\.shown).joined(separator: ", ")
                text += term(keys, binding.summary)
            }
        }
        return text
    }

    /// The filter language of the tables and of `log --filter`.
    static var filters: String {
        let rules =
            "Words are compared with =, !=, ~ (regular expression), <, <=, > and >=, and joined with "
            + "& (and), | (or), ! (not) and parentheses. A bare text is looked for in names. What is "
            + "not known matches neither a comparison nor its opposite."
        var text = ".SH FILTERS\n\(escape(rules))\n"
        text += ".PP\n\(escape("For example: util<10 & site=hall-a & mem>80%"))\n"
        for word in FilterWord.all {
            text += term(word.name, "\(word.summary), as in \(word.example)")
        }
        return text
    }

    /// What is read and written.
    static var files: String {
        ".SH FILES\n"
            + term(
                "$XDG_CONFIG_HOME/hybridtop/config.yaml",
                "The configuration; ~/.config stands in for an unset variable.")
            + term("$XDG_CONFIG_HOME/hybridtop/themes/*.theme", "Themes of your own.")
            + term(
                "$XDG_STATE_HOME/hybridtop",
                "Who has acknowledged what, and how the screen was left (:save); ~/.local/state "
                    + "stands in for an unset variable.")
            + term(
                "$XDG_STATE_HOME/hybridtop/actions.jsonl",
                "The journal of actions, which is only ever added to; copied to syslog or journald."
            )
            + term("~/.ssh/config", "The hosts that patterns under hosts: stand for.")
    }

    /// What signals do.
    static var signals: String {
        ".SH SIGNALS\n"
            + term(
                "SIGHUP",
                "Read the configuration again; a log opens its files anew as well. One that is wrong "
                    + "changes nothing. Where the terminal is gone, the screen ends.")
            + term("SIGTERM, SIGINT", "End, and leave the terminal as it was.")
            + term("SIGTSTP, SIGCONT", "Give the terminal back, and take it again.")
    }

    /// What the environment decides.
    static var environment: String {
        var text = ".SH ENVIRONMENT\n" + term("HYBRIDTOP_CONFIG", "The configuration file.")
        for schema in FleetOptions.keys {
            text += term(FleetOptions.variable(schema.key), schema.summary)
        }
        return text + term("NO_COLOR", "Draw without colours.")
    }

    /// A name and what it means.
    private static func term(_ name: String, _ summary: String) -> String {
        ".TP\n\\fB\(escape(name))\\fR\n\(escape(summary))\n"
    }
}
