import Support
import Testing

/// The exit status of the real program, and where it says what.
@Suite struct ExitStatusTests {
    @Test(arguments: [
        "--help", "--version", "help", "log --help", "config check", "config print", "config path",
        "providers", "providers nvidia-smi", "themes", "man", "completions bash",
        "config init -o -", "config", "actions", "actions list", "actions --help",
        "reroute --help", "actions settle --help", "reboot --help", "requeue --help", "move --help",
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
        "--config /nonexistent.yaml", "--demo", "drain chat/own", "reroute chat/own --yes",
        "reroute a=50 b=50 --stages 5,3", "scale x --to -1", "scale x --to 2",
        "actions show nothing", "drain",
        "actions settle x --as verified", "reroute a=100 --hold 5",
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

    /// An entry is looked at to its end, whatever is wrong with its beginning; files are looked into.
    @Test func everythingWrongWithAnEntryIsToldAtOnce() throws {
        let program = try ProgramRun()
        let files = [
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2",
            "-subj /CN=a -keyout a.key -out a.pem 2> /dev/null && openssl ecparam -genkey",
            "-name prime256v1 -noout -out b.key && mv a.* b.key config/hybridtop",
        ]
        #expect(program.folder.run(files.joined(separator: " ")) == 0)
        try program.configure(
            """
            sources:
              - nvidia-smi
              - nvidia-smi: { name: again, command: /opt/nvidia-smi }
              - nvidia-smi: { hosts: gpu1, port: 0, command: -x, ssh_config: nowhere, bogus: 1 }
              - promql:
                  url: http://prom:9090/api/v1/query
                  bearer: a
                  username: ada
                  ca: a.key
                  cert: a.pem
                  key: b.key
              - prometheus-scrape: { url: "http://v:1/", health: ftp, ca: nowhere.pem, cert: a.pem }
              - http-probe: { url: "http://ada:hush@v/", expect: [9, 2xx, x], cert: a.pem, key: a.key }
            """)
        let outcome = program.run("config check")
        let lines = outcome.errors.split(separator: "\n").map {
            String($0.dropFirst(program.configuration.count + 1))
        }
        let expected = [
            "3:5: sources[1].nvidia-smi: nvidia-smi on this machine is watched already, by the entry",
            "4:38: sources[2].nvidia-smi.port: found 0",
            "4:50: sources[2].nvidia-smi.command: found",
            "4:66: sources[2].nvidia-smi.ssh_config: cannot read",
            "4:75: sources[2].nvidia-smi: unknown key `bogus`",
            "6:12: sources[3].promql.url: expected the server itself, without a page of it: `http://prom:9090`",
            "7:15: sources[3].promql.bearer: either bearer or username",
            "9:11: sources[3].promql.ca: ", "11:12: sources[3].promql.key: the key in",
            "12:54: sources[4].prometheus-scrape.health: ",
            "12:63: sources[4].prometheus-scrape.ca: cannot read",
            "12:82: sources[4].prometheus-scrape.cert: cert and key are only of use together",
            "13:24: sources[5].http-probe.url: a user or password in it would be shown",
            "13:54: sources[5].http-probe.expect: found 9, x, expected",
        ]
        #expect(outcome.status == 2 && lines.count == expected.count, "\(outcome.errors)")
        for (line, start) in zip(lines, expected) {
            #expect(line.hasPrefix(start), "\(line)")
        }
        #expect(!outcome.errors.contains("hush"))
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
