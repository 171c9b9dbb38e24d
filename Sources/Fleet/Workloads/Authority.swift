/// The `host:port` of a URL, to tell by it whether two names are of one server.
package enum Authority {
    /// With the port that the scheme stands for; the text itself where it is no URL.
    package static func of(_ url: String) -> String {
        guard let scheme = url.firstRange(of: "://") else { return url }
        let rest = url[scheme.upperBound...].prefix { !"/?#".contains($0) }
        let authority = rest.split(separator: "@").last ?? rest
        let isNumbered = authority.last?.isNumber == true && authority.contains(":")
        if isNumbered && !authority.hasSuffix("]") { return String(authority) }
        return "\(authority):\(url.hasPrefix("https") ? 443 : 80)"
    }
}
