import Foundation
import Glibc
import Synchronization

/// A real OpenSSH server on the loopback addresses, with keys and configuration of its own in a
/// directory that goes with it. Missing sshd is an error: nothing is skipped.
package final class LoopbackSSHServer: Sendable {
    /// Holds everything; short enough for control sockets.
    package let directory: String
    /// Where it listens.
    package let port: Int
    private let daemon = Mutex<SpawnedDaemon?>(nil)

    /// What went wrong, with sshd's own words.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// A running server. `lines` go into its sshd_config, `environment` to every command, `banner` to
    /// whoever connects.
    package init(
        _ lines: [String] = [], environment: [String: String] = [:], banner: String = ""
    ) async throws {
        var template = Array("/tmp/hybridtop-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure(description: "no directory") }
        directory = String(
            decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        port = try freePort()
        try LoopbackSSHFiles(directory: directory, port: port).write(lines, environment, banner)
        try await start()
    }

    deinit {
        stop()
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// The client's configuration, for `ssh -F`. Hosts: `gpu-a01` and `gpu-a03` on one address,
    /// `gpu-a02` on another; `stranger`, `changed`, `locked`, `closed`, `hung` and `nameless` fail.
    package var configuration: String { "\(directory)/ssh_config" }

    /// What a transport is to be given, so that its control sockets lie here too.
    package var clientEnvironment: [String: String] { ["XDG_RUNTIME_DIR": directory] }

    /// Starts it, again after ``stop()``. Returns when it listens.
    package func start() async throws {
        mkdir("/run/sshd", 0o755)
        let server = try SpawnedDaemon(
            ["/usr/sbin/sshd", "-D", "-e", "-f", "\(directory)/sshd_config"],
            log: "\(directory)/sshd.log")
        daemon.withLock { $0 = server }
        let isUp = await eventually { count("Server listening") == 2 || !server.isRunning }
        guard isUp, server.isRunning else { throw Failure(description: words) }
    }

    /// Ends it and every connection.
    package func stop() {
        guard let server = daemon.withLock({ $0.take() }) else { return }
        let sessions = ProcessTable.children(of: server.pid)
        server.end()
        for session in sessions { kill(session, SIGKILL) }
    }

    /// Cuts every connection and goes on listening. Returns how many there were.
    package func dropConnections() -> Int {
        guard let server = daemon.withLock({ $0?.pid }) else { return 0 }
        let sessions = ProcessTable.children(of: server)
        for session in sessions { kill(session, SIGKILL) }
        return sessions.count
    }

    /// How often its log says something.
    package func count(_ text: String) -> Int { words.components(separatedBy: text).count - 1 }

    /// How many logins it has let in.
    package var logins: Int { count("Accepted publickey") }

    /// Its log.
    package var words: String {
        (try? String(contentsOfFile: "\(directory)/sshd.log", encoding: .utf8)) ?? ""
    }
}

/// A port of the loopback address that nobody listens on.
package func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
        }
    }
    guard isBound else { throw LoopbackSSHServer.Failure(description: "no free port") }
    return Int(UInt16(bigEndian: address.sin_port))
}
