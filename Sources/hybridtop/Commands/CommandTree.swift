import ArgumentParser
import FoundationEssentials

/// The command line as data: the part of the parser's own description that the manual needs.
struct CommandTree: Decodable {
    let command: Command

    /// One command.
    struct Command: Decodable {
        let commandName: String
        let abstract: String?
        let discussion: String?
        let arguments: [Argument]?
        let subcommands: [Command]?
    }

    /// One argument, option or flag.
    struct Argument: Decodable {
        let kind: String
        let shouldDisplay: Bool
        let names: [Name]?
        let valueName: String?
        let abstract: String?
        let defaultValue: String?
    }

    /// One spelling.
    struct Name: Decodable {
        let kind: String
        let name: String

        /// With its dashes.
        var text: String { (kind == "long" ? "--" : "-") + name }
    }

    /// The whole tree.
    static func read() throws -> Command {
        let text = RootHelp._dumpHelp()
        return try JSONDecoder().decode(CommandTree.self, from: Data(text.utf8)).command
    }
}
