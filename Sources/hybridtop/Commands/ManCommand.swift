import ArgumentParser

/// `hybridtop man`: the manual page.
struct ManCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "man", abstract: "Print the manual page.",
        discussion: "Example:\n  hybridtop man | man -l -")

    func run() throws { standardOutput(try ManPage.text()) }
}
