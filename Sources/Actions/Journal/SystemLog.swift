#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The machine's own log, syslog or journald, by the socket that both listen at (RFC 3164 as the C
/// library writes it). A copy for whoever gathers logs: what does not arrive there is in the journal.
package struct SystemLog: Sendable {
    private let path: String
    private let name: String

    /// The log of this machine.
    package init(path: String = "/dev/log", name: String = "hybridtop") {
        self.path = path
        self.name = name
    }

    /// Facility `user`, severity `notice`.
    private static let priority = 1 << 3 | 5
    /// What a datagram may take; a longer line is cut.
    private static let limit = 32 << 10

    /// Sends a line, without waiting for anybody.
    package func send(_ line: [UInt8]) {
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { _ = close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard path.utf8.count < room else { return }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let text = line.last == UInt8(ascii: "\n") ? line.dropLast() : line[...]
        let head = "<\(Self.priority)>\(name)[\(getpid())]: "
        let message = Array(head.utf8) + text.prefix(Self.limit)
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                _ = sendto(
                    descriptor, message, message.count, Int32(MSG_DONTWAIT), place,
                    socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
