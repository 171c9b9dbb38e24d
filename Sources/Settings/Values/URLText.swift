/// URLs as far as the configuration looks at them.
package enum URLText {
    /// Whether a text is an absolute http, https or http+unix URL with a host and without spaces.
    static func isAbsolute(_ text: String) -> Bool {
        guard let host = authority(text), !host.isEmpty else { return false }
        return text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7f }
    }

    /// Host and port of a URL, without user and password; `nil` where it is none.
    package static func authority(_ text: String) -> Substring? {
        guard let scheme = ["http://", "https://", "http+unix://"].first(where: text.hasPrefix)
        else { return nil }
        let rest = text.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
        return rest.lastIndex(of: "@").map { rest[rest.index(after: $0)...] } ?? rest
    }

    /// What stands where the port belongs and is none; `nil` where all is well.
    static func wrongPort(_ text: String) -> Substring? {
        guard !text.hasPrefix("http+unix:"), let authority = authority(text) else { return nil }
        let tail = authority.hasPrefix("[") ? authority.drop { $0 != "]" } : authority
        guard let colon = tail.firstIndex(of: ":") else { return nil }
        let port = tail[tail.index(after: colon)...]
        let isNumber = !port.isEmpty && port.utf8.allSatisfy { (0x30...0x39).contains($0) }
        return isNumber && (1...65535).contains(Int(port) ?? 0) ? nil : port
    }

    /// The host alone.
    static func host(_ text: String) -> String? {
        guard let authority = authority(text) else { return nil }
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            return String(authority[...end])
        }
        return String(authority.prefix { $0 != ":" })
    }
}
