import Glibc
import Support
import Testing

extension RealProgramTests {
    /// The configuration changes while the real program runs.
    @Suite struct Reload {
        private static let one =
            "sources:\n  - prometheus-scrape: { name: first, url: \"http://127.0.0.1:9/metrics\" }\n"
        private static let two =
            one + "  - prometheus-scrape: { name: second, url: \"http://127.0.0.1:9/m\" }\n"

        /// The program with one source, in the view that lists sources.
        private func open(_ program: ProgramRun) throws -> PseudoTerminal {
            let terminal = try program.screen()
            try terminal.write("8")
            try terminal.wait(for: "first")
            return terminal
        }

        @Test func aSignalOnALiveTerminalReloads() throws {
            let program = try ProgramRun(Self.one)
            let terminal = try open(program)
            try program.configure(Self.two)
            terminal.signal(SIGHUP)
            try terminal.wait(for: "Configuration reloaded: 1 added.")
            try terminal.wait(for: "second")
            try program.configure(Self.one.replacing("metrics", with: "other"))
            terminal.signal(SIGHUP)
            try terminal.wait(for: "Configuration reloaded: 1 removed, 1 changed.")
            try terminal.wait { !$0.screen.text.contains("second") }
            try terminal.write("q")
            #expect(try terminal.waitForExit() == .code(0))
            #expect(ProgramRun.isRestored(terminal))
        }

        @Test func aChangedFileIsTakenByItself() throws {
            let program = try ProgramRun(Self.one)
            let terminal = try open(program)
            try program.configure("context: atoll\n" + Self.two)
            try terminal.wait(for: "Configuration reloaded: 1 added.")
            try terminal.wait(for: "atoll")
        }

        @Test func aWrongFileChangesNothingAndIsTold() throws {
            let program = try ProgramRun(Self.one)
            let terminal = try open(program)
            try program.configure(Self.one + "  - nvidia-smi: { hosts: a, port: 70000 }\nx: y\n")
            terminal.signal(SIGHUP)
            try terminal.wait(for: "config.yaml:3:35: sources[1].nvidia-smi.port")
            #expect(terminal.screen.text.contains("Not reloaded (the first of 2, see Attention): "))
            #expect(terminal.screen.text.contains("first"))
            try program.configure(Self.two)
            terminal.signal(SIGHUP)
            try terminal.wait(for: "Configuration reloaded: 1 added.")
        }

        @Test func aWrongFileStandsInAttentionUntilItIsRight() throws {
            let program = try ProgramRun(Self.one)
            let terminal = try open(program)
            try program.configure(Self.one + "  - nvidia-smi: { hosts: a, port: 70000 }\nx: y\n")
            terminal.signal(SIGHUP)
            try terminal.wait(for: "Not reloaded")
            try terminal.write("0")
            try terminal.wait(for: "2 errors in config.yaml; the old one stays")
            // Keys come and go; what is wrong stays, with every place.
            try terminal.write("0jk")
            try terminal.wait { !$0.screen.text.contains("Not reloaded") }
            let list = "2 errors in config.yaml"
            while !terminal.screen.text.contains("config.yaml:4:1: unknown key `x`") {
                try terminal.write("j")
                try terminal.wait(for: list)
            }
            #expect(terminal.screen.text.contains("config.yaml:3:35:"))
            #expect(terminal.screen.text.contains("configuration stays in force"))
            try program.configure(Self.one)
            terminal.signal(SIGHUP)
            try terminal.wait { !$0.screen.text.contains("errors in config.yaml") }
        }

        @Test func aFileThatIsGoneLeavesWhatItSaid() throws {
            let program = try ProgramRun(Self.one)
            let terminal = try open(program)
            unlink(program.configuration)
            terminal.signal(SIGHUP)
            try terminal.wait(for: "is gone; what it said stays in force")
            #expect(terminal.screen.text.contains("first"))
        }

        @Test func theDemoHasNothingToReload() throws {
            let terminal = try ProgramRun().screen(["--demo"])
            terminal.signal(SIGHUP)
            try terminal.wait(for: "The simulated fleet has no configuration")
        }

        @Test func aFileThatAppearsIsTaken() throws {
            let program = try ProgramRun()
            let terminal = try program.screen()
            try program.configure(Self.two)
            terminal.signal(SIGHUP)
            try terminal.wait(for: "Configuration reloaded: 2 added")
        }

        @Test func aTerminalThatIsGoneEndsTheProgram() throws {
            let terminal = try ProgramRun(Self.one).screen()
            terminal.hangUp()
            #expect(try terminal.waitForExit() == .code(128 + SIGHUP))
        }

        @Test func aLogReloadsAndOpensItsFileAnew() async throws {
            let program = try ProgramRun(Self.one)
            let log = "\(program.folder.path)/log"
            let daemon = try SpawnedDaemon(
                [
                    "/usr/bin/env", "-i", "HOME=\(program.folder.path)",
                    "XDG_CONFIG_HOME=\(program.folder.path)/config", ProgramRun.path, "log",
                    "--interval", "200ms", "--kind", "source", "-o", log,
                ], log: "\(program.folder.path)/errors")
            defer { daemon.end() }
            #expect(await eventually { program.folder.text("log").contains("first") })
            rename(log, log + ".1")
            try program.configure(Self.two)
            kill(daemon.pid, SIGHUP)
            #expect(await eventually { program.folder.text("log").contains("second") })
            #expect(program.folder.text("errors").contains("reloaded: 1 added"))
            try program.configure("nonsense: 1\n")
            kill(daemon.pid, SIGHUP)
            #expect(
                await eventually {
                    let errors = program.folder.text("errors")
                    return errors.contains("config.yaml:1:1: unknown key `nonsense`")
                        && errors.contains("not reloaded, the old configuration stays")
                })
            #expect(ProcessTable.isRunning(daemon.pid))
        }

        @Test func aLogHasAFindingForAsLongAsTheFileIsWrong() async throws {
            let program = try ProgramRun(Self.one)
            let log = try RunningProgram(
                program, "log --interval 200ms --kind finding source -o log")
            /// The newest tick's line about the configuration.
            func newest() -> String {
                let lines = program.folder.text("log").split(separator: "\n")
                let time = lines.last.map { $0.prefix(46) } ?? ""
                return lines.last { $0.hasPrefix(time) && $0.contains("\"configuration-") }
                    .map(String.init) ?? ""
            }
            #expect(await eventually { program.folder.text("log").contains("first") })
            #expect(newest() == "")
            try program.configure(Self.one + "interval: soon\nnonsense: 1\n")
            #expect(await eventually { newest().contains("configuration-wrong") })
            #expect(newest().contains("config.yaml:3:11: interval"))
            #expect(newest().contains("config.yaml:4:1: unknown key `nonsense`"))
            #expect(program.folder.text("errors").contains("config.yaml:4:1: unknown key"))
            unlink(program.configuration)
            #expect(await eventually { newest().contains("configuration-gone") })
            try program.configure(Self.one)
            #expect(await eventually { newest() == "" })
            log.signal(SIGTERM)
        }
    }
}

/// Tests of the real program, one after another.
@Suite(.serialized, .timeLimit(.minutes(5))) struct RealProgramTests {}
