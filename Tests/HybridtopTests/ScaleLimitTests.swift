import ArgumentParser
import Testing

@testable import hybridtop

/// The command line takes what the form takes.
@Suite struct ScaleLimitTests {
    @Test(arguments: [("100000", true), ("100001", false), ("9223372036854775807", false)])
    func moreThanAnybodyMeansIsNotTaken(_ count: String, isTaken: Bool) {
        let command = try? HybridtopCommand.parseAsRoot(["scale", "chat/blue", "--to", count])
        #expect((command is ScaleCommand) == isTaken)
    }
}
