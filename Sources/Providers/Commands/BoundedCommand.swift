import Collector
import Fleet

/// A command that may hang, run again and again. Each is given up at its limit, so that one that hangs
/// costs what it alone would have told; and none is started on top of one that has not come back.
struct BoundedCommand: Sendable {
    /// What a person would run to see the same.
    let title: String
    /// What it means that it does not come back.
    let lateness: SourceFailure.Kind
    private let question: BoundedQuestion

    init(_ title: String, late lateness: SourceFailure.Kind = .hung, thread: LateThread) {
        self.title = title
        self.lateness = lateness
        question = BoundedQuestion(thread: thread)
    }

    /// Runs it, and returns within `limit`.
    func run(
        _ command: Command, by commands: any CommandTransport, within limit: Duration
    ) async -> Result<CommandOutput, SourceFailure> {
        let outcome = await question.ask(within: limit) {
            await Self.run(command, by: commands)
        }
        switch outcome {
        case .answered(.success(let output)) where output.isTruncated:
            // It was ended by us: how it ended says nothing of it.
            return .failure(
                SourceFailure(
                    .tooLarge, "\(title) printed more than \(Self.most >> 20) MB and was ended.",
                    nextStep: "Run it by hand there and see what it prints."))
        case .answered(let result): return result
        case .late:
            // What was not logged in for has not been started.
            if let host = command.host,
                let unreached = await commands.loginFailure(on: host, within: limit)
            {
                return .failure(unreached)
            }
            return .failure(failure("did not come back within \(Self.text(limit))"))
        case .busy:
            return .failure(failure("has still not come back, and is not asked again until then"))
        case .cancelled: return .failure(SourceFailure(.cancelled, "\(title) was given up."))
        }
    }

    private func failure(_ what: String) -> SourceFailure {
        SourceFailure(
            lateness, "\(title) \(what).",
            nextStep: lateness == .hung
                ? "Look for Xid errors in the kernel log and for processes in state D there."
                : "Check that the host is up; raise the deadline if it is merely slow.")
    }

    private static let most = 16 << 20

    private static func run(
        _ command: Command, by commands: any CommandTransport
    ) async -> Result<CommandOutput, SourceFailure> {
        do { return .success(try await commands.run(command, limit: most)) } catch {
            return .failure(error)
        }
    }

    private static func text(_ limit: Duration) -> String {
        let tenths = Int((limit.inSeconds * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
    }
}
