import Support
import Testing

/// The rules of a configuration are for the context that it names, whatever the fleet is called.
@Suite(.serialized) struct ContextTests {
    private static let shift = "reroute chat/own=50 chat/rented=50 --stages 100 --hold 0s --yes"

    /// A configuration of `prod` that denies there what is to be done.
    private func denied() throws -> ActionLab {
        let scene = try ActionLab()
        let rules = "policy: { rules: [{ context: prod, deny: true }], "
        try scene.program.configure(
            ActionLab.configuration(scene.lab).replacing("policy: { ", with: rules))
        return scene
    }

    @Test func noRuleIsGotRoundByAnotherName() throws {
        let scene = try denied()
        let same = scene.program.run("\(Self.shift) --context prod")
        #expect(same.status == 4 && same.errors.contains("(context prod) is denied"), "\(same)")
        let cases: [(String, [String: String])] = [
            ("--context lab", [:]), ("", ["HYBRIDTOP_CONTEXT": "lab"]), ("--context ''", [:]),
            ("--context lab --plan", [:]),
        ]
        for (words, variables) in cases {
            let other = scene.program.run("\(Self.shift) \(words)", variables)
            #expect(other.status == 4, "\(words): \(other)")
            #expect(other.errors.contains("The configuration is that of `prod`"), "\(other)")
            #expect(other.errors.contains("leave out --context"), "\(other)")
            #expect(other.output.isEmpty)
        }
        // Nothing is asked of a control plane either.
        let unknown = scene.program.run("drain nobody/nowhere --context lab")
        #expect(unknown.status == 4 && unknown.errors.contains("that of `prod`"), "\(unknown)")
        #expect(try scene.weights == ["100", "0", "100", "0"])
        #expect(scene.onlyRefused(1), "the one by the rules that are those of the fleet")
    }

    @Test func aWritableFleetIsOnlyWatchedUnderAnotherName() throws {
        let scene = try ActionLab()
        try scene.program.configure(
            ActionLab.configuration(scene.lab).replacing(
                "policy: { ", with: "policy: { read_only: false, "))
        #expect(scene.program.run("\(Self.shift) --context lab").status == 4)
        let log = scene.program.run("log --once --kind source --context lab")
        #expect(log.status == 0 && log.output.contains("\"context\":\"lab\""), "\(log)")
        let terminal = try scene.program.screen(
            ["--context", "lab", "--write"], until: "The configuration is that of `prod`")
        try terminal.write("3")
        try terminal.wait(for: "chat/rented")
        try terminal.write("/chat/rented\r:write lab\r")
        try terminal.wait(for: "is called `lab`: it is only watched")
        #expect(terminal.screen.text.contains("  RO"))
        try terminal.write("q")
        #expect(try terminal.waitForExit() == .code(0))
        #expect(scene.journal.isEmpty)
    }

    /// A file that names no context has no rules of another.
    @Test func aFileWithoutANameTakesAny() throws {
        let scene = try ActionLab()
        try scene.program.configure(
            ActionLab.configuration(scene.lab).replacing("context: prod\n", with: ""))
        let done = scene.program.run("\(Self.shift) --context lab")
        #expect(done.status == 0, "\(done)")
        #expect(try scene.weights == ["50", "50", "50", "50"])
        let shown = scene.program.run("actions show \(scene.id)").output
        #expect(shown.contains(" in lab\n"), "\(shown)")
    }
}
