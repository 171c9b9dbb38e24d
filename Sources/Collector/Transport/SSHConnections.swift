import Fleet

/// Opens one connection per host, at most so many at once, which the commands then share. A server
/// drops logins that come in a crowd (MaxStartups), and two first commands would make two connections.
actor SSHConnections {
    typealias Opener = @Sendable () async -> SourceFailure?

    private enum State {
        /// Being opened; those who wait for it.
        case opening([Int: CheckedContinuation<SourceFailure?, Never>])
        case open
    }

    /// How many logins may be under way.
    private static let limit = 16
    private var hosts: [RemoteHost: State] = [:]
    private var underWay = 0
    private var queue: [(RemoteHost, Opener)] = []
    private var lastWaiter = 0

    /// Returns when there is a connection to the host. The opening goes on when the caller is
    /// cancelled: the next one finds it done.
    func open(_ host: RemoteHost, _ opener: @escaping Opener) async throws(SourceFailure) {
        if case .open = hosts[host] { return }
        if hosts[host] == nil {
            hosts[host] = .opening([:])
            queue.append((host, opener))
            startNext()
        }
        lastWaiter += 1
        let waiter = lastWaiter
        let failure = await withTaskCancellationHandler {
            await withCheckedContinuation { add($0, waiter, to: host) }
        } onCancel: {
            Task { await self.giveUp(waiter, on: host) }
        }
        if let failure { throw failure }
    }

    /// The connection broke: the next command opens another.
    func lost(_ host: RemoteHost) {
        if case .open = hosts[host] { hosts[host] = nil }
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

    private func giveUp(_ number: Int, on host: RemoteHost) {
        guard case .opening(var waiters) = hosts[host],
            let waiter = waiters.removeValue(forKey: number)
        else { return }
        hosts[host] = .opening(waiters)
        waiter.resume(returning: Self.cancelled)
    }

    private func startNext() {
        while underWay < Self.limit, !queue.isEmpty {
            let (host, opener) = queue.removeFirst()
            underWay += 1
            Task { opened(host, await opener()) }
        }
    }

    private func opened(_ host: RemoteHost, _ failure: SourceFailure?) {
        underWay -= 1
        if case .opening(let waiters) = hosts[host] {
            hosts[host] = failure == nil ? .open : nil
            for waiter in waiters.values { waiter.resume(returning: failure) }
        }
        startNext()
    }

    private static let cancelled = SourceFailure(.cancelled, "The command was ended.")
}
