/// Where a request to the simulated fleet goes.
struct SimulatedAddress: Sendable, Hashable {
    var host: String
    var port: Int
    /// Without what is asked for behind a `?`.
    var path: String

    /// The parts of an http or https URL; `nil` for anything else.
    init?(_ url: String) {
        let isSecure = url.hasPrefix("https://")
        guard isSecure || url.hasPrefix("http://") else { return nil }
        let rest = url.dropFirst(isSecure ? "https://".count : "http://".count)
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        let parts = rest[..<slash].split(separator: ":")
        guard let host = parts.first, parts.count <= 2 else { return nil }
        self.host = String(host)
        port = parts.count == 2 ? Int(parts[1]) ?? 0 : isSecure ? 443 : 80
        path = String(rest[slash...].prefix { $0 != "?" })
    }

    var authority: String { "\(host):\(port)" }
}
