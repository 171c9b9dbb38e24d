import Fleet
import FoundationEssentials

/// One cluster and the user to appear as there, as a context names them.
struct KubeTarget: Sendable, Hashable {
    /// PEM text: here, or in a file that may be replaced by a newer one.
    enum PEM: Sendable, Hashable {
        case text(Secret)
        case file(String)
    }

    /// The context's name; empty within a cluster.
    var context: String
    /// `https://host:port`, with a path where it has one, and without a slash at the end.
    var server: String
    /// What the context says; `default` where it says nothing.
    var namespace: String
    var authority: PEM?
    var isUnverified = false
    var serverName: String?
    var user: KubeUser

    /// What a context, its cluster and its user say. Throws what cannot be done.
    init(
        context: String, namespace: String?, cluster: KubeConfigEntry, user: KubeConfigEntry
    ) throws(KubeConfig.Problem) {
        self.context = context
        self.namespace = namespace ?? "default"
        server = try Self.server(cluster.text("server"), context)
        authority = try Self.pem("certificate-authority", cluster, context)
        isUnverified = cluster.text("insecure-skip-tls-verify") == "true"
        serverName = cluster.text("tls-server-name").flatMap { $0.isEmpty ? nil : $0 }
        self.user = try KubeUser(user, context)
        if cluster.text("proxy-url")?.isEmpty == false {
            throw Self.problem(context, "goes through a proxy (proxy-url), which is not supported")
        }
        let name = serverName ?? ""
        guard name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && !"/?#@:[]".utf8.contains($0) })
        else { throw Self.problem(context, "has a tls-server-name that is no host name") }
    }

    /// What pods are given: where the cluster is, and a token that is renewed in its file.
    init(inClusterAt host: String, port: String, folder: String) {
        context = ""
        server = "https://\(host.contains(":") ? "[\(host)]" : host):\(port)"
        namespace = "default"
        authority = .file("\(folder)/ca.crt")
        user = KubeUser()
        user.tokenFile = "\(folder)/token"
    }

    /// What people call it.
    var title: String {
        context.isEmpty ? "the cluster that we run in" : "context \(CleanText.clean(context))"
    }

    static func problem(_ context: String, _ text: String) -> KubeConfig.Problem {
        KubeConfig.Problem(message: "context `\(CleanText.clean(context))` \(text)")
    }

    /// Text in base64, which wins, or a file.
    static func pem(
        _ key: String, _ entry: KubeConfigEntry, _ context: String
    ) throws(KubeConfig.Problem) -> PEM? {
        guard let data = entry.text("\(key)-data"), !data.isEmpty else {
            return entry.path(key).map { .file($0) }
        }
        let plain = data.filter { !$0.isWhitespace }
        guard let bytes = Data(base64Encoded: plain) else {
            throw problem(context, "has a \(key)-data that is not base64")
        }
        return .text(Secret(String(decoding: bytes, as: UTF8.self)))
    }

    private static func server(
        _ text: String?, _ context: String
    ) throws(KubeConfig.Problem) -> String {
        var url = text ?? ""
        while url.hasSuffix("/") { url.removeLast() }
        if !url.contains("://"), !url.isEmpty { url = "https://\(url)" }
        let isPlain = url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
        guard isPlain, url.hasPrefix("https://") || url.hasPrefix("http://"),
            HTTPAddress.host(url)?.isEmpty == false, !HTTPAddress.hasUser(url), !url.contains("?")
        else { throw problem(context, "has no server that can be asked") }
        return url
    }
}
