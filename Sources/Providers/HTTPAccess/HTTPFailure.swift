import Collector
import Fleet

/// Names what an HTTP status other than success means for a source.
enum HTTPFailure {
    /// The failure behind a status, or `nil` for 2xx. The body's beginning is quoted, cleaned and
    /// without secrets.
    static func of(_ response: HTTPResponse, _ redaction: Redaction) -> SourceFailure? {
        guard !(200..<300).contains(response.status) else { return nil }
        let begin = redaction.cleared(String(decoding: response.body.prefix(512), as: UTF8.self))
        let body = CleanText.clean(begin, limit: 120)
        let message = body.isEmpty ? "HTTP \(response.status)" : "HTTP \(response.status): \(body)"
        switch response.status {
        case 401:
            return SourceFailure(
                .unauthorized, message, nextStep: "Set bearer, or username and password.")
        case 403:
            return SourceFailure(
                .forbidden, message, nextStep: "Ask for the right to read the metrics.")
        case 404, 410:
            return SourceFailure(
                .notFound, message, nextStep: "Check the path, and whether metrics are enabled.")
        case 408, 504: return SourceFailure(.timedOut, message)
        case 429: return SourceFailure(.throttled, message, retryAfter: retryAfter(response))
        case 300..<400:
            return SourceFailure(
                .malformed, "\(message): a redirect that leads nowhere",
                nextStep: "Check the URL, and where the server sends it on to.")
        case 500...:
            return SourceFailure(.serverError, message, retryAfter: retryAfter(response))
        default: return SourceFailure(.malformed, message)
        }
    }

    /// `Retry-After` in seconds; the form with a date is not followed.
    private static func retryAfter(_ response: HTTPResponse) -> Duration? {
        guard let text = response.header("Retry-After"), let seconds = Int(text), seconds >= 0
        else { return nil }
        return .seconds(min(seconds, 3600))
    }
}

/// Parts of an absolute URL, cut by hand: no more is needed than its origin.
enum HTTPAddress {
    /// Scheme and authority without a path: `http://host:8000`.
    static func origin(_ url: String) -> String? {
        guard let scheme = url.firstRange(of: "://") else { return nil }
        let rest = url[scheme.upperBound...]
        let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
        return rest.startIndex == end ? nil : String(url[..<end])
    }

    /// The origin with another port.
    static func origin(_ url: String, port: Int) -> String? {
        guard let host = host(url), let scheme = url.firstRange(of: "://") else { return nil }
        let shown = host.contains(":") ? "[\(host)]" : host
        return "\(url[..<scheme.upperBound])\(shown):\(port)"
    }

    /// Host and port as far as it is written.
    static func authority(_ url: String) -> String? {
        guard let origin = origin(url), let scheme = origin.firstRange(of: "://") else {
            return nil
        }
        return String(origin[scheme.upperBound...])
    }

    /// Whether the URL names a user.
    static func hasUser(_ url: String) -> Bool { origin(url)?.contains("@") ?? false }

    /// Host, port as far as it is written, and path: what tells a URL from others on the same host.
    static func place(_ url: String) -> String? {
        guard let scheme = url.firstRange(of: "://") else { return nil }
        let rest = url[scheme.upperBound...].prefix { $0 != "?" && $0 != "#" }
        let place = rest.hasSuffix("/") ? rest.dropLast() : rest
        return place.isEmpty ? nil : CleanText.clean(String(place), limit: 120)
    }

    /// The host's name, without user, port and the brackets of IPv6.
    static func host(_ url: String) -> String? {
        guard let origin = origin(url), let scheme = origin.firstRange(of: "://") else {
            return nil
        }
        var authority = origin[scheme.upperBound...]
        if let user = authority.lastIndex(of: "@") {
            authority = authority[authority.index(after: user)...]
        }
        return String(hostName(String(authority)))
    }

    /// The host of `host:port`, as scrape targets are called.
    static func hostName(_ authority: String) -> Substring {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            return authority[authority.index(after: authority.startIndex)..<end]
        }
        guard let colon = authority.lastIndex(of: ":"),
            authority.firstIndex(of: ":") == colon
        else { return authority[...] }
        return authority[..<colon]
    }

    /// The port, or that of the scheme.
    static func port(_ url: String) -> Int? {
        guard let origin = origin(url) else { return nil }
        let tail = origin.drop { $0 != "]" }
        let text = tail.isEmpty ? origin[...] : tail
        if let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]) {
            return port
        }
        return url.hasPrefix("https:") ? 443 : 80
    }
}
