import Fleet
import Glibc
import Subprocess
import SystemPackage

/// One child of ours, run by swift-subprocess: in a session of its own, so that it has no terminal and
/// its whole process group can be ended at once.
struct ChildProcess: Sendable {
    let executable: String
    let arguments: [String]
    let environment: [String: String]
    /// Whether its standard input is a pipe of ours, which closes when we go away, instead of nothing.
    let holdsInput: Bool
    let children: LiveChildren

    /// How long a child may take to go after TERM, before KILL.
    static let grace: Duration = .milliseconds(200)
    /// How much of its standard error is kept.
    private static let errorLimit = 4096

    /// Runs it and collects its output. At `limit` bytes it is ended and the output marked as cut.
    func collect(limit: Int) async throws(SourceFailure) -> CommandOutput {
        try await withInput { input, group in
            let result = try await Subprocess.run(
                configuration, input: input, output: .sequence, error: .sequence
            ) { child in
                let pid = child.processIdentifier.value
                await children.add(pid, as: group)
                async let errors = Self.drain(child.standardError, limit: Self.errorLimit)
                let output = try await Self.take(child.standardOutput, limit: limit)
                if output.isCut { kill(-pid, SIGKILL) }
                return (output: output, errors: await errors)
            }
            let (output, errors) = result.closureResult
            return CommandOutput(
                status: CommandStatus(result.terminationStatus), output: output.bytes,
                errors: String(decoding: errors, as: UTF8.self), isTruncated: output.isCut)
        }
    }

    /// Runs it with its output going to `descriptor`, which is closed here in any case.
    func stream(to descriptor: Int32) async throws(SourceFailure) -> (CommandStatus, String) {
        try await stream(to: descriptor, closing: OpenDescriptor(descriptor))
    }

    /// The same for a descriptor that the caller may close as well.
    func stream(
        to descriptor: Int32, closing output: OpenDescriptor
    ) async throws(SourceFailure) -> (CommandStatus, String) {
        defer { output.close() }
        guard !Task.isCancelled else { throw failure(CancellationError()) }
        guard let input = makePipe() else {
            throw SourceFailure(.commandFailed, "No more file descriptors for \(executable).")
        }
        defer { close(input.writer) }
        let group = await children.begin()
        let result = await streamed(input.reader, output, descriptor, group)
        await children.end(group)
        return try result.get()
    }

    private func streamed(
        _ input: Int32, _ output: OpenDescriptor, _ descriptor: Int32,
        _ group: LiveChildren.Number
    ) async -> Result<(CommandStatus, String), SourceFailure> {
        do throws(StreamChild.StartFailure) {
            defer { close(input) }
            let child = try StreamChild(
                executable, arguments, environment: environment, input: input, output: descriptor)
            output.close()
            await children.add(child.pid, as: group)
            let (status, errors) = await child.ended(grace: Self.grace)
            return .success((status, String(decoding: errors, as: UTF8.self)))
        } catch { return .failure(failure(starting: error.code)) }
    }

    private func failure(starting code: Int32) -> SourceFailure {
        if code == ENOENT { return .commandNotFound(executable, host: nil) }
        let words = strerror(code).map { String(cString: $0) } ?? "error \(code)"
        return SourceFailure(
            .commandFailed, CleanText.clean("\(executable) could not be run: \(words)"))
    }

    private var configuration: Configuration {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [
            .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: Self.grace)
        ]
        var updates: [Environment.Key: String?] = [:]
        for (name, value) in environment {
            if let key = Environment.Key(rawValue: name) { updates[key] = value }
        }
        return Configuration(
            executable: executable.contains("/") ? .path(FilePath(executable)) : .name(executable),
            arguments: Arguments(arguments), environment: .inherit.updating(updates),
            platformOptions: options)
    }

    /// Hands out what the child reads from, and closes our end when `body` is done.
    private func withInput<Value>(
        _ body: (FileDescriptorInput, LiveChildren.Number) async throws -> Value
    ) async throws(SourceFailure) -> Value {
        let group = await children.begin()
        let result = await attempt(group, body)
        await children.end(group)
        return try result.get()
    }

    private func attempt<Value>(
        _ group: LiveChildren.Number,
        _ body: (FileDescriptorInput, LiveChildren.Number) async throws -> Value
    ) async -> Result<Value, SourceFailure> {
        do {
            guard holdsInput else {
                let nothing = try FileDescriptor.open("/dev/null", .readOnly, options: .closeOnExec)
                return .success(
                    try await body(.fileDescriptor(nothing, closeAfterSpawningProcess: true), group)
                )
            }
            let ends = try FileDescriptor.pipe(options: .closeOnExec)
            defer { try? ends.writeEnd.close() }
            return .success(
                try await body(
                    .fileDescriptor(ends.readEnd, closeAfterSpawningProcess: true), group))
        } catch { return .failure(failure(error)) }
    }

    /// The first bytes of a stream, and whether there were more.
    private static func take(
        _ sequence: SubprocessOutputSequence, limit: Int
    ) async throws -> (bytes: [UInt8], isCut: Bool) {
        var bytes: [UInt8] = []
        for try await buffer in sequence {
            buffer.withUnsafeBytes { bytes += $0.prefix(limit - bytes.count) }
            if bytes.count >= limit, buffer.count > 0 { return (bytes, true) }
        }
        return (bytes, false)
    }

    /// The first bytes of a stream that is read to its end, so that the child never waits for us.
    private static func drain(
        _ sequence: SubprocessOutputSequence, limit: Int
    ) async -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            for try await buffer in sequence where bytes.count < limit {
                buffer.withUnsafeBytes { bytes += $0.prefix(limit - bytes.count) }
            }
        } catch {
            // What was read before counts; how the child ended is told by its status.
        }
        return bytes
    }

    private func failure(_ error: any Error) -> SourceFailure {
        if Task.isCancelled { return SourceFailure(.cancelled, "The command was ended.") }
        if let error = error as? SubprocessError, error.code == .executableNotFound {
            return .commandNotFound(executable, host: nil)
        }
        return SourceFailure(
            .commandFailed, CleanText.clean("\(executable) could not be run: \(error)"))
    }
}

extension CommandStatus {
    init(_ status: TerminationStatus) {
        switch status {
        case .exited(let code): self = .exited(Int(code))
        case .signaled(let signal): self = .signalled(Int(signal))
        }
    }
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
