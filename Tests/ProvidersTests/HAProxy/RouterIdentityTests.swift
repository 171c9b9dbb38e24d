import Testing

@testable import Providers

/// What `show info` says of who answers.
@Suite struct RouterIdentityTests {
    private func identity(_ text: String) -> String? {
        RuntimeInterface.identity(Array(text.utf8))
    }

    @Test func aNodeAndAProcessAreAName() {
        #expect(
            identity("Name: HAProxy\nVersion: 2.6.12\nPid: 4711\nUptime: 0d 0h01m\nnode: edge-1\n")
                == "edge-1 4711")
        #expect(
            identity("Pid: 8\r\nNode: a:b \r\nStart_time_sec: 1795276800\n") == "a:b 8 1795276800")
    }

    @Test(arguments: ["", "Pid: 8\n", "node: edge-1\n", "node:\nPid: 8\n", "Permission denied\n\n"])
    func withoutEitherThereIsNone(_ text: String) {
        #expect(identity(text) == nil)
    }
}
