import Fleet
import Glibc

/// Where ssh's control sockets lie: a directory that only we can enter, with a short path, since a
/// socket's may not exceed 108 bytes.
struct ControlDirectory: Sendable {
    let path: String

    /// Under `$XDG_RUNTIME_DIR`, else in `/tmp`; `nil` where neither can be had, and then every command
    /// makes its own connection.
    init?(environment: [String: String]) {
        let own = "hybridtop-\(getuid())"
        let places = [environment["XDG_RUNTIME_DIR"].map { "\($0)/hybridtop" }, "/tmp/\(own)"]
        guard let place = places.compactMap({ $0 }).first(where: Self.isUsable) else { return nil }
        path = place
    }

    /// `%C` is ssh's own hash of user, address and port; the name, configuration and identity are added,
    /// so that what is reached or logs in otherwise (two private networks with one address behind two
    /// jump hosts) does not share a connection.
    func socket(for host: RemoteHost) -> String {
        var hash: UInt32 = 2_166_136_261
        for byte in "\(host.destination)|\(host.configuration ?? "")|\(host.identity ?? "")".utf8 {
            hash = (hash ^ UInt32(byte)) &* 16_777_619
        }
        return "\(path)/\(String(hash, radix: 36))-%C"
    }

    private static func isUsable(_ path: String) -> Bool {
        guard path.utf8.count < 40 else { return false }
        mkdir(path, 0o700)
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
            && status.st_uid == getuid() && status.st_mode & 0o077 == 0
    }
}
