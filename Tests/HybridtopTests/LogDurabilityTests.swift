import Glibc
import Support
import Testing

extension RealProgramTests {
    /// What a log has said that it wrote is there, whatever happens to the program and the disk.
    @Suite struct LogDurability {
        private func lines(_ program: ProgramRun, _ name: String = "log") -> [Substring] {
            program.folder.text(name).split(separator: "\n")
        }

        /// Whether every line of a file is JSON, in the eyes of another program.
        private func isWhole(_ program: ProgramRun, _ name: String = "log") -> Bool {
            program.folder.run("jq -e -c .kind \(name) > kinds") == 0
        }

        @Test func aKilledLogIsWholeButForItsLastLineAndGoesOn() async throws {
            let program = try ProgramRun()
            for round in 1...3 {
                let log = try RunningProgram(program, "log --demo --interval 100ms -o log")
                let before = lines(program).count
                #expect(
                    await eventually(within: .seconds(30)) { lines(program).count > before + 300 })
                log.signal(SIGKILL)
                #expect(log.status() == -1)
                #expect(program.folder.run("sed '$d' log > whole") == 0)
                #expect(isWhole(program, "whole"), "round \(round)")
            }
            let torn = program.folder.text("log") + "{\"schema\":1,\"time\":\"20"
            try program.folder.write(torn, "log")
            let before = lines(program).count
            #expect(program.run("log --demo --once -o log").status == 0)
            #expect(isWhole(program))
            #expect(lines(program).count > before)
        }

        @Test func aFileAtItsLimitIsToldOnceAndLosesNothing() async throws {
            let program = try ProgramRun()
            let log = try RunningProgram(
                program, "log --demo --kind source --interval 100ms -o log",
                limits: "ulimit -S -f 64")
            #expect(
                await eventually(within: .seconds(30)) {
                    program.folder.text("errors").contains("File too large")
                })
            let full = program.folder.text("log")
            #expect(full.hasSuffix("\n") && full.utf8.count <= 64 << 10)
            #expect(program.folder.run("prlimit --pid \(log.pid) --fsize=unlimited") == 0)
            #expect(
                await eventually(within: .seconds(30)) {
                    program.folder.text("errors").contains("writing again")
                })
            log.signal(SIGTERM)
            // So soon after the start, a source may not have answered yet: that is 1.
            #expect([0, 1].contains(log.status()))
            let told = program.folder.text("errors").split(separator: "\n")
                .filter { !$0.contains("answer") }
            #expect(told.count == 2, "\(told)")
            #expect(told.last?.contains("0 lines were lost") == true)
            #expect(program.folder.text("log").hasPrefix(full))
            #expect(isWhole(program))
            #expect(ticks(lines(program)).count == 1, "every tick has every source")
        }

        /// A file system with no room left, as root may make one; where nobody may, the limit of the test
        /// above stands for it.
        @Test func aFullFileSystemIsToldOnceAndLosesNothing() async throws {
            let program = try ProgramRun()
            let place = "\(program.folder.path)/full"
            let mount = "mkdir full && mount -t tmpfs -o size=256k hybridtop-test full 2> why"
            guard program.folder.run(mount) == 0 else {
                return print("tmpfs: may not be mounted here: \(program.folder.text("why"))")
            }
            defer { _ = program.folder.run("umount -l '\(place)'") }
            let log = try RunningProgram(
                program, "log --demo --kind source --interval 100ms -o full/log")
            #expect(
                await eventually(within: .seconds(30)) {
                    program.folder.text("errors").contains("No space left on device")
                })
            let full = program.folder.text("full/log")
            #expect(full.hasSuffix("\n") && full.utf8.count <= 256 << 10)
            #expect(isWhole(program, "full/log"), "no half line while it is full")
            #expect(program.folder.run("mount -o remount,size=64m full") == 0)
            #expect(
                await eventually(within: .seconds(30)) {
                    program.folder.text("errors").contains("writing again; 0 lines were lost")
                })
            log.signal(SIGTERM)
            #expect([0, 1].contains(log.status()))
            let told = program.folder.text("errors").split(separator: "\n")
                .filter { !$0.contains("answer") }
            #expect(told.count == 2, "\(told)")
            #expect(program.folder.text("full/log").hasPrefix(full))
            #expect(isWhole(program, "full/log"))
            #expect(ticks(lines(program, "full/log")).count == 1, "every tick has every source")
        }

        @Test func rotationCompressionAndReopeningTogetherLoseNothing() async throws {
            let program = try ProgramRun()
            let log = try RunningProgram(
                program,
                "log --demo --kind source --interval 100ms --rotate-size 30k --keep 0 -o log")
            for round in 1...12 {
                let size = await eventually(within: .seconds(30)) {
                    program.folder.text("log").utf8.count > 1000
                }
                #expect(size, "round \(round)")
                if round % 3 == 0 { _ = program.folder.run("mv log moved-\(round)") }
                log.signal(SIGHUP)
            }
            #expect(
                await eventually(within: .seconds(30)) {
                    program.folder.run("ls log.*.gz > names") == 0
                })
            log.signal(SIGTERM)
            #expect(log.status() == 0)
            #expect(program.folder.text("errors") == "")
            #expect(program.folder.run("gzip -t log.*.gz") == 0)
            let all = "(cat log moved-* $(ls log.*Z 2> /dev/null); zcat log.*.gz)"
            #expect(program.folder.run("\(all) > all") == 0)
            #expect(isWhole(program, "all"))
            #expect(ticks(lines(program, "all")).count == 1, "every tick has every source")
        }

        /// How many lines a moment has; one number if all have as many.
        private func ticks(_ lines: [Substring]) -> Set<Int> {
            var counts: [Substring: Int] = [:]
            for line in lines {
                let time = line.split(separator: "\"", maxSplits: 6)
                counts[time.count > 5 ? time[4] : "", default: 0] += 1
            }
            return Set(counts.values)
        }

        @Test(arguments: [
            ("--kind accelerator --filter 'util<0%'", 0), ("--kind site", 64),
            ("--kind node --filter 'node=no-such-node'", 0),
        ])
        func filtersAndKindsChooseRecords(words: String, status: Int) throws {
            let program = try ProgramRun()
            let outcome = program.run("log --demo --once \(words)")
            #expect(outcome.output.isEmpty)
            #expect(outcome.status == (status == 0 ? 0 : 2), "\(outcome.errors)")
        }

        @Test func aFilterLetsThroughWhatMatches() throws {
            let program = try ProgramRun()
            let all = program.run("log --demo --once --kind accelerator")
            let some = program.run("log --demo --once --kind accelerator --filter 'site=hall-a'")
            let wanted = all.output.split(separator: "\n").count { $0.contains("\"hall-a\"") }
            #expect(wanted > 0 && wanted < all.output.split(separator: "\n").count)
            #expect(some.output.split(separator: "\n").count == wanted)
        }

        @Test func aLogOfOneTickHasItsRates() throws {
            let outcome = try ProgramRun().run("log --demo --once --kind endpoint")
            #expect(outcome.status == 0)
            #expect(outcome.output.contains("\"requests_per_second\":"))
            #expect(!outcome.output.contains("first_scrape"))
        }
    }
}
