import ArgumentParser
import Dashboard
import Glibc

/// `hybridtop themes`: the themes there are, with a line of each role's colours on a terminal.
struct ThemesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "themes", abstract: "List and preview the themes.")

    @Flag(help: "Print their names alone.")
    var names = false

    func run() throws {
        if names {
            let all = ThemeFiles.all(ProcessEnvironment.current).map(\.name)
            return standardOutput(all.joined(separator: "\n") + "\n")
        }
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let environment = ProcessEnvironment.current
        let hasColor = isTerminal && (environment["NO_COLOR"] ?? "").isEmpty
        for file in ThemePlaces.files(environment) {
            guard let text = ThemePlaces.text(of: file) else { continue }
            let name = String(file.split(separator: "/").last?.dropLast(6) ?? "")
            let (theme, problems) = ThemeFile.parse(text, name: name)
            let padding = String(repeating: " ", count: max(1, 16 - theme.name.count))
            var line = "\(theme.name)\(padding)\(theme.summary)\n"
            if hasColor { line += "  " + Self.preview(theme) + "\u{1b}[0m\n" }
            for problem in problems {
                line += "  \(file):\(problem.line): \(problem.message)\n"
            }
            standardOutput(line)
        }
    }

    private static func preview(_ theme: Theme) -> String {
        Role.allCases.map { role in
            "\(escape(theme[role]))\(role)\u{1b}[0m"
        }.joined(separator: " ")
    }

    private static func escape(_ style: Style) -> String {
        var codes = ["0"]
        if let color = style.foreground {
            codes.append("38;2;\(components(color))")
        }
        if let color = style.background {
            codes.append("48;2;\(components(color))")
        }
        return "\u{1b}[\(codes.joined(separator: ";"))m"
    }

    private static func components(_ color: Color) -> String {
        "\(color.rgb >> 16 & 255);\(color.rgb >> 8 & 255);\(color.rgb & 255)"
    }
}
