import ArgumentParser
import Fleet
import Headless
import Testing

@testable import hybridtop

@Suite struct LogCommandTests {
    private func parse(_ words: String) throws -> LogCommand {
        let root = try HybridtopCommand.parseAsRoot(
            ["log"] + words.split(separator: " ").map(String.init))
        return try #require(root as? LogCommand)
    }

    @Test func everyOptionIsTaken() throws {
        let command = try parse(
            "--interval 1s --duration 1h -o fleet.csv --format csv --kind node endpoint "
                + "--rotate-size 100M --rotate-age 1d --keep 30 --no-gzip --config c.yaml --filter util<10"
        )
        let options = try command.options()
        #expect(command.interval == .seconds(1))
        #expect(command.shared.config == "c.yaml")
        #expect(options.format == .csv && options.output == "fleet.csv")
        #expect(options.selection.kinds == [.node, .endpoint])
        #expect(options.selection.filter != nil)
        #expect(options.duration == .seconds(3600))
        #expect(
            options.rotation
                == RotationPolicy(
                    maximumBytes: 100 << 20, period: .seconds(86_400), keep: 30, compresses: false))
    }

    @Test func theDefaultsAreThoseOfTheHelp() throws {
        let command = try parse("")
        #expect(command.interval == .seconds(15))
        #expect(try command.options().output == nil)
        #expect(try command.options().format == .jsonl)
        #expect(try parse("-o -").options().output == nil)
    }

    @Test(arguments: [
        "--interval 5", "--interval 1ms", "--kind gpu", "--rotate-size x", "--keep -1",
        "--format xml", "--rotate-age 0s", "--duration 0s",
    ])
    func whatIsWrongIsRefused(words: String) {
        #expect(throws: (any Error).self) { try parse(words) }
    }

    @Test func aWrongFilterIsShownWithItsPlace() throws {
        let command = try parse("--filter utl<10")
        #expect(throws: ValidationError.self) { try command.options() }
    }
}
