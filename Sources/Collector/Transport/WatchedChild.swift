import CProcess
import Fleet
import Glibc
import Synchronization

/// A child of ours, in a session of its own. The event thread hears what it says and that it has ended;
/// until then nothing wakes up for it.
final class WatchedChild: Sendable {
    /// What it is started with; the descriptors stay the caller's.
    struct Start {
        let executable: String
        let arguments: [String]
        /// Variables to set beside the inherited ones.
        var environment: [String: String] = [:]
        let input: Int32
        let output: Int32
    }

    /// Its process, which is also its group and its session.
    let pid: pid_t
    private let watch: Int32
    private let errors: ChildPipe
    private let thread: EventThread
    private let isGone = Mutex(false)

    /// How much of its standard error is kept.
    private static let errorLimit = 4096

    /// Starts it, watched by the thread.
    init(_ start: Start, thread: EventThread) throws(StartFailure) {
        guard let (errors, writer) = ChildPipe.make(limit: Self.errorLimit) else {
            throw StartFailure(code: EMFILE)
        }
        var watch: Int32 = -1
        let child = withStrings([start.executable] + start.arguments) { argv in
            withStrings(Self.merged(start.environment)) { envp in
                cprocess_start(
                    start.executable, argv, envp, [start.input, start.output, writer], &watch)
            }
        }
        let code = errno
        close(writer)
        guard child > 0 else {
            errors.close()
            throw StartFailure(code: code)
        }
        (pid, self.watch, self.errors, self.thread) = (child, watch, errors, thread)
    }

    /// Why there is no child.
    struct StartFailure: Error {
        let code: Int32
    }

    /// Waits for its end, and gives how it ended and the first of what it wrote to standard error.
    /// `output`, which is closed here, is the pipe that it writes to; a child that fills it is killed.
    /// When the task is cancelled, its group gets TERM, and KILL `grace` later.
    func ended(
        grace: Duration, collecting output: ChildPipe? = nil
    ) async -> (CommandStatus, [UInt8]) {
        let pipes = [errors] + (output.map { [$0] } ?? [])
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                // On the thread, so that it is woken once for all of them.
                thread.schedule(after: .zero) { [self] in
                    for pipe in pipes { listen(to: pipe, endingWhenFull: pipe !== errors) }
                    thread.add(watch) { [self] _ in
                        leave(pipes)
                        waiter.resume(returning: (reap(), errors.kept.bytes))
                    }
                }
            }
        } onCancel: {
            signal(SIGTERM)
            thread.schedule(after: grace) { self.signal(SIGKILL) }
        }
    }

    private func listen(to pipe: ChildPipe, endingWhenFull isEnding: Bool) {
        thread.add(pipe.reader) { [self] _ in
            if !pipe.take() { thread.remove(pipe.reader) }
            if isEnding, pipe.kept.isCut { signal(SIGKILL) }
        }
    }

    /// Takes the rest of what it said. What others have hold of the pipes for is not waited for.
    private func leave(_ pipes: [ChildPipe]) {
        for pipe in pipes {
            _ = pipe.take()
            thread.remove(pipe.reader)
            pipe.close()
        }
        thread.remove(watch)
        close(watch)
    }

    private func reap() -> CommandStatus {
        isGone.withLock { isGone in
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
            isGone = true
            let signal = status & 0x7f
            return signal == 0 ? .exited(Int(status >> 8 & 0xff)) : .signalled(Int(signal))
        }
    }

    /// Sends a signal to its group, as long as the number is still its own.
    private func signal(_ number: Int32) {
        isGone.withLock { if !$0 { kill(-pid, number) } }
    }

    /// Our environment with the changes, as `NAME=value`.
    private static func merged(_ changes: [String: String]) -> [String] {
        var lines: [String] = []
        var entry = environ
        while let text = entry.pointee {
            let line = String(cString: text)
            let name = line.prefix { $0 != "=" }
            if changes[String(name)] == nil { lines.append(line) }
            entry += 1
        }
        return lines + changes.map { "\($0.key)=\($0.value)" }
    }
}

/// Hands texts to C as a list that ends with a null pointer.
private func withStrings<Result>(
    _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
    let pointers = texts.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers + [nil])
}
