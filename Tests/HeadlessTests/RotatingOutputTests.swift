import Fleet
import FoundationEssentials
import Glibc
import Testing

@testable import Headless

@Suite struct RotatingOutputTests {
    let folder: TemporaryFolder
    let now = LiteralFleet.wall

    init() throws { folder = try TemporaryFolder() }

    /// Collects what an output reports.
    final class Reports {
        var lines: [String] = []
    }

    private func output(
        _ policy: RotationPolicy = RotationPolicy(), header: String = "",
        reports: Reports = Reports(), call: @escaping LogFile.WriteCall = { write($0, $1, $2) }
    ) throws -> RotatingOutput {
        try RotatingOutput(
            path: folder.path("log"), policy: policy,
            heading: (Array(header.utf8), Array("{\"n\":".utf8)), writeCall: call
        ) { reports.lines.append($0) }
    }

    private func line(_ number: Int) -> [UInt8] { Array("{\"n\":\(number)}\n".utf8) }

    @Test func appendsAndIsPrivate() throws {
        let output = try output()
        #expect(output.write(line(1) + line(2), at: now))
        output.finish(at: now)
        #expect(folder.text("log") == "{\"n\":1}\n{\"n\":2}\n")
        #expect(output.linesWritten == 2)
        var status = stat()
        #expect(stat(folder.path("log"), &status) == 0)
        #expect(status.st_mode & 0o027 == 0)
    }

    @Test func refusesALinkAndASecondWriter() throws {
        symlink(folder.path("elsewhere"), folder.path("log"))
        #expect(throws: OutputFailure.self) { try output() }
        unlink(folder.path("log"))
        let first = try output()
        #expect(throws: OutputFailure.self) { try output() }
        first.finish(at: now)
    }

    @Test func cutsWhatAKilledProcessLeftOfALine() throws {
        try "{\"n\":1}\n{\"n\":2".write(
            toFile: folder.path("log"), atomically: false, encoding: .utf8)
        let output = try output()
        output.write(line(3), at: now)
        output.finish(at: now)
        #expect(folder.text("log") == "{\"n\":1}\n{\"n\":3}\n")
    }

    @Test func leavesAFileAloneThatIsNotALog() throws {
        try "my notes".write(toFile: folder.path("log"), atomically: false, encoding: .utf8)
        #expect(throws: OutputFailure.self) { try output() }
        #expect(folder.text("log") == "my notes")
    }

    @Test func rotatesBySizeWithAHeaderInEachFile() throws {
        let policy = RotationPolicy(maximumBytes: 40, keep: 2)
        let output = try output(policy, header: "head\n")
        for number in 0..<20 {
            output.write(line(number), at: now + .milliseconds(number))
        }
        output.finish(at: now)
        let aside = output.takePutAside()
        #expect(aside.count == 5)
        let all = aside.map { (try? String(contentsOfFile: $0, encoding: .utf8)) ?? "" }
        #expect((all + [folder.text("log")]).allSatisfy { $0.hasPrefix("head\n") })
        let lines = (all + [folder.text("log")]).flatMap { $0.split(separator: "\n").dropFirst() }
        #expect(lines.map(String.init) == (0..<20).map { "{\"n\":\($0)}" })
        PutAsideName.prune(folder.path("log"), keep: 2)
        #expect(PutAsideName.all(for: folder.path("log")) == Array(aside.suffix(2)))
    }

    @Test func rotatesAtTheBoundaryOfItsPeriodEvenAfterARestart() throws {
        let policy = RotationPolicy(period: .seconds(3600))
        let first = try output(policy)
        first.write(line(1), at: now)
        first.write(line(2), at: now + .seconds(60))
        first.finish(at: now)
        #expect(first.putAside.isEmpty)
        var times = [timeval(tv_sec: 1_795_269_731, tv_usec: 0)]
        times.append(times[0])
        utimes(folder.path("log"), times)
        let second = try output(policy)
        second.write(line(3), at: now + .seconds(3600))
        second.finish(at: now)
        #expect(second.putAside.count == 1)
        #expect(folder.text("log") == "{\"n\":3}\n")
    }

    @Test func reopensAFileThatWasMovedAway() throws {
        let output = try output()
        output.write(line(1), at: now)
        rename(folder.path("log"), folder.path("moved"))
        output.reopen()
        output.write(line(2), at: now)
        output.finish(at: now)
        #expect(folder.text("moved") == "{\"n\":1}\n")
        #expect(folder.text("log") == "{\"n\":2}\n")
    }

