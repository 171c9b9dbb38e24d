import Collector
import Fleet

/// Where a cluster is and what lets us in, kept as long as it is good. A context that was once chosen
/// stays chosen: what somebody makes current meanwhile is another cluster, and no business of ours.
actor KubeAccess {
    /// What a request needs.
    struct Entry: Sendable {
        var target: KubeTarget
        var credential: KubeCredential
    }

    private var place: KubePlace
    private let transports: Transports
    private let limit: Duration
    private var target: KubeTarget?
    private var held: KubeCredential?
    private var making: Task<Result<KubeCredential, SourceFailure>, Never>?
    private var rejection: (credential: KubeCredential, time: MonotonicTime)?
    private var plugin: (program: KubePlugin, question: BoundedCommand)?

    /// How long a credential that was refused stays so without another look.
    private static let pause = Duration.seconds(5)

    /// Nothing is read before the first ``entry()``. `limit` is how long a plugin may take.
    init(_ place: KubePlace, transports: Transports, limit: Duration) {
        self.place = place
        self.transports = transports
        self.limit = limit
    }

    /// What to ask and with what. Reads files and runs the plugin where what is held is not good any
    /// more; what it throws is a failure before anything was sent.
    func entry() async throws(SourceFailure) -> Entry {
        let target = try known()
        if let held, held.due.map({ transports.clock.now().wall < $0 }) ?? true {
            return Entry(target: target, credential: held)
        }
        let task = making ?? Task { await make(target) }
        making = task
        let made = await task.value
        if making == task { making = nil }
        let credential = try made.get()
        held = credential
        return Entry(target: target, credential: credential)
    }

    /// The server does not accept a credential. Whether there may be a better one by now: then
    /// ``entry()`` makes it.
    func refused(_ credential: KubeCredential) async -> Bool {
        let now = transports.clock.now().monotonic
        let isKnown = rejection.map { $0.credential == credential && now - $0.time < Self.pause }
        // Of several requests that are refused at once the first sees to it.
        if isKnown != true {
            rejection = (credential, now)
            if held == credential {
                held = nil
                target = nil
            }
        }
        guard let next = try? await entry().credential else { return false }
        return next.headers != credential.headers || next.tls != credential.tls
    }

    /// The server is not where it was, or is another: what the kubeconfig says is read again.
    func lost() {
        target = nil
        if plugin == nil { held = nil }
    }

    private func known() throws(SourceFailure) -> KubeTarget {
        if let target { return target }
        let found = try place.target(transports.environment)
        if !found.context.isEmpty { place.context = found.context }
        if found.user.plugin != plugin?.program {
            held = nil
            plugin = found.user.plugin.map { program in
                (program, BoundedCommand(program.title, late: .timedOut, thread: transports.thread))
            }
        }
        target = found
        return found
    }

    private func make(_ target: KubeTarget) async -> Result<KubeCredential, SourceFailure> {
        do throws(SourceFailure) {
            var given: KubePlugin.Given?
            if let plugin { given = try await run(plugin.program, plugin.question, target) }
            return .success(
                try KubeCredential(target, given, at: transports.clock.now().wall))
        } catch {
            return .failure(error)
        }
    }

    private func run(
        _ program: KubePlugin, _ question: BoundedCommand, _ target: KubeTarget
    ) async throws(SourceFailure) -> KubePlugin.Given {
        let command = try program.process(for: target)
        let result = await question.run(command, by: transports.commands, within: limit)
        do throws(SourceFailure) {
            return try program.read(try result.get())
        } catch {
            guard error.kind == .commandNotFound else { throw error }
            let hint = program.installHint
            throw SourceFailure(
                .commandNotFound,
                "\(program.title.prefix(1).uppercased())\(program.title.dropFirst()) is not here.",
                nextStep: hint.isEmpty ? "Install it, or put it on the PATH." : hint)
        }
    }
}
