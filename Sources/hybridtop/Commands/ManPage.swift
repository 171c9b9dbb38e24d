import Fleet
import Providers
import Settings

/// The manual page as roff, made from the command tree and the descriptors.
enum ManPage {
    /// The page.
    static func text() throws -> String {
        let root = try CommandTree.read()
        var page = ".TH HYBRIDTOP 1\n.SH NAME\nhybridtop \\- \(escape(root.abstract ?? ""))\n"
        page += ".SH SYNOPSIS\n.B hybridtop\n[\\fIoptions\\fR] [\\fIcommand\\fR]\n"
        page += ".SH DESCRIPTION\nWithout a command the screen opens; ? shows its keys.\n"
        page += literal(root.discussion)
        page += ".SH OPTIONS\nThose of the screen; each command has its own below.\n"
        page += arguments(root)
        page += ".SH COMMANDS\n"
        for command in root.subcommands ?? [] where command.commandName != "help" {
            page += section(command, prefix: "")
        }
        page += keys + filters + providers + files + environment + signals
        page +=
            ".SH EXIT STATUS\n0 all went well; 1 partly (log: a source did not answer at the end, or "
        page += "lines were lost); 2 usage or configuration; 3 nothing was reachable; for commands "
        page +=
            "that act also 4 refused, 5 failed or rolled back, 6 partial, 7 unknown, 8 not over.\n"
        return page
    }

    private static func section(_ command: CommandTree.Command, prefix: String) -> String {
        let name = prefix + command.commandName
        var text = ".SS hybridtop \(escape(name))\n\(escape(command.abstract ?? ""))\n"
        text += literal(command.discussion)
        text += arguments(command)
        for part in command.subcommands ?? [] where part.commandName != "help" {
            text += section(part, prefix: "\(name) ")
        }
        return text
    }

    private static func arguments(_ command: CommandTree.Command) -> String {
        (command.arguments ?? []).filter(\.shouldDisplay).map { argument in
            let names = (argument.names ?? []).map { escape($0.text) }.joined(separator: ", ")
            let value =
                argument.kind == "flag" ? "" : " \\fI\(escape(argument.valueName ?? ""))\\fR"
            let initial = argument.defaultValue.map { " Default: \(escape($0))." } ?? ""
            return ".TP\n\\fB\(names)\\fR\(value)\n\(escape(argument.abstract ?? ""))\(initial)\n"
        }.joined()
    }

    private static var providers: String {
        var text = ".SH PROVIDERS\nWhat an entry under sources: can be, with its keys.\n"
        for descriptor in Registry.descriptors {
            text += ".SS \(escape(descriptor.id))\n\(escape(descriptor.summary))\n"
            for schema in descriptor.settings {
                let words = "\(schema.summary) It is \(schema.kind.words)."
                text += ".TP\n\\fB\(escape(schema.key))\\fR\n\(escape(words))\n"
            }
        }
        return text
    }

    /// Text that keeps its lines.
    private static func literal(_ text: String?) -> String {
        guard let text, !text.isEmpty else { return "" }
        return ".PP\n.nf\n\(escape(text))\n.fi\n"
    }

    /// Text that roff takes for nothing else.
    static func escape(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            var result = ""
            for character in line {
                switch character {
                case "\\": result += "\\e"
                case "-": result += "\\-"
                case "'" where result.isEmpty, "." where result.isEmpty: result += "\\&\(character)"
                default: result.append(character)
                }
            }
            return result
        }
        return lines.joined(separator: "\n")
    }
}
