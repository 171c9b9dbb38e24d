import Fleet
import Glibc

/// What this machine knows: who runs us, and what of the candidates of the discovery is here.
enum LocalMachine {
    /// What the user database calls whoever runs this; their number where it does not know them.
    static var userName: String {
        guard let entry = getpwuid(getuid()) else { return "\(getuid())" }
        return String(cString: entry.pointee.pw_name)
    }

    /// Whether a candidate is there: a server that accepts connections at its port, or the program that
    /// it runs.
    static func answers(_ candidate: ProviderSettings, environment: [String: String]) -> Bool {
        guard let url = candidate.string("url") else {
            return hasProgram(candidate.provider, environment: environment)
        }
        return port(of: url).map(isOpen) ?? false
    }

    /// The port of a URL on this machine. By hand: a pattern would be compiled at every start.
    private static func port(of url: String) -> UInt16? {
        let start = "http://localhost:"
        guard url.hasPrefix(start) else { return nil }
        return UInt16(url.dropFirst(start.count).prefix { $0.isNumber })
    }

    /// Whether a program of that name is on the PATH.
    static func hasProgram(_ name: String, environment: [String: String]) -> Bool {
        (environment["PATH"] ?? "").split(separator: ":").contains {
            access("\($0)/\(name)", X_OK) == 0
        }
    }

    /// Whether something accepts connections at a port of the loopback interface: there the answer comes
    /// at once, and what takes longer than a tenth of a second is too busy to be watched.
    static func isOpen(_ port: UInt16) -> Bool {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_INET, kind, 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if result == 0 { return true }
        guard errno == EINPROGRESS else { return false }
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&ready, 1, 100) > 0 else { return false }
        var failure: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &failure, &size) == 0 && failure == 0
    }
}
