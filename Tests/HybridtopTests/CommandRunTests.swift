import FoundationEssentials
import Glibc
import Support
import Testing

/// Acting by commands of the operator's own from the command line.
@Suite(.serialized) struct CommandRunTests {
    private static let script = Tools.fixtures.appendingPathComponent("command/serve").path

    private func program(_ more: String = "") throws -> ProgramRun {
        let program = try ProgramRun()
        let start = "\(Self.script), \(program.folder.path)"
        try program.configure(
            """
            context: prod
            sources:
              - command:
                  name: own
                  targets: [a, b]
                  scale: [\(start), scale, "{target}", "{value}"]
                  drain: [\(start), drain, "{target}", drained]
                  observe: [\(start), show, "{kind}", "{target}"]
                  verify: [\(start), probe, "{target}", "{kind}", "{value}"]
                  require: [[\(start), allowed, "{target}"], ["true"]]
                  limit: 2s
            \(more)
            """)
        for name in ["a.count", "b.count"] { try write("2\n", name, program) }
        for name in ["a.state", "b.state"] { try write("ready\n", name, program) }
        return program
    }

    private func write(_ text: String, _ name: String, _ program: ProgramRun) throws {
        try text.write(
            toFile: "\(program.folder.path)/\(name)", atomically: true, encoding: .utf8)
    }

    @Test func aCommandIsPlannedRunVerifiedAndTakenBack() throws {
        let program = try program()
        let plan = program.run("scale a --to 4 --plan")
        #expect(plan.status == 0, "\(plan)")
        #expect(
            plan.output.contains("a  scale 2 -> 4\n      \(Self.script) \(program.folder.path) "))
        #expect(program.folder.text("log").isEmpty)
        let done = program.run("scale a b --to 4 --yes")
        #expect(done.status == 0, "\(done)")
        #expect(done.output.hasSuffix("verified: a answers; b answers\n"), "\(done.output)")
        let id = program.listedActions.first ?? ""
        #expect(program.run("actions undo \(id) --yes").status == 0)
        #expect(program.folder.text("b.count") == "2\n")
        #expect(program.run("resume a --yes").status == 2, "no command for it is configured")
    }

    @Test(arguments: [
        ("+2", "4", "5"), ("-1", "1", "2"), ("x0.5", "1", "2"), ("6", "6", "6"),
    ])
    func aRelativeCountIsWorkedOutForEachTarget(to: String, a: String, b: String) throws {
        let program = try program()
        try write("3\n", "b.count", program)
        let plan = program.run("scale a b --to \(to) --plan")
        #expect(plan.status == 0, "\(plan)")
        #expect(plan.output.contains("a  scale 2 -> \(a)\n"), "\(plan.output)")
        #expect(plan.output.contains("b  scale 3 -> \(b)\n"), "\(plan.output)")
        for words in ["--to +two", "--to x", "--to 9223372036854775807", "--to"] {
            let wrong = program.run("scale a \(words) --plan")
            #expect(wrong.status == 2 && !wrong.errors.isEmpty, "\(wrong)")
        }
    }

    @Test func readOnlyAndRulesHoldForCommandsToo() throws {
        let locked = try program("policy: { read_only: true }")
        let refused = locked.run("drain a --yes")
        #expect(refused.status == 4 && refused.errors.contains("read-only by its configuration"))
        let ruled = try program("policy: { rules: [{ target: \"command/own/*\", deny: true }] }")
        #expect(ruled.run("drain a --yes").errors.contains("denied"))
        #expect(locked.folder.text("log").isEmpty && ruled.folder.text("log").isEmpty)
    }

    @Test func mistakesOfTheConfigurationAreToldWithTheirPlace() throws {
        let program = try program()
        let text = try String(contentsOfFile: program.configuration, encoding: .utf8)
        try program.configure(text.replacing("[\"true\"]", with: "true"))
        let check = program.run("config check")
        #expect(check.status == 2)
        let told = check.output + check.errors
        #expect(told.contains("expected the words of a command, found `true`"), "\(check)")
        try program.configure(
            text.replacing("targets: [a, b]", with: "targets: [a, \"; rm -rf\"]"))
        let named = program.run("config check")
        #expect(
            (named.output + named.errors).contains("`; rm -rf` does not fit the pattern"),
            "\(named)")
        try program.configure(text)
        #expect(program.run("config print").output.contains("require: [["))
    }

    /// Killed while its command hangs: the next start looks.
    @Test func aKillLeavesItToBeLookedFor() async throws {
        let program = try program()
        try write("silent\n", "mode", program)
        let running = try RunningProgram(program, "scale a --to 4 --yes")
        let isRun = await eventually(within: .seconds(20)) {
            program.folder.text("a.count") == "4\n"
        }
        #expect(isRun, "\(program.folder.text("errors"))")
        running.signal(SIGKILL)
        running.status()
        let id = program.listedActions.first ?? ""
        let watched = program.run("actions watch \(id)")
        #expect(watched.status == 0 && watched.output == "verified: a answers\n", "\(watched)")
        #expect(program.folder.text("log") == "scale|a|4|\n")
    }
}
