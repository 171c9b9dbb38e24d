import ArgumentParser
import Terminal

/// The entry: prepares the terminal before anything else, then runs the command.
@main
enum Main {
    static func main() async {
        TerminalStart.prepare()
        await HybridtopCommand.main()
    }
}
