import ArgumentParser

/// The entry of the program.
@main struct Hybridtop {
    static func main() async { await HybridtopCommand.main() }
}
