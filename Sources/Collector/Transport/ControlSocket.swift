import Glibc

/// An OpenSSH master that has been asked through its control socket to end (OpenSSH's PROTOCOL.mux), as
/// `ssh -O exit` does. It hears that only while the other end stays open.
struct ControlSocket {
    private let descriptor: Int32

    /// Our greeting (message 1, version 4), and the request to end (0x10000005, request 0).
    private static let words: [UInt8] =
        [0, 0, 0, 8, 0, 0, 0, 1, 0, 0, 0, 4] + [0, 0, 0, 8, 0x10, 0, 0, 5, 0, 0, 0, 0]

    /// Asks the master behind a socket to end; `nil` where there is none. A socket that nobody listens
    /// on any more is removed.
    init?(endingMasterAt path: String) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        descriptor = socket(AF_UNIX, type, 0)
        guard descriptor >= 0 else { return nil }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, size)
            }
        }
        if status == 0 {
            _ = send(descriptor, Self.words, Self.words.count, Int32(MSG_NOSIGNAL))
        } else {
            if errno == ECONNREFUSED { unlink(path) }
            Glibc.close(descriptor)
            return nil
        }
    }

    /// Whether the master is gone.
    var hasEnded: Bool {
        var bytes = [UInt8](repeating: 0, count: 64)
        while true {
            let count = recv(descriptor, &bytes, bytes.count, 0)
            if count == 0 { return true }
            if count < 0 { return errno != EAGAIN && errno != EINTR }
        }
    }

    func close() { Glibc.close(descriptor) }
}
