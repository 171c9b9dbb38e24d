package import Fleet

/// Where a line-based interface listens.
package enum SocketPlace: Sendable, Hashable, CustomStringConvertible {
    /// A Unix socket, by its absolute path.
    case path(String)
    /// A TCP port.
    case host(String, port: Int)

    /// From text: an absolute path, or `host:port` (`[::1]:9999`); `nil` for anything else.
    package init?(_ text: String) {
        if text.hasPrefix("/") {
            // The limit of sockaddr_un.
            guard text.utf8.count < 108 else { return nil }
            self = .path(text)
            return
        }
        guard let colon = text.lastIndex(of: ":"),
            let port = Int(text[text.index(after: colon)...]),
            (1...65_535).contains(port)
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("[") && host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty, !host.contains(where: { "/ []".contains($0) }) else { return nil }
        self = .host(String(host), port: port)
    }

    package var description: String {
        switch self {
        case .path(let path): path
        case .host(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        }
    }
}

/// Sends a line to a socket and reads until the other side closes.
package protocol SocketTransport: Sendable {
    /// One line, one answer, one connection. Throws ``SourceFailure/Kind/refused``, `unreachable`,
    /// `nameNotFound` or `permission` where nothing was sent; after anything else the line may have
    /// arrived. The task's cancellation ends it.
    func ask(
        _ line: String, at place: SocketPlace, limit: Int, timeout: Duration
    ) async throws(SourceFailure) -> [UInt8]
}
