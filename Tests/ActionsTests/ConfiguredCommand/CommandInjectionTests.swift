import Actions
import Collector
import Fleet
import Foundation
import Support
import Testing

/// Names and reasons that would like to be more than arguments.
@Suite(.serialized) struct CommandInjectionTests {
    private static let hostile = [
        "; rm -rf /", "$(touch pwned)", "`touch pwned`", "a b", "a\nb", "-rf", "--force", "*",
        "|touch pwned", "a'b\"c", "", "{value}",
    ]

    @Test(arguments: hostile) func namesThatAreNotPlainAreRefused(name: String) throws {
        let folder = FileManager.default.temporaryDirectory
        var values = CommandScene.values(folder)
        values["targets"] = .strings(["a", name])
        let error = #expect(throws: SettingError.self) { try CommandScene.provider(values) }
        #expect(error?.key == "targets")
    }

    /// The configuration may allow them all but what looks like an option: they stay one argument each.
    @Test(arguments: hostile.filter { !$0.hasPrefix("-") && !$0.contains("\n") && !$0.isEmpty })
    func whatIsAllowedStaysOneArgument(name: String) async throws {
        try await CommandScene.run(
            without: ["observe", "require"],
            ["targets": .strings([name]), "pattern": .string(".*")]
        ) { scene in
            let order = CommandScene.order(.scale, [name], .count(5))
            _ = try await scene.plan(order)
            await scene.executor.acknowledge(.existence, of: order.id)
            let end = try await scene.carryOut(order.id)
            #expect(scene.received.first == "scale|\(name)|5|", "\(end.state) \(end.sentence)")
            #expect(!FileManager.default.fileExists(atPath: "pwned"))
        }
    }

    @Test func aNameLikeAnOptionIsRefusedWhateverThePattern() {
        var values = CommandScene.values(FileManager.default.temporaryDirectory)
        values["targets"] = .strings(["--force"])
        values["pattern"] = .string(".*")
        #expect(throws: SettingError.self) { try CommandScene.provider(values) }
    }

    @Test func aReasonIsNoOptionAndNoTemplate() async throws {
        let words = ["drain", "{target}", "drained", "{reason}"]
        try await CommandScene.run { scene in
            let drain = SettingValue.strings([CommandScene.script, scene.folder.path] + words)
            var values = CommandScene.values(scene.folder)
            values["drain"] = drain
            let provider = try CommandScene.provider(values)
            await #expect(throws: ActionRefusal.self) {
                _ = try await provider.propose(
                    CommandScene.order(.drain, ["a"], .plain, "--all"))
            }
            let plain = CommandScene.order(.drain, ["a"], .plain, "{target} {value}")
            let proposal = try await provider.propose(plain)
            #expect(proposal.stages[0].steps[0].request.words.last == "{target} {value}")
        }
    }

    @Test(arguments: [
        ("scale", ["{target}", "x"]), ("scale", ["/bin/x", "{nobody}", "{target}", "{value}"]),
        ("scale", ["/bin/x", "{target}"]), ("drain", ["/bin/x"]), ("verify", ["-x"]),
        ("observe", [""]),
    ])
    func templatesThatCannotBeMeantAreRefused(key: String, words: [String]) {
        var values = CommandScene.values(FileManager.default.temporaryDirectory)
        values[key] = .strings(words)
        let error = #expect(throws: SettingError.self) { try CommandScene.provider(values) }
        #expect(error?.key == key)
    }
}
