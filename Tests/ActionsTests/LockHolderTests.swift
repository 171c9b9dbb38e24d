import Actions
import Fleet
import Foundation
import Testing

/// Who is at an action is told by its lock, to people on another screen.
struct LockHolderTests {
    @Test func aLockNamesTheProgramThatHoldsIt() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("hybridtop-locks-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let locks = TargetLocks(folder: folder.path)
        let targets = SamplePlan.drain(["n1", "n2"]).targets
        #expect(locks.holder(targets) == nil && !locks.isAnyHeld(targets))
        let held = try locks.take(SamplePlan.drain(["n2"]).targets)
        let host = ProcessInfo.processInfo.hostName
        let holder = try #require(locks.holder(targets))
        #expect(holder.hasPrefix("pid \(ProcessInfo.processInfo.processIdentifier) on "))
        #expect(holder.hasSuffix(host) || host.hasPrefix(holder.split(separator: " ").last ?? "?"))
        #expect(locks.isAnyHeld(targets))
        held.release()
        #expect(!locks.isAnyHeld(targets))
    }
}
