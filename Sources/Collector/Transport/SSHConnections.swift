import Fleet

/// Opens one connection per host, at most so many at once, which the commands then share. A server
/// drops logins that come in a crowd (MaxStartups), and two first commands would make two connections.
actor SSHConnections {
    typealias Opener = @Sendable () async -> SourceFailure?

    /// How patient it is, and how hard on servers.
    struct Limits: Sendable {
        /// How many logins may be under way.
        var openings = 16
        /// A login that takes longer than this waits for the other side and not for a processor, and
        /// keeps no other from being begun.
        var busy: Duration = .seconds(2)
        /// How long a command waits for its connection.
        var patience: Duration = .seconds(8)
        /// How long an opening may take in all; ssh's own limit covers only the first packets.
        var deadline: Duration = .seconds(20)
    }

    private enum State {
        /// Being opened; those who wait for it.
        case opening([Int: CheckedContinuation<SourceFailure?, Never>])
        case open
    }

    private let limits: Limits
    private let thread: LateThread
    private var hosts: [RemoteHost: State] = [:]
    private var narrow: Set<RemoteHost> = []
    private var underWay: Set<RemoteHost> = []
    private var queue: [(RemoteHost, Opener)] = []
    private var lastWaiter = 0

    /// No connections yet.
    init(_ limits: Limits = Limits(), thread: LateThread = LateThread()) {
        self.limits = limits
        self.thread = thread
    }

    /// Returns when there is a connection to the host. The opening goes on when the caller is
    /// cancelled or has lost patience: the next one finds it done.
    func open(_ host: RemoteHost, _ opener: @escaping Opener) async throws(SourceFailure) {
        if case .open = hosts[host] { return }
        if hosts[host] == nil {
            hosts[host] = .opening([:])
            queue.append((host, opener))
            startNext()
        }
        lastWaiter += 1
        let waiter = lastWaiter
        let alarm = thread.alarm(after: limits.patience) {
            Task { await self.losePatience(waiter, on: host) }
        }
        let failure = await withTaskCancellationHandler {
            await withCheckedContinuation { add($0, waiter, to: host) }
        } onCancel: {
            Task { await self.giveUp(waiter, on: host, Self.cancelled) }
        }
        alarm.cancel()
        if let failure { throw failure }
    }

    /// The connection broke: the next command opens another.
    func lost(_ host: RemoteHost) {
        if case .open = hosts[host] { hosts[host] = nil }
    }

    /// The login to the host, where it is still under way after `limit`; `nil` where it is done.
    func unfinished(_ host: RemoteHost, _ limit: Duration) -> SourceFailure? {
        guard case .opening = hosts[host] else { return nil }
        return Self.hung(host, limit)
    }

    /// The server refused a session on the shared connection, so that ssh made another for it.
    func isNarrow(_ host: RemoteHost) { narrow.insert(host) }

    /// What a person should know about how a host is reached though it works.
    func remark(on host: RemoteHost) -> String? {
        guard narrow.contains(host) else { return nil }
        return
            "The ssh server allows too few sessions on one connection (MaxSessions): commands that "
            + "find none log in anew each time. Allow 4 or more."
    }

    private func add(
        _ waiter: CheckedContinuation<SourceFailure?, Never>, _ number: Int, to host: RemoteHost
    ) {
        guard case .opening(var waiters) = hosts[host], !Task.isCancelled else {
            return waiter.resume(returning: Task.isCancelled ? Self.cancelled : nil)
        }
        waiters[number] = waiter
        hosts[host] = .opening(waiters)
    }

    private func giveUp(_ number: Int, on host: RemoteHost, _ failure: SourceFailure) {
        guard case .opening(var waiters) = hosts[host],
            let waiter = waiters.removeValue(forKey: number)
        else { return }
        hosts[host] = .opening(waiters)
        waiter.resume(returning: failure)
    }

    private func losePatience(_ waiter: Int, on host: RemoteHost) {
        giveUp(waiter, on: host, impatience(host))
    }

    private func startNext() {
        while underWay.count < limits.openings, !queue.isEmpty {
            let (host, opener) = queue.removeFirst()
            underWay.insert(host)
            Task { await carryOut(opener, for: host) }
            _ = thread.alarm(after: limits.busy) { Task { await self.makeRoom(host) } }
        }
    }

    private func carryOut(_ opener: @escaping Opener, for host: RemoteHost) async {
        let failure: SourceFailure?
        switch await BoundedQuestion(thread: thread).ask(within: limits.deadline, opener) {
        case .answered(let result): failure = result
        case .late, .busy, .cancelled: failure = Self.hung(host, limits.deadline)
        }
        if case .opening(let waiters) = hosts[host] {
            hosts[host] = failure == nil ? .open : nil
            for waiter in waiters.values { waiter.resume(returning: failure) }
        }
        makeRoom(host)
    }

    private func makeRoom(_ host: RemoteHost) {
        if underWay.remove(host) != nil { startNext() }
    }

    private func impatience(_ host: RemoteHost) -> SourceFailure {
        if queue.contains(where: { $0.0 == host }) {
            return SourceFailure(
                .timedOut, "\(host.destination): the login waits for others to be done.",
                nextStep: "Nothing: it is its turn soon.")
        }
        return Self.hung(host, limits.patience)
    }

    private static func hung(_ host: RemoteHost, _ limit: Duration) -> SourceFailure {
        SourceFailure(
            .timedOut,
            "\(host.destination): the ssh login is not done after \(seconds(limit)) s.",
            nextStep: "Check that this port is ssh's (ssh -v \(host.destination)); look at "
                + "ProxyCommand, ProxyJump and the login there.")
    }

    private static func seconds(_ limit: Duration) -> Int {
        max(1, Int(limit.inSeconds.rounded()))
    }

    private static let cancelled = SourceFailure(.cancelled, "The command was ended.")
}