    @Test func aFileThatIsDueAndWasMovedAwayIsBegunAnew() throws {
        let output = try output(RotationPolicy(maximumBytes: 10))
        output.write(line(1), at: now)
        rename(folder.path("log"), folder.path("moved"))
        #expect(output.write(line(22), at: now))
        output.finish(at: now)
        #expect(folder.text("moved") == "{\"n\":1}\n")
        #expect(folder.text("log") == "{\"n\":22}\n")
        #expect(output.putAside.isEmpty)
    }

    @Test func aFullDiskLosesNothingAndIsReportedOnce() throws {
        let disk = Disk(room: 20)
        let reports = Reports()
        let output = try output(reports: reports, call: disk.write)
        #expect(output.write(line(1) + line(2), at: now))
        #expect(!output.write(line(3) + line(4), at: now))
        #expect(!output.write(line(5), at: now))
        #expect(folder.text("log") == "{\"n\":1}\n{\"n\":2}\n")
        #expect(output.linesWritten == 2)
        #expect(reports.lines.count == 1 && reports.lines[0].contains("No space left on device"))
        disk.room = 1000
        #expect(output.write(line(6), at: now))
        #expect(folder.text("log").split(separator: "\n").count == 6)
        #expect(output.linesLost == 0)
        #expect(reports.lines.count == 2)
    }

    @Test func aFileThatWasEmptiedIsBegunAnew() throws {
        let output = try output(RotationPolicy(maximumBytes: 40), header: "head\n")
        for number in 1...3 { output.write(line(number), at: now) }
        truncate(folder.path("log"), 0)
        for number in 4...6 { output.write(line(number), at: now) }
        output.finish(at: now)
        #expect(folder.text("log") == "head\n{\"n\":4}\n{\"n\":5}\n{\"n\":6}\n")
        #expect(output.putAside.isEmpty)
    }

    @Test func aHalfLineInAFileThatWasEmptiedIsTakenBack() throws {
        let disk = Disk(room: 20)
        let output = try output(call: disk.write)
        output.write(line(1) + line(2), at: now)
        truncate(folder.path("log"), 0)
        disk.room = 12
        #expect(!output.write(line(3) + line(4), at: now))
        #expect(folder.text("log") == "{\"n\":3}\n")
        disk.room = 1000
        #expect(output.write(line(5), at: now))
        #expect(folder.text("log") == "{\"n\":3}\n{\"n\":4}\n{\"n\":5}\n")
    }

    @Test func aFileEmptiedWithinAWriteHoldsNoHole() throws {
        let disk = Disk(room: 12)
        let path = folder.path("log")
        let output = try output { descriptor, bytes, count in
            if disk.room == 0 { truncate(path, 0) }
            return disk.write(descriptor, bytes, count)
        }
        #expect(!output.write(line(1) + line(2), at: now))
        #expect(folder.text("log").isEmpty)
        disk.room = 1000
        #expect(output.write(line(3), at: now))
        #expect(folder.text("log") == "{\"n\":2}\n{\"n\":3}\n")
    }

    @Test func theLastWordsTellWhatWasLost() throws {
        let reports = Reports()
        let output = try output(reports: reports, call: Disk(room: 0).write)
        output.write(line(1) + line(2), at: now)
        output.finish(at: now)
        #expect(output.linesLost == 2)
        #expect(reports.lines.count == 2)
        #expect(reports.lines.last?.hasSuffix("2 lines were lost") == true)
    }

    @Test func theOldestLinesGoWhenTooManyWait() throws {
        let disk = Disk(room: 0)
        let output = try output(RotationPolicy(pendingLimit: 24), call: disk.write)
        for number in 1...5 { output.write(line(number), at: now) }
        disk.room = 1000
        output.write(line(6), at: now)
        #expect(folder.text("log") == "{\"n\":3}\n{\"n\":4}\n{\"n\":5}\n{\"n\":6}\n")
        #expect(output.linesLost == 2)
    }

    @Test func aDeviceThatIsFullIsAnErrorAndNotAnEnd() throws {
        let reports = Reports()
        let output = try RotatingOutput(path: "/dev/full") { reports.lines.append($0) }
        #expect(!output.write(line(1), at: now))
        #expect(output.isWaiting && !output.isEnded)
        #expect(reports.lines.count == 1)
    }

    /// A disk with little room, that takes part of a write before it says so.
    final class Disk {
        var room: Int
        init(room: Int) { self.room = room }

        func write(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
            guard room > 0 else {
                errno = ENOSPC
                return -1
            }
            let taken = Glibc.write(descriptor, bytes, min(count, room))
            room -= taken
            return taken
        }
    }
}
