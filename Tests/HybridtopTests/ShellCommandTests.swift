import Collector
import Fleet
import Testing

@testable import hybridtop

/// How a shell on a node is reached.
@Suite struct ShellCommandTests {
    @Test func aNodeIsReachedAsItsSourceReachesIt() {
        var node = NodeIdentity(name: "gpu-01", sshDestination: "ops@gpu-01")
        node.sshOptions =
            RemoteHost("gpu-01", port: 2201, configuration: "/c", identity: "/k")?.options ?? []
        #expect(
            ShellCommand.words(node, environment: [:]) == [
                "ssh", "-t", "-p", "2201", "-F", "/c", "-i", "/k", "--", "ops@gpu-01",
            ])
    }

    @Test func hereItIsTheUsersOwnShell() {
        let node = NodeIdentity(name: "here", isLocal: true)
        #expect(ShellCommand.words(node, environment: ["SHELL": "/bin/fish"]) == ["/bin/fish"])
        #expect(ShellCommand.words(node, environment: [:]) == ["/bin/sh"])
    }

    @Test func aDestinationThatCouldBeAnOptionIsNotOne() {
        let node = NodeIdentity(name: "x", sshDestination: "-oProxyCommand=x")
        #expect(ShellCommand.words(node, environment: [:]) == ["/bin/sh"])
    }
}
