import Fleet
import Glibc

/// Which well-known ports of this machine have a server behind them.
enum LocalPorts {
    /// Whether something accepts connections there; on loopback the answer comes at once.
    static func isOpen(_ port: UInt16) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    /// Whether a candidate of the discovery is there: one without a local port always is.
    static func answers(_ candidate: ProviderSettings) -> Bool {
        guard let url = candidate.string("url"),
            let match = url.firstMatch(of: /localhost:(\d+)/), let port = UInt16(match.1)
        else { return true }
        return isOpen(port)
    }
}
