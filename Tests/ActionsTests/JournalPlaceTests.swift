import Foundation
import Testing

@testable import Actions

struct JournalPlaceTests {
    /// Every folder that gets a new name in it is flushed, and none that had all of them.
    @Test func whatGetsANewNameIsToBeFlushed() throws {
        let home = FileManager.default.temporaryDirectory
            .appendingPathComponent("hybridtop-place-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: home) }
        let path = home + "/state/hybridtop/actions.jsonl"
        #expect(
            try JournalPlace.prepare(path) == [home, home + "/state", home + "/state/hybridtop"])
        #expect(
            try JournalPlace.prepare(path) == [home + "/state/hybridtop"], "the file is missing")
        _ = try Journal(path: path)
        #expect(try JournalPlace.prepare(path).isEmpty)
        try JournalPlace.flush(home)
        #expect(throws: Journal.Failure.self) { try JournalPlace.flush(home + "/nowhere") }
    }

    /// Nobody makes folders there. That the file is missing in one that is missing tells nothing.
    @Test func whichFolderCannotBeMadeIsSaid() throws {
        do throws(Journal.Failure) {
            _ = try Journal(path: "/sys/hybridtop-nowhere/state/actions.jsonl")
            Issue.record("it was made")
        } catch {
            #expect(error.description.hasPrefix("cannot make the folder /sys"), "\(error)")
            #expect(!error.description.contains("No such file"), "\(error)")
        }
    }
}
