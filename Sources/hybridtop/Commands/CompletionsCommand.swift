import ArgumentParser

/// `hybridtop completions SHELL`: what the shell is to load.
struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions", abstract: "Print the completions for a shell.",
        discussion: """
            Examples:
              hybridtop completions bash > /etc/bash_completion.d/hybridtop
              hybridtop completions zsh > ~/.zfunc/_hybridtop
              hybridtop completions fish > ~/.config/fish/completions/hybridtop.fish
            """)

    /// The shells that are served.
    enum Shell: String, ExpressibleByArgument, CaseIterable { case bash, zsh, fish }

    @Argument(help: "bash, zsh or fish.")
    var shell: Shell

    func run() {
        let shells: [Shell: CompletionShell] = [.bash: .bash, .zsh: .zsh, .fish: .fish]
        standardOutput(RootHelp.completionScript(for: shells[shell] ?? .bash))
    }
}
