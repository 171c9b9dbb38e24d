import Actions
import Fleet
import Support
import Testing

#if canImport(Glibc)
    import Glibc
#endif

struct JournalTests {
    private let plan = SamplePlan.drain(["n1"])

    private func entry(_ sequence: Int, _ content: JournalEntry.Content) -> JournalEntry {
        JournalEntry(
            action: plan.id, sequence: sequence, time: WallTime(seconds: 1_000), content: content)
    }

    private func inFolder(_ body: (String) throws -> Void) throws {
        var template = Array("/tmp/hybridtop-journal-XXXXXX".utf8CString)
        let made = mkdtemp(&template)
        let folder = String(cString: try #require(made))
        defer {
            _ = unlink(folder + "/state/actions.jsonl")
            _ = rmdir(folder + "/state")
            _ = rmdir(folder)
        }
        try body(folder + "/state/actions.jsonl")
    }

    private func bytes(_ path: String) throws -> [UInt8] {
        let file = try #require(fopen(path, "r"))
        defer { _ = fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&buffer, 1, buffer.count, file)
        return Array(buffer[..<count])
    }

    @Test func whatIsAddedIsReadBackByAnotherProgram() throws {
        try inFolder { path in
            let first = try Journal(path: path)
            let second = try Journal(path: path)
            try first.append(entry(0, .plan(plan)))
            try second.append(entry(1, .event(.checked([]))))
            try first.append(entry(2, .event(.confirmed(by: "ada@desk"))))
            let replay = JournalReplay(try bytes(path))
            #expect(replay.malformed == 0)
            #expect(replay.unfinished.map(\.machine.state) == [.confirmed])
            var facts = stat()
            #expect(stat(path, &facts) == 0)
            #expect(facts.st_mode & 0o777 == 0o600)
        }
    }

    @Test func aLineThatACrashCutTakesNoOtherWithIt() throws {
        try inFolder { path in
            let journal = try Journal(path: path)
            try journal.append(entry(0, .plan(plan)))
            let file = try #require(fopen(path, "a"))
            _ = fputs("{\"action\":\"d1\",\"sequ", file)
            _ = fclose(file)
            try journal.append(entry(1, .event(.checked([]))))
            let replay = JournalReplay(try bytes(path))
            #expect(replay.malformed == 1)
            #expect(replay.account("d1")?.machine.state == .checked)
        }
    }

    @Test func aMissingEntryIsToldAndTheStateIsTheLastThatIsSure() throws {
        let lines = try [
            entry(0, .plan(plan)), entry(1, .event(.checked([]))),
            entry(3, .event(.rechecked(moved: nil))),
        ].flatMap { try Journal.encode($0) }
        let account = try #require(JournalReplay(lines).account("d1"))
        #expect(account.isBroken)
        #expect(account.machine.state == .checked)
    }

    @Test func aFileThatOthersCanReadIsRefused() throws {
        try inFolder { path in
            _ = try Journal(path: path)
            #expect(chmod(path, 0o644) == 0)
            #expect(throws: Journal.Failure.self) { try Journal(path: path) }
        }
    }

    @Test func whatIsOnlyReadIsNotMade() throws {
        try inFolder { path in
            #expect(try Journal.replay(path: path).accounts.isEmpty)
            #expect(access(path, F_OK) != 0)
            let journal = try Journal(path: path)
            try journal.append(entry(0, .plan(plan)))
            #expect(try Journal.replay(path: path).accounts.count == 1)
            #expect(throws: Journal.Failure.self) { try Journal.replay(path: "/tmp") }
        }
    }

    @Test func linksAreNotFollowed() throws {
        try inFolder { path in
            _ = try Journal(path: path)
            let link = path + ".link"
            #expect(symlink(path, link) == 0)
            defer { _ = unlink(link) }
            #expect(throws: Journal.Failure.self) { try Journal(path: link) }
        }
    }
}
