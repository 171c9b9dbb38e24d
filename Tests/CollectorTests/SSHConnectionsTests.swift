import Fleet
import Support
import Testing

@testable import Collector

/// When logins are begun and given up, with logins that go as a test wants.
@Suite(.timeLimit(.minutes(1))) struct SSHConnectionsTests {
    private let gate = Gate()

    private func host(_ name: String) throws -> RemoteHost { try #require(RemoteHost(name)) }

    private func limits(
        openings: Int = 4, busy: Duration = .seconds(60), patience: Duration = .seconds(60),
        deadline: Duration = .seconds(60)
    ) -> SSHConnections.Limits {
        SSHConnections.Limits(
            openings: openings, busy: busy, patience: patience, deadline: deadline)
    }

    /// Opens connections to so many hosts, whose logins wait at the gate.
    private func open(_ count: Int, _ connections: SSHConnections) throws -> Task<Int, Never> {
        let hosts = try (0..<count).map { try host("gpu\($0)") }
        let gate = gate
        return Task {
            await withTaskGroup(of: Bool.self) { group in
                for host in hosts {
                    group.addTask {
                        await failureOf {
                            try await connections.open(host) {
                                await gate.pass()
                                return nil
                            }
                        } == nil
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
        }
    }

    @Test func soManyAtOnceAndNoMore() async throws {
        gate.close()
        let connections = SSHConnections(limits())
        let all = try open(10, connections)
        #expect(await eventually { gate.queue == 4 })
        #expect(!(await eventually(within: .milliseconds(50)) { gate.queue > 4 }))
        gate.open()
        #expect(await all.value == 10)
    }

    @Test func hostsThatDoNotAnswerKeepNoOtherFromBeingTried() async throws {
        gate.close()
        let all = try open(10, SSHConnections(limits(busy: .milliseconds(20))))
        #expect(await eventually { gate.queue == 10 })
        gate.open()
        #expect(await all.value == 10)
    }

    @Test func whoWaitsTooLongIsToldAndTheNextFindsItDone() async throws {
        gate.close()
        let connections = SSHConnections(limits(patience: .milliseconds(30)))
        let host = try host("gpu-a01")
        let gate = gate
        let failure = await failureOf {
            try await connections.open(host) {
                await gate.pass()
                return nil
            }
        }
        #expect(failure?.kind == .timedOut)
        #expect(failure?.message.hasPrefix("gpu-a01: the ssh login is not done") == true)
        #expect(failure?.nextStep.contains("ProxyCommand") == true)
        gate.open()
        let isThere = await eventually {
            await failureOf {
                try await connections.open(host) { SourceFailure(.refused, "a second login") }
            } == nil
        }
        #expect(isThere)
    }

    @Test func aLoginThatHangsIsGivenUpAndTriedAnew() async throws {
        gate.close()
        defer { gate.open() }
        let connections = SSHConnections(limits(deadline: .milliseconds(30)))
        let host = try host("gpu-a01")
        let gate = gate
        let failure = await failureOf {
            try await connections.open(host) {
                await gate.pass()
                return nil
            }
        }
        #expect(failure?.kind == .timedOut)
        #expect(await failureOf { try await connections.open(host) { nil } } == nil)
    }
}
