import Fleet
import Glibc
import Subprocess
import SystemPackage

/// Runs one child of ours: a session of its own without a terminal, so that nothing in it can prompt,
/// and ended as a whole, TERM and then KILL, when its task is cancelled.
struct ChildProcess: Sendable {
    var executable: String
    var arguments: [String]
    var environment: [String: String]

    /// Runs it to its end with its output collected.
    func run(limit: Int) async throws(SourceFailure) -> CommandOutput {
        guard let input = HeldPipe() else { throw Self.noPipe }
        defer { input.closeWriter() }
        do {
            let result = try await Subprocess.run(
                configuration, input: input.childEnd, output: .bytes(limit: limit),
                error: .string(limit: 1 << 16))
            return CommandOutput(
                status: CommandStatus(result.terminationStatus), output: result.standardOutput,
                errors: String(result.standardError.prefix(4096)))
        } catch { throw failure(error) }
    }

    /// Runs it to its end with its output going to a descriptor, which is closed here.
    func stream(
        to descriptor: Int32
    ) async throws(SourceFailure) -> (status: CommandStatus, errors: String) {
        guard let input = HeldPipe() else {
            Glibc.close(descriptor)
            throw Self.noPipe
        }
        defer { input.closeWriter() }
        do {
            let result = try await Subprocess.run(
                configuration, input: input.childEnd,
                output: .fileDescriptor(
                    FileDescriptor(rawValue: descriptor), closeAfterSpawningProcess: true),
                error: .string(limit: 1 << 16))
            return (
                CommandStatus(result.terminationStatus), String(result.standardError.prefix(4096))
            )
        } catch {
            throw failure(error)
        }
    }

    private var configuration: Subprocess.Configuration {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [
            .gracefulShutDown(
                toProcessGroup: true, allowedDurationToNextStep: .milliseconds(200)),
            .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero),
        ]
        let changes = environment.map {
            (Environment.Key(stringLiteral: $0.key), Optional($0.value))
        }
        let name: Executable =
            executable.contains("/") ? .path(FilePath(executable)) : .name(executable)
        return Subprocess.Configuration(
            executable: name, arguments: Arguments(arguments),
            environment: .inherit.updating(Dictionary(uniqueKeysWithValues: changes)),
            platformOptions: options)
    }

    private static let noPipe = SourceFailure(
        .stuck, "No more file descriptors.", nextStep: "Raise the limit: ulimit -n")

    private func failure(_ error: any Error) -> SourceFailure {
        if error is CancellationError {
            return SourceFailure(.cancelled, "The command was ended.")
        }
        guard let error = error as? SubprocessError else {
            return SourceFailure(.commandFailed, CleanText.clean("\(error)"))
        }
        switch error.code {
        case .executableNotFound:
            return SourceFailure(
                .commandNotFound, "\(CleanText.clean(executable)): command not found.",
                nextStep: "Install it, or say where it is in the configuration.")
        case .outputLimitExceeded:
            return SourceFailure(.tooLarge, "\(CleanText.clean(executable)) printed too much.")
        default:
            return SourceFailure(.commandFailed, CleanText.clean(error.description, limit: 200))
        }
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

/// A child's standard input, which says nothing and ends when we go away: that is how a wrapper at the
/// other end of ssh notices.
private struct HeldPipe {
    private let reader: Int32
    private let writer: Int32

    init?() {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        reader = ends[0]
        writer = ends[1]
    }

    var childEnd: FileDescriptorInput {
        .fileDescriptor(FileDescriptor(rawValue: reader), closeAfterSpawningProcess: true)
    }

    func closeWriter() { Glibc.close(writer) }
}
