import Fleet

/// A server whose certificate has another name than its URL says. The client library looks names up by
/// a table: it is given the certificate's name, and where that is.
struct NamedServer: Sendable {
    /// What the certificate says.
    let name: String
    /// Where it is: a name or an address.
    let host: String
    /// What is sent as `Host`: what the URL says.
    let authority: String
    /// The URL with the certificate's name.
    let url: String

    /// `nil` where the URL says it all.
    init?(_ request: HTTPRequest) {
        guard let name = request.tls.serverName, request.url.hasPrefix("https://") else {
            return nil
        }
        let rest = request.url.dropFirst(8)
        let authority = rest.prefix { !"/?#".contains($0) }
        guard !authority.contains("@"), !authority.isEmpty else { return nil }
        var host = authority
        var port: Substring = ""
        let isBare = authority.hasPrefix("[") && authority.hasSuffix("]")
        if !isBare, let colon = authority.lastIndex(of: ":") {
            host = authority[..<colon]
            port = authority[colon...]
        }
        self.name = name
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : String(host)
        self.authority = String(authority)
        url = "https://\(name)\(port)\(rest.dropFirst(authority.count))"
    }
}
