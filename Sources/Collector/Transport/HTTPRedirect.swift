import Fleet

/// Where a redirect leads, and what may be sent there. Done here and not by the client library: that
/// one follows from https to http, and takes every header but `Authorization` to strangers.
enum HTTPRedirect {
    /// How often in a row a redirect is followed.
    static let limit = 3

    /// The request that an answer sends us on to; `nil` where it is no redirect that can be followed.
    static func next(
        _ request: HTTPRequest, _ response: HTTPResponse
    ) throws(SourceFailure) -> HTTPRequest? {
        guard request.followsRedirects, [301, 302, 303, 307, 308].contains(response.status),
            let location = response.header("Location"),
            let url = resolve(location, against: request.url)
        else { return nil }
        if request.url.lowercased().hasPrefix("https:"), !url.lowercased().hasPrefix("https:") {
            throw SourceFailure(
                .malformed, "A redirect leads from https to \(CleanText.clean(url, limit: 120)).",
                nextStep: "Check the URL: what is sent there could be read by anyone.")
        }
        var next = request
        next.url = url
        if origin(url)?.lowercased() != origin(request.url)?.lowercased() {
            let harmless: Set = ["accept", "user-agent", "content-type"]
            next.headers.removeAll { !harmless.contains($0.name.lowercased()) }
        }
        if response.status == 303, request.method != "HEAD" {
            next.method = "GET"
            next.body = []
        }
        return next
    }

    /// The absolute form of what a `Location` header says; `nil` for schemes that are not followed.
    static func resolve(_ location: String, against base: String) -> String? {
        let target = location.prefix { $0 != "#" }
        guard let origin = origin(base), !target.isEmpty else { return nil }
        if let scheme = target.firstRange(of: "://"),
            target[..<scheme.lowerBound].allSatisfy({ $0.isLetter || "+-.".contains($0) })
        {
            let name = target[..<scheme.lowerBound].lowercased()
            return name == "http" || name == "https" ? String(target) : nil
        }
        if target.hasPrefix("//") { return String(base.prefix { $0 != "/" }) + target }
        if target.hasPrefix("/") { return origin + target }
        let path = base.dropFirst(origin.count).prefix { $0 != "?" && $0 != "#" }
        if target.hasPrefix("?") { return origin + path + target }
        guard let slash = path.lastIndex(of: "/") else { return "\(origin)/\(target)" }
        return origin + path[...slash] + target
    }

    /// Scheme and authority.
    private static func origin(_ url: String) -> String? {
        guard let scheme = url.firstRange(of: "://") else { return nil }
        let end = url[scheme.upperBound...].firstIndex { "/?#".contains($0) } ?? url.endIndex
        return String(url[..<end])
    }
}
