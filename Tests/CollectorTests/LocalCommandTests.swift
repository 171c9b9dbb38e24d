import Fleet
import Glibc
import Support
import Testing

@testable import Collector

/// Real children of this process: what they print, how they end, what they leave behind.
@Suite struct LocalCommandTests {
    private let transport = SubprocessCommandTransport()

    private func shell(_ script: String) -> Command { Command("/bin/sh", ["-c", script]) }

    @Test func collectsOutputErrorsAndStatus() async throws {
        let output = try await transport.run(shell("echo out; echo err >&2; exit 3"), limit: 1024)
        #expect(output.status == .exited(3))
        #expect(String(decoding: output.output, as: UTF8.self) == "out\n")
        #expect(output.errors == "err\n")
        #expect(!output.isTruncated)
    }

    @Test func argumentsAreNotReadByAShell() async throws {
        let odd = "a b;$(id) 'q' \"d\" *"
        let output = try await transport.run(Command("printf", ["%s", odd]), limit: 1024)
        #expect(String(decoding: output.output, as: UTF8.self) == odd)
    }

    @Test func setsVariablesBesideTheInherited() async throws {
        var command = shell("echo $PROBE; test -n \"$PATH\"")
        command.environment = ["PROBE": "yes"]
        let output = try await transport.run(command, limit: 64)
        #expect(output.status.isSuccess)
        #expect(String(decoding: output.output, as: UTF8.self) == "yes\n")
    }

    @Test func namesAMissingCommand() async throws {
        let failure = await failureOf {
            _ = try await transport.run(Command("no-such-command-here"), limit: 64)
        }
        #expect(failure?.kind == .commandNotFound)
        #expect(failure?.message.contains("no-such-command-here") == true)
    }

    @Test func cutsAFloodAndEndsIt() async throws {
        let output = try await transport.run(Command("yes"), limit: 10_000)
        #expect(output.isTruncated)
        #expect(output.output.count == 10_000)
        #expect(output.status == .signalled(Int(SIGKILL)))
    }

    @Test func aFloodOfErrorsIsKeptShortAndDoesNotBlock() async throws {
        let output = try await transport.run(
            shell(
                "i=0; while [ $i -lt 3000 ]; do echo 0123456789012345678901234567890 >&2; i=$((i+1)); done; echo done"
            ),
            limit: 64)
        #expect(output.status.isSuccess)
        #expect(output.errors.utf8.count == 4096)
        #expect(String(decoding: output.output, as: UTF8.self) == "done\n")
    }

    @Test func hasNoTerminalAndNoInput() async throws {
        let output = try await transport.run(
            shell("(: </dev/tty) 2>/dev/null && echo tty; cat; echo end"), limit: 64)
        #expect(String(decoding: output.output, as: UTF8.self) == "end\n")
    }

    @Test(.timeLimit(.minutes(1))) func aGrandchildThatKeepsThePipeGoesWithItsParent() async throws
    {
        let output = try await transport.run(shell("sleep 20 & echo $!"), limit: 64)
        let pid = try #require(Int32(text(output.output)))
        #expect(output.status.isSuccess)
        #expect(await eventually { !ProcessTable.isRunning(pid) })
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "echo $$; exec sleep 30", "trap '' TERM; echo $$; while :; do read x </dev/zero; done",
            "sleep 30 & echo $$; wait",
            "(trap '' TERM; while :; do read x </dev/zero; done) & echo $$; wait",
        ])
    func cancellationEndsTheWholeGroup(_ script: String) async throws {
        let (reader, writer) = try openPipe()
        defer { close(reader) }
        let task = Task { try await transport.stream(shell(script), to: writer) }
        let pid = try #require(Int32(text(await readLine(from: reader))))
        #expect(kill(-pid, 0) == 0)
        task.cancel()
        _ = await task.result
        #expect(await eventually { kill(-pid, 0) != 0 })
    }

    /// The pipe that its watcher reads is at its end when its owner was killed.
    @Test(.timeLimit(.minutes(1)))
    func aCommandThatHeedsNothingGoesWithItsOwner() async throws {
        let (input, held) = try openPipe()
        let (reader, writer) = try openPipe()
        defer { close(reader) }
        let deaf = shell("trap '' TERM; echo $$; while :; do sleep 3600; done")
        let thread = try EventThread(clock: SystemClock())
        defer { thread.shutDown() }
        let child = try WatchedChild(
            WatchedChild.Start(
                executable: GuardedCommand.shell,
                arguments: GuardedCommand.arguments(running: deaf), input: input, output: writer),
            thread: thread)
        close(input)
        close(writer)
        let pid = try #require(Int32(text(await readLine(from: reader))))
        #expect(pid == child.pid, "the command is the leader of its group")
        close(held)
        let (status, _) = await child.ended(grace: .seconds(5))
        #expect(status == .signalled(Int(SIGKILL)))
        #expect(await eventually { kill(-pid, 0) != 0 })
    }

    @Test(.timeLimit(.minutes(1))) func shuttingDownEndsWhatRuns() async throws {
        let transport = SubprocessCommandTransport()
        let (reader, writer) = try openPipe()
        defer { close(reader) }
        let task = Task {
            try await transport.stream(
                shell("trap '' TERM; echo $$; sleep 30; sleep 30"), to: writer)
        }
        let pid = try #require(Int32(text(await readLine(from: reader))))
        await transport.close()
        #expect(await eventually { kill(-pid, 0) != 0 })
        _ = await task.result
    }

    @Test func streamsAndTellsHowItEnded() async throws {
        let (reader, writer) = try openPipe()
        defer { close(reader) }
        let ended = try await transport.stream(
            shell("echo 1; echo 2; echo bad >&2; exit 4"), to: writer)
        #expect(ended.status == .exited(4))
        #expect(ended.errors == "bad\n")
        #expect(text(await readToEnd(of: reader)) == "1 2")
    }

    @Test func aStreamThatCannotStartClosesItsPipe() async throws {
        let (reader, writer) = try openPipe()
        defer { close(reader) }
        let failure = await failureOf {
            _ = try await transport.stream(Command("no-such-command-here"), to: writer)
        }
        #expect(failure?.kind == .commandNotFound)
        #expect(await readToEnd(of: reader).isEmpty)
    }

    @Test func manyAtOnceLeaveNoDescriptorOpen() async throws {
        let before = openDescriptors()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<40 {
                group.addTask { _ = try? await transport.run(Command("true"), limit: 64) }
            }
        }
        // The two of the thread that watches them stay.
        #expect(await eventually { openDescriptors() <= before + 2 })
    }

    @Test func theLimitOfOpenFilesIsRaised() {
        let limit = Descriptors.raiseLimit()
        var now = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &now)
        #expect(now.rlim_cur == now.rlim_max)
        #expect(limit == Int(clamping: now.rlim_max))
    }
}

func text(_ bytes: [UInt8]) -> String {
    CleanText.clean(bytes).trimmingSpaces
}

extension String {
    fileprivate var trimmingSpaces: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
