import Fleet

/// Whom to appear as, as a kubeconfig's user says it. All that may be secret is ``Secret``.
struct KubeUser: Sendable, Hashable {
    var token: Secret?
    /// Wins over ``token``; read again and again, because it is renewed.
    var tokenFile: String?
    var username: String?
    var password: Secret?
    var certificate: KubeTarget.PEM?
    var key: KubeTarget.PEM?
    var plugin: KubePlugin?
    /// As whom to act: `as`, `as-groups`, `as-uid`.
    var impersonated: [ImpersonationHeader] = []

    /// A header of impersonation.
    struct ImpersonationHeader: Sendable, Hashable {
        var name: String
        var value: String
    }

    /// Nobody.
    init() {}

    /// What an entry says. Throws what cannot be done.
    init(_ entry: KubeConfigEntry, _ context: String) throws(KubeConfig.Problem) {
        token = entry.secret("token")
        tokenFile = entry.path("tokenFile")
        username = entry.text("username")
        password = entry.secret("password")
        certificate = try KubeTarget.pem("client-certificate", entry, context)
        key = try KubeTarget.pem("client-key", entry, context)
        if (certificate == nil) != (key == nil) {
            throw KubeTarget.problem(
                context, "has only one of client-certificate and client-key")
        }
        if let exec = entry.entry("exec") { plugin = try KubePlugin(exec, context) }
        let hasOwn = token != nil || tokenFile != nil || certificate != nil || username != nil
        if let legacy = entry.entry("auth-provider"), plugin == nil, !hasOwn {
            let name = CleanText.clean(legacy.text("name") ?? "?", limit: 40)
            throw KubeTarget.problem(
                context, "uses auth-provider \(name), which kubectl has given up: use exec")
        }
        impersonate(entry)
    }

    private mutating func impersonate(_ entry: KubeConfigEntry) {
        let lists = [
            ("Impersonate-User", [entry.text("as")].compactMap(\.self)),
            ("Impersonate-Uid", [entry.text("as-uid")].compactMap(\.self)),
            ("Impersonate-Group", entry.strings("as-groups")),
        ]
        for (name, values) in lists {
            impersonated += values.filter { !$0.isEmpty }.map {
                ImpersonationHeader(name: name, value: $0)
            }
        }
    }
}
