import Fleet
import Glibc

/// A command as a child of ours: in a session of its own, so that it has no terminal and its whole process
/// group can be ended at once. What it reads from is a pipe of ours, which closes when we go away.
struct ChildProcess: Sendable {
    let executable: String
    let arguments: [String]
    let environment: [String: String]
    let children: LiveChildren
    let thread: EventThread

    /// How long a child may take to go after TERM, before KILL.
    static let grace: Duration = .milliseconds(200)

    /// Runs it and collects its output. Beyond `limit` bytes it is ended and the output marked as cut.
    func collect(limit: Int) async throws(SourceFailure) -> CommandOutput {
        guard let (pipe, writer) = ChildPipe.make(limit: limit) else { throw shortage }
        let (status, errors) = try await run(
            OpenDescriptor(writer), writer, collecting: pipe)
        guard !Task.isCancelled else { throw Self.cancelled }
        let (bytes, isCut) = (pipe.kept.bytes, pipe.kept.isCut)
        return CommandOutput(
            status: status, output: bytes, errors: errors, isTruncated: isCut)
    }

    /// Runs it with its output going to `descriptor`, which is closed here in any case; the caller may
    /// close it as well.
    func stream(
        to descriptor: Int32, closing output: OpenDescriptor
    ) async throws(SourceFailure) -> (CommandStatus, String) {
        try await run(output, descriptor, collecting: nil)
    }

    private func run(
        _ output: OpenDescriptor, _ descriptor: Int32, collecting pipe: ChildPipe?
    ) async throws(SourceFailure) -> (CommandStatus, String) {
        defer { output.close() }
        guard !Task.isCancelled, let input = makePipe() else {
            pipe?.close()
            throw Task.isCancelled ? Self.cancelled : shortage
        }
        defer { close(input.writer) }
        let group = await children.begin()
        let result = await ended(input.reader, output, descriptor, group, pipe)
        await children.end(group)
        return try result.get()
    }

    private func ended(
        _ input: Int32, _ output: OpenDescriptor, _ descriptor: Int32,
        _ group: LiveChildren.Number, _ pipe: ChildPipe?
    ) async -> Result<(CommandStatus, String), SourceFailure> {
        do throws(WatchedChild.StartFailure) {
            defer { close(input) }
            let child = try WatchedChild(
                WatchedChild.Start(
                    executable: executable, arguments: arguments, environment: environment,
                    input: input, output: descriptor), thread: thread)
            output.close()
            await children.add(child.pid, as: group)
            let (status, errors) = await child.ended(grace: Self.grace, collecting: pipe)
            return .success((status, String(decoding: errors, as: UTF8.self)))
        } catch {
            pipe?.close()
            return .failure(failure(starting: error.code))
        }
    }

    private func failure(starting code: Int32) -> SourceFailure {
        if code == ENOENT { return .commandNotFound(executable, host: nil) }
        let words = strerror(code).map { String(cString: $0) } ?? "error \(code)"
        return SourceFailure(
            .commandFailed, CleanText.clean("\(executable) could not be run: \(words)"))
    }

    private var shortage: SourceFailure {
        SourceFailure(.commandFailed, "No more file descriptors for \(executable).")
    }

    private static let cancelled = SourceFailure(.cancelled, "The command was ended.")
}

extension SourceFailure {
    /// There is no such program, here or on `host`.
    static func commandNotFound(_ name: String, host: String?) -> SourceFailure {
        let place = host.map { "on \($0)" } ?? "on this machine"
        return SourceFailure(
            .commandNotFound, CleanText.clean("There is no command \(name) \(place)."),
            nextStep: "Install it there, or see that it is on the PATH of a non-interactive shell.")
    }
}
