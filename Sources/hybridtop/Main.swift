import ArgumentParser
import Terminal

/// The entry: prepares the terminal before anything else, says how commands get at a running fleet, and
/// runs the command.
@main
enum Main {
    static func main() async {
        TerminalStart.prepare()
        await FleetFeed.$open.withValue(HeadlessFeed.open) {
            await FleetFeed.$screen.withValue(FullScreen.open) {
                await HybridtopCommand.main()
            }
        }
    }
}
