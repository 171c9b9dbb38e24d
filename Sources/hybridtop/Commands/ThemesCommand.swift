import ArgumentParser
import Dashboard
import FoundationEssentials
import Glibc

/// `hybridtop themes`: the themes there are, with a line of each role's colours on a terminal.
struct ThemesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "themes", abstract: "List and preview the themes.")

    func run() throws {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let environment = ProcessInfo.processInfo.environment
        let hasColor = isTerminal && (environment["NO_COLOR"] ?? "").isEmpty
        for file in Self.files(environment) {
            guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { continue }
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

    /// Every theme file, by name; one of the user's hides one of the same name.
    static func files(_ environment: [String: String]) -> [String] {
        var files: [String: String] = [:]
        for folder in folders(environment).reversed() {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            for name in names where name.hasSuffix(".theme") { files[name] = "\(folder)/\(name)" }
        }
        return files.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Where themes are: the user's, the installation's, beside the executable.
    static func folders(_ environment: [String: String]) -> [String] {
        let home = environment["HOME"] ?? ""
        let config = environment["XDG_CONFIG_HOME"] ?? "\(home)/.config"
        var folders = ["\(config)/hybridtop/themes"]
        guard
            let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        else { return folders }
        var folder = URL(filePath: link).deletingLastPathComponent()
        folders.append(folder.appending(path: "../share/hybridtop/themes").path())
        for _ in 0..<5 {
            folders.append(folder.appending(path: "Themes").path())
            folder = folder.deletingLastPathComponent()
        }
        return folders
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
