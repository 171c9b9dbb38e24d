import Support
import Testing

/// The exit status of the real program, and where it says what.
@Suite struct ExitStatusTests {
    @Test(arguments: [
        "--help", "--version", "help", "log --help", "config check", "config print", "config path",
        "providers", "providers nvidia-smi", "themes", "man", "completions bash",
        "config init -o -", "config",
    ])
    func whatGoesWellIsZero(words: String) throws {
        let outcome = try ProgramRun().run(words)
        #expect(outcome.status == 0)
        #expect(!outcome.output.isEmpty && outcome.errors.isEmpty)
    }

    @Test(arguments: [
        "--no-such-flag", "nonsense", "log --interval 5", "log --kind gpu", "log --filter 'utl<1'",
        "log --once extra", "providers nothing", "completions tcsh", "config nothing",
        "config init --ssh-hosts 'x*' --ssh-config /dev/null", "--colors 99", "--interval 3 --demo",
        "config check --config /nonexistent.yaml", "log --config /nonexistent.yaml",
        "--config /nonexistent.yaml", "--demo",
    ])
    func whatIsWrongIsTwoAndSaidOnStandardError(words: String) throws {
        let outcome = try ProgramRun().run(words)
        #expect(outcome.status == 2, "\(outcome)")
        #expect(!outcome.errors.isEmpty && outcome.output.isEmpty)
    }

    /// Every provider objects to something here that no schema knows, and all is said at once.
    @Test(arguments: ["config check", "log --once", "config print", ""])
    func everythingWrongWithTheConfigurationIsToldAtOnce(words: String) throws {
        let program = try ProgramRun(
            """
            sites: { hall: { placement: nowhere } }
            sources:
              - nvidia-smi: { hosts: "gpu[1-2]", port: 99999 }
              - nvidia-smi: { hots: x }
              - promql: { url: "http://localhost:1", site: hal }
              - nvidia-smi: { hosts: gpu9, command: -x }
              - nvidia-smi: { hosts: [gpu7, gpu9] }
            """)
        let outcome = program.run(words)
        #expect(outcome.status == 2)
        let lines = outcome.errors.split(separator: "\n")
        let places = lines.map {
            $0.dropFirst(program.configuration.count + 1).prefix { $0 != " " }
        }
        #expect(
            places == ["1:29:", "3:44:", "4:19:", "5:48:", "6:41:", "7:26:"], "\(outcome.errors)")
        #expect(lines[1].contains("99999") && lines[5].contains("nvidia-smi/gpu9"))
    }

    @Test func optionsMayComeBeforeTheCommand() throws {
        let program = try ProgramRun()
        try program.folder.write("sites: { a: {} }", "other.yaml")
        let outcome = program.run("--config \(program.folder.path)/other.yaml config check")
        #expect(outcome.output.hasSuffix("other.yaml: 0 sources, 1 site, no problems\n"))
        #expect(
            program.run("--demo log --once --kind source").output.contains("\"kind\":\"source\""))
    }

    @Test func aCheckCountsSourcesAndSites() throws {
        let program = try ProgramRun("sources: [{ nvidia-smi: { hosts: \"gpu[1-3]\" } }]")
        let outcome = program.run("config check")
        #expect(outcome.output == "\(program.configuration): 3 sources, 0 sites, no problems\n")
    }

    @Test func aLogOfNothingReachableIsThree() throws {
        let program = try ProgramRun(
            "sources: [{ prometheus-scrape: { url: \"http://127.0.0.1:9/metrics\", deadline: 2s } }]"
        )
        #expect(program.run("log --once").status == 3)
    }

    @Test func aSampleIsWrittenOnceAndChecks() throws {
        let program = try ProgramRun()
        try program.folder.write("Host gpu01 gpu02 gpu-test web\nHost *\n", "fleet")
        let words =
            "config init --ssh-config \(program.folder.path)/fleet --ssh-hosts 'gpu*' '!*test'"
        #expect(program.run(words).status == 0)
        #expect(program.run(words).status == 2)
        let outcome = program.run("config check")
        #expect(outcome.output.contains("2 sources, 0 sites, no problems"), "\(outcome)")
        let effective = program.run("config print").output
        #expect(effective.contains("hosts: [gpu01, gpu02]"))
        #expect(effective.contains("ssh_config: \(program.folder.path)/fleet"))
    }
}
