import Fleet
import FoundationEssentials
import Testing

@testable import Settings

/// Every file in Tests/Fixtures/config: the valid ones are taken, the invalid ones refused with exactly
/// the message beside them. With HYBRIDTOP_RECORD set the messages are written: read them then.
@Suite struct FixtureTests {
    private func text(_ folder: String, _ name: String) throws -> String {
        try String(
            contentsOf: LiteralProviders.fixtures(folder).appending(path: name), encoding: .utf8)
    }

    @Test(arguments: LiteralProviders.files("valid"))
    func validIsTaken(name: String) throws {
        let configuration = try LiteralProviders.read(
            text("valid", name), environment: ["TOKEN": "hush"])
        #expect(Set(configuration.sources.map(\.source)).count == configuration.sources.count)
        // What is in force is a configuration again, and the same one where it holds no secret.
        let again = try LiteralProviders.read(configuration.effectiveText)
        if !configuration.effectiveText.contains("(secret)") {
            #expect(again.sources == configuration.sources)
            #expect(again.workloads == configuration.workloads)
            #expect(again.options == configuration.options)
        }
    }

    @Test(arguments: LiteralProviders.files("invalid"))
    func invalidIsRefusedWithItsMessage(name: String) throws {
        let found = LiteralProviders.errors(try text("invalid", name)) + "\n"
        let beside = name.replacing(".yaml", with: ".expected")
        if ProcessInfo.processInfo.environment["HYBRIDTOP_RECORD"] != nil {
            try Data(found.utf8).write(
                to: LiteralProviders.fixtures("invalid").appending(path: beside))
        }
        let expected = try text("invalid", beside)
        #expect(found == expected)
    }

    @Test func thereAreEnoughOfBoth() {
        #expect(LiteralProviders.files("valid").count >= 5)
        #expect(LiteralProviders.files("invalid").count >= 20)
    }
}
