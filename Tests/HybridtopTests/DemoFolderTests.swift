import Glibc
import Support
import Testing

@testable import hybridtop

/// Where the demo keeps what is done to it: nothing of it outlives its program for long.
@Suite struct DemoFolderTests {
    private func isThere(_ path: String) -> Bool { access(path, F_OK) == 0 }

    @Test func whatAKilledProgramHasLeftGoesWithTheNextStart() throws {
        let parent = try TestFolder()
        let environment = ["TMPDIR": parent.path]
        let own = DemoFolder(environment)
        #expect(isThere(own.path))
        // As one that was killed leaves it, and one that is not ours to touch.
        for name in ["hybridtop-demo-killed", "hybridtop-demo-new", "other"] {
            #expect(mkdir("\(parent.path)/\(name)", 0o700) == 0)
        }
        #expect(mkdir("\(parent.path)/hybridtop-demo-killed/locks", 0o700) == 0)
        DemoFolder.sweep(parent.path, olderThan: 60)
        #expect(isThere("\(parent.path)/hybridtop-demo-new"), "who makes it locks it presently")
        DemoFolder.sweep(parent.path, olderThan: -1)
        #expect(!isThere("\(parent.path)/hybridtop-demo-killed"))
        #expect(isThere(own.path), "a program has it")
        #expect(isThere("\(parent.path)/other"))
        own.remove()
        #expect(!isThere(own.path))
    }
}
