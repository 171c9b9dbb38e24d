import CProcess
import Dispatch
import Fleet
import Glibc
import Synchronization

/// A child that runs for as long as we do. Nothing wakes up for it until it says something or ends, while
/// swift-subprocess wakes up once a second for each child that it runs.
final class StreamChild: Sendable {
    /// Its process, which is also its group and its session.
    let pid: pid_t
    private let watch: Int32
    private let errors: Int32
    private let queue = DispatchQueue(label: "hybridtop.child")
    private let state = Mutex(State())

    private struct State {
        var errors: [UInt8] = []
        var isGone = false
    }

    /// How much of its standard error is kept.
    private static let errorLimit = 4096

    /// Starts it with these descriptors as its input and output, which stay the caller's.
    init(
        _ executable: String, _ arguments: [String], environment: [String: String], input: Int32,
        output: Int32
    ) throws(StartFailure) {
        guard let ends = makePipe() else { throw StartFailure(code: EMFILE) }
        setNonBlocking(ends.reader)
        var watch: Int32 = -1
        let child = withStrings([executable] + arguments) { argv in
            withStrings(Self.merged(environment)) { envp in
                cprocess_start(executable, argv, envp, [input, output, ends.writer], &watch)
            }
        }
        let code = errno
        close(ends.writer)
        guard child > 0 else {
            close(ends.reader)
            throw StartFailure(code: code)
        }
        (pid, self.watch, errors) = (child, watch, ends.reader)
    }

    /// Why there is no child.
    struct StartFailure: Error {
        let code: Int32
    }

    /// Waits for its end, and gives how it ended and the first of what it wrote to standard error. When
    /// the task is cancelled, its group gets TERM, and KILL `grace` later.
    func ended(grace: Duration) async -> (CommandStatus, [UInt8]) {
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                observe { waiter.resume(returning: self.reap()) }
            }
        } onCancel: {
            signal(SIGTERM)
            let delay = DispatchTimeInterval.nanoseconds(Int(grace.nanoseconds))
            queue.asyncAfter(deadline: .now() + delay) { self.signal(SIGKILL) }
        }
    }

    private func observe(_ end: @escaping @Sendable () -> Void) {
        let words = DispatchSource.makeReadSource(fileDescriptor: errors, queue: queue)
        let exit = DispatchSource.makeReadSource(fileDescriptor: watch, queue: queue)
        words.setEventHandler { [self] in if !readErrors() { words.cancel() } }
        words.setCancelHandler { [errors] in _ = close(errors) }
        exit.setEventHandler { [self] in
            _ = readErrors()
            words.cancel()
            exit.cancel()
        }
        exit.setCancelHandler { [watch] in
            close(watch)
            end()
        }
        words.activate()
        exit.activate()
    }

    /// Reads what there is, so that the child never waits for us; whether there may be more.
    private func readErrors() -> Bool {
        var buffer = [UInt8](repeating: 0, count: Self.errorLimit)
        let count = read(errors, &buffer, buffer.count)
        guard count > 0 else { return count < 0 && (errno == EAGAIN || errno == EINTR) }
        state.withLock {
            $0.errors += buffer[..<min(count, Self.errorLimit - $0.errors.count)]
        }
        return true
    }

    private func reap() -> (CommandStatus, [UInt8]) {
        state.withLock { state in
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
            state.isGone = true
            let signal = status & 0x7f
            return (
                signal == 0 ? .exited(Int(status >> 8 & 0xff)) : .signalled(Int(signal)),
                state.errors
            )
        }
    }

    /// Sends a signal to its group, as long as the number is still its own.
    private func signal(_ number: Int32) {
        state.withLock { if !$0.isGone { kill(-pid, number) } }
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
