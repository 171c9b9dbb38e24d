import Fleet
import Glibc
import Synchronization

/// Where ssh's control sockets lie: a directory that only we can enter, with a short path, since a
/// socket's may not exceed 108 bytes.
struct ControlDirectory: Sendable {
    let path: String
    /// What the names of our own sockets begin with. Two programs do not share connections: the one
    /// that ends first would take the other's with it.
    private let own: String

    /// Tells the transports of one process apart.
    private static let transports = Atomic(0)

    /// Under `$XDG_RUNTIME_DIR`, else in `/tmp`; `nil` where neither can be had, and then every command
    /// makes its own connection.
    init?(environment: [String: String]) {
        let folder = "hybridtop-\(getuid())"
        let places = [environment["XDG_RUNTIME_DIR"].map { "\($0)/hybridtop" }, "/tmp/\(folder)"]
        guard let place = places.compactMap({ $0 }).first(where: Self.isUsable) else { return nil }
        path = place
        let number = Self.transports.wrappingAdd(1, ordering: .relaxed).newValue
        own = "\(String(getpid(), radix: 36)).\(String(number, radix: 36))-"
    }

    /// Asks every master of ours to end; those that have heard it.
    func endMasters() -> [ControlSocket] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var masters: [ControlSocket] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name.hasPrefix(own) else { continue }
            if let master = ControlSocket(endingMasterAt: "\(path)/\(name)") {
                masters.append(master)
            }
        }
        return masters
    }

    /// `%C` is ssh's own hash of user, address and port; the name, configuration and identity are added,
    /// so that what is reached or logs in otherwise (two private networks with one address behind two
    /// jump hosts) does not share a connection.
    func socket(for host: RemoteHost) -> String {
        var hash: UInt32 = 2_166_136_261
        for byte in "\(host.destination)|\(host.configuration ?? "")|\(host.identity ?? "")".utf8 {
            hash = (hash ^ UInt32(byte)) &* 16_777_619
        }
        return "\(path)/\(own)\(String(hash, radix: 36))-%C"
    }

    private static func isUsable(_ path: String) -> Bool {
        // Our names have up to 57 bytes, and ssh adds 17 while it makes the socket.
        guard path.utf8.count < 33 else { return false }
        mkdir(path, 0o700)
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
            && status.st_uid == getuid() && status.st_mode & 0o077 == 0
    }
}
