import Glibc
import Support
import Testing

@testable import hybridtop

extension RealProgramTests {
    /// How a log ends where sources are down: its status, and what it says of them.
    @Suite struct LogOutcome {
        private func scrape(_ name: String, _ port: Int) -> String {
            "{ prometheus-scrape: { name: \(name), url: \"http://127.0.0.1:\(port)/up\", "
                + "interval: 200ms, deadline: 1s } }"
        }

        private func program(_ entries: String...) throws -> ProgramRun {
            let program = try ProgramRun("sources: [\(entries.joined(separator: ", "))]")
            try program.folder.write("vllm:num_requests_running 1\n", "up")
            return program
        }

        private func server(_ program: ProgramRun, _ port: Int) throws -> SpawnedDaemon {
            try SpawnedDaemon(
                [
                    "/usr/bin/python3", "-m", "http.server", "\(port)", "--bind", "127.0.0.1",
                    "-d", program.folder.path,
                ], log: "/dev/null")
        }

        @Test func onceSaysWhoDidNotAnswerAndWhy() async throws {
            let port = try freePort()
            let program = try program(scrape("up", port), scrape("down", 9))
            let server = try server(program, port)
            defer { server.end() }
            #expect(await eventually { LocalMachine.isOpen(UInt16(port)) })
            let outcome = program.run("log --once --kind source")
            #expect(outcome.status == 1, "\(outcome)")
            #expect(outcome.errors.hasPrefix("hybridtop: prometheus-scrape/down: never answered: "))
            #expect(outcome.errors.contains("Nothing listens at http://127.0.0.1:9/up"))
            #expect(!outcome.errors.contains("prometheus-scrape/up"))
        }

        @Test func nothingReachableIsThreeAndSaid() throws {
            let program = try program(scrape("down", 9))
            for words in ["log --once", "log --duration 1s"] {
                let outcome = program.run("\(words) --kind source")
                #expect(outcome.status == 3)
                #expect(outcome.errors.contains("prometheus-scrape/down: never answered: "))
            }
        }

        @Test func aSourceThatIsDownAtTheEndIsOne() async throws {
            let port = try freePort()
            let program = try program(scrape("up", port))
            let server = try server(program, port)
            let log = try RunningProgram(
                program, "log --interval 200ms --kind source -o log")
            #expect(
                await eventually(within: .seconds(30)) {
                    program.folder.text("log").contains("\"status\":\"live\"")
                })
            server.end()
            #expect(
                await eventually(within: .seconds(30)) {
                    program.folder.text("log").contains("\"status\":\"stale\"")
                })
            log.signal(SIGTERM)
            #expect(log.status() == 1)
            let errors = program.folder.text("errors")
            #expect(errors.contains("prometheus-scrape/up: last answered "), "\(errors)")
        }

        @Test func tablesOfSeveralKindsSayTheirFiles() throws {
            let program = try ProgramRun()
            let terminal = try PseudoTerminal(
                [
                    ProgramRun.path, "log", "--demo", "--once", "--format", "csv", "-o",
                    "\(program.folder.path)/c.csv", "--kind", "node", "endpoint",
                ], environment: program.environment, columns: 300)
            #expect(try terminal.waitForExit() == .code(0))
            let path = program.folder.path
            #expect(terminal.screen.text.contains("\(path)/c.node.csv, \(path)/c.endpoint.csv"))
            #expect(program.folder.run("ls c.*.csv > names && test ! -e c.csv") == 0)
            #expect(program.folder.text("names") == "c.endpoint.csv\nc.node.csv\n")
            #expect(program.run("log --help").output.contains("fleet.node.csv"))
        }
    }
}
