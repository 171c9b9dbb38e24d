import Fleet

/// Which hosts have a shared connection. The first command for a host opens it while the others wait,
/// so that one host never sees several logins at once, and only so many hosts are logged into at a time.
actor SSHConnections {
    private let line: SSHCommandLine
    private var opening: [RemoteHost: Task<SourceFailure?, Never>] = [:]
    private var opened: Set<RemoteHost> = []
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(line: SSHCommandLine, atOnce: Int = 16) {
        self.line = line
        free = atOnce
    }

    /// Returns when the host's connection stands.
    func open(_ host: RemoteHost) async throws(SourceFailure) {
        if opened.contains(host) { return }
        let task = opening[host] ?? Task { await login(host) }
        opening[host] = task
        let failure = await task.value
        opening[host] = nil
        if let failure { throw failure }
        opened.insert(host)
    }

    /// The connection broke: the next command opens it anew.
    func lost(_ host: RemoteHost) { opened.remove(host) }

    /// Ends every shared connection.
    func closeAll() async {
        let hosts = opened
        opened = []
        let line = line
        await withTaskGroup(of: Void.self) { group in
            for host in hosts {
                group.addTask {
                    let child = ChildProcess(
                        executable: "ssh", arguments: line.close(host), environment: [:])
                    _ = try? await child.run(limit: 4096)
                }
            }
        }
    }

    private func login(_ host: RemoteHost) async -> SourceFailure? {
        await take()
        defer { give() }
        let child = ChildProcess(
            executable: "ssh", arguments: line.run("exit 0", on: host), environment: [:])
        do {
            let output = try await child.run(limit: 1 << 16)
            return SSHFailure.decode(status: output.status, errors: output.errors, host: host)
        } catch { return error }
    }

    private func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func give() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
