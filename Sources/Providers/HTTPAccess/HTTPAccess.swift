import Collector
import Fleet

/// How an HTTP source is spoken to: credentials, extra headers and TLS, from the keys that all such
/// providers share.
struct HTTPAccess: Sendable {
    /// Headers for every request; holds secrets, so it is never described.
    private let headers: [(name: String, value: String)]
    /// Whom to trust and as whom to appear.
    let tls: TLSSettings
    /// What is taken out of everything that the other side says.
    let redaction: Redaction

    /// The keys.
    static let settings: [SettingSchema] = [
        SettingSchema(
            "headers", .mapping, summary: "Extra request headers.",
            example: "{ X-Scope-OrgID: team-a }"),
        SettingSchema(
            "bearer", .secret, summary: "Bearer token.", example: "env:METRICS_TOKEN"),
        SettingSchema(
            "username", .string, summary: "User for basic authentication.", example: "ops"),
        SettingSchema(
            "password", .secret, summary: "Password for basic authentication.",
            example: "file:~/.metrics-password"),
        SettingSchema(
            "ca", .path, summary: "PEM file of a private CA to trust instead of the system's.",
            example: "/etc/ssl/private-ca.pem"),
        SettingSchema(
            "cert", .path, summary: "PEM file of the client certificate.", example: "client.pem"),
        SettingSchema(
            "key", .path, summary: "PEM file of the client certificate's key.",
            example: "client-key.pem"),
        SettingSchema(
            "insecure", .boolean, summary: "Accept any server certificate (default: false).",
            example: "false"),
    ]

    /// Reads the keys; throws where they contradict each other or cannot be sent.
    init(_ settings: ProviderSettings) throws(SettingError) {
        if let url = settings.string("url"), HTTPAddress.hasUser(url) {
            throw SettingError(
                key: "url",
                message: "a user or password in it would be shown: use username, password")
        }
        var headers: [(name: String, value: String)] = []
        var refused: [String] = []
        for (name, value) in (settings.mapping("headers") ?? [:]).sorted(by: { $0.key < $1.key }) {
            if Self.isSendable(name), Self.isSendable(value), !name.contains(":") {
                headers.append((name, value))
            } else {
                refused.append(CleanText.clean(name))
            }
        }
        guard refused.isEmpty else {
            throw SettingError(
                key: "headers", message: "\(refused.joined(separator: ", ")): not a header")
        }
        if let credential = try Self.authorization(settings) {
            headers.append(("Authorization", credential))
        }
        if (settings.string("cert") == nil) != (settings.string("key") == nil) {
            throw SettingError(
                key: settings.string("cert") == nil ? "key" : "cert",
                message: "cert and key are only of use together")
        }
        self.headers = headers
        redaction = Self.redaction(settings, headers)
        tls = Self.tls(settings)
    }

    /// What is wrong with the certificate and key files.
    static func fileProblems(of settings: ProviderSettings) -> [SettingError] {
        let keys: [TLSFiles.Part: String] = [
            .authority: "ca", .certificate: "cert", .key: "key",
        ]
        return TLSFiles.problems(tls(settings)).map { problem in
            SettingError(key: keys[problem.part] ?? "ca", message: problem.message)
        }
    }

    private static func tls(_ settings: ProviderSettings) -> TLSSettings {
        TLSSettings(
            authorityFile: settings.string("ca"), certificateFile: settings.string("cert"),
            keyFile: settings.string("key"), isUnverified: settings.boolean("insecure") ?? false)
    }

    /// A request with these credentials.
    func request(
        _ method: String = "GET", url: String, accept: String, body: [UInt8] = [],
        limit: Int = 16 << 20, timeout: Duration? = nil
    ) -> HTTPRequest {
        HTTPRequest(
            method, url: url, headers: headers + [("Accept", accept)], body: body, limit: limit,
            tls: tls, timeout: timeout)
    }

    /// The credentials, and the headers that may hold one.
    private static func redaction(
        _ settings: ProviderSettings, _ headers: [(name: String, value: String)]
    ) -> Redaction {
        var secrets = ["bearer", "password"].compactMap { settings.secret($0)?.reveal() }
        for (name, value) in headers where HeaderSecrecy.isSecret(name) {
            // What stands before the secret is its scheme, which may be told.
            let isCredential = name.lowercased().contains("authorization")
            let secret = isCredential ? value.split(separator: " ").last : value[...]
            secrets.append(secret.map(String.init) ?? value)
        }
        return Redaction(secrets)
    }

    private static func authorization(
        _ settings: ProviderSettings
    ) throws(SettingError) -> String? {
        let bearer = settings.secret("bearer")?.reveal()
        guard let username = settings.string("username") else {
            guard let bearer else { return nil }
            guard isSendable(bearer), !bearer.isEmpty else {
                throw SettingError(key: "bearer", message: "empty, or not one line of text")
            }
            return "Bearer \(bearer)"
        }
        guard bearer == nil else {
            throw SettingError(key: "bearer", message: "either bearer or username, not both")
        }
        let password = settings.secret("password")?.reveal() ?? ""
        return "Basic " + Base64.encode("\(username):\(password)")
    }

    private static func isSendable(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }
    }
}

/// The encoding of basic authentication (RFC 4648).
enum Base64 {
    /// The text's UTF-8 bytes, encoded.
    static func encode(_ text: String) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let bytes = Array(text.utf8)
        var result = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits = group.reduce(0) { $0 << 8 | Int($1) }
            bits <<= (3 - group.count) * 8
            for place in 0..<4 {
                let index = bits >> (18 - place * 6) & 63
                result.append(place <= group.count ? alphabet[index] : "=")
            }
        }
        return result
    }
}
