import Collector
import Fleet

/// What requests carry to be let in, made from a target's files and texts as they are now.
struct KubeCredential: Sendable, Hashable {
    /// A header that goes with every request.
    struct Header: Sendable, Hashable {
        var name: String
        var value: Secret
    }

    var headers: [Header] = []
    var tls = TLSSettings()
    /// From when on it is made anew; `nil` where nothing in it can change.
    var due: WallTime?

    /// How long what was read from files is good for: they are replaced by newer ones.
    static let fileAge = Duration.seconds(60)
    /// How long before its end a plugin's credential is given up.
    static let margin = Duration.seconds(30)

    /// Reads what a target names. `given` is what its plugin gave, where it has one.
    init(
        _ target: KubeTarget, _ given: KubePlugin.Given?, at now: WallTime
    ) throws(SourceFailure) {
        tls.isUnverified = target.isUnverified
        tls.serverName = target.serverName
        // Without verification nobody looks at the authority, and a stale one would be in the way.
        if let authority = target.authority, !target.isUnverified {
            tls.authority = try Self.text(authority)
            if let text = tls.authority, let words = TLSFiles.objection(chain: text, key: nil) {
                throw Self.failure(target, "certificate-authority \(words)")
            }
        }
        try takeIdentity(target, given)
        let user = target.user
        if let token = try Self.token(target, given) {
            headers.append(Header(name: "Authorization", value: Secret("Bearer \(token)")))
        } else if let name = user.username {
            let pair = Base64.encode("\(name):\(user.password?.reveal() ?? "")")
            headers.append(Header(name: "Authorization", value: Secret("Basic \(pair)")))
        }
        headers += user.impersonated.map { Header(name: $0.name, value: Secret($0.value)) }
        guard headers.allSatisfy({ Self.isSendable($0.value.reveal()) }) else {
            throw Self.failure(target, "the credentials are not one line of text")
        }
        due = given?.expiry.map { $0 + (.zero - Self.margin) } ?? Self.due(target, given, now)
    }

    /// What is taken out of everything that the other side says.
    var redaction: Redaction {
        Redaction(
            headers.compactMap { header in
                guard header.name == "Authorization" else { return nil }
                return header.value.reveal().split(separator: " ").last.map(String.init)
            })
    }

    /// PEM or other text, here or in its file.
    static func text(_ pem: KubeTarget.PEM) throws(SourceFailure) -> Secret {
        switch pem {
        case .text(let text): return text
        case .file(let path):
            do throws(ReadableFile.Problem) {
                return Secret(String(decoding: try ReadableFile.bytes(path), as: UTF8.self))
            } catch {
                throw SourceFailure(
                    .notConfigured, "The kubeconfig names a file: \(error.message).",
                    nextStep: "Check the paths in the kubeconfig.")
            }
        }
    }

    private mutating func takeIdentity(
        _ target: KubeTarget, _ given: KubePlugin.Given?
    ) throws(SourceFailure) {
        if let identity = given?.identity {
            tls.identity = identity
        } else if let certificate = target.user.certificate, let key = target.user.key {
            tls.identity = TLSIdentity(
                chain: try Self.text(certificate), key: try Self.text(key))
        }
        if let identity = tls.identity,
            let words = TLSFiles.objection(chain: identity.chain, key: identity.key)
        {
            throw Self.failure(target, "client-certificate \(words)")
        }
    }

    private static func token(
        _ target: KubeTarget, _ given: KubePlugin.Given?
    ) throws(SourceFailure) -> String? {
        if let token = given?.token { return token.reveal() }
        guard let path = target.user.tokenFile else { return target.user.token?.reveal() }
        let token = String(try text(.file(path)).reveal().filter { !$0.isWhitespace })
        guard !token.isEmpty else {
            throw failure(target, "the token file `\(CleanText.clean(path))` is empty")
        }
        return token
    }

    private static func due(
        _ target: KubeTarget, _ given: KubePlugin.Given?, _ now: WallTime
    ) -> WallTime? {
        // A plugin that tells no end is asked again when it is refused, and not before.
        guard given == nil else { return nil }
        let user = target.user
        let files = [target.authority, user.certificate, user.key].contains { pem in
            if case .file = pem { true } else { false }
        }
        return files || user.tokenFile != nil ? now + fileAge : nil
    }

    private static func failure(_ target: KubeTarget, _ text: String) -> SourceFailure {
        SourceFailure(
            .notConfigured, "Of \(target.title): \(text).", nextStep: "Check the kubeconfig.")
    }

    private static func isSendable(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }
    }
}
