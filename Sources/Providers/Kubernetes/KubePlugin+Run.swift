import Collector
import Fleet
import FoundationEssentials

/// Running the program and reading what it gives.
extension KubePlugin {
    /// What it gave.
    struct Given: Sendable {
        var token: Secret?
        var identity: TLSIdentity?
        var expiry: WallTime?
    }

    /// More than this is no credential.
    static let limit = 1 << 20

    /// What is run. It has no terminal, and is told so.
    func process(for target: KubeTarget) throws(SourceFailure) -> Command {
        var variables = environment.mapValues { $0.reveal() }
        var cluster: Wire.Cluster?
        if wantsCluster {
            cluster = Wire.Cluster(
                server: target.server, serverName: target.serverName,
                isUnverified: target.isUnverified ? true : nil,
                authority: try target.authority.map { pem throws(SourceFailure) in
                    Data(try KubeCredential.text(pem).reveal().utf8)
                })
        }
        let wish = Wire.Wish(
            apiVersion: version, kind: "ExecCredential",
            spec: Wire.Spec(interactive: false, cluster: cluster))
        let info = (try? JSONEncoder().encode(wish)) ?? Data()
        variables["KUBERNETES_EXEC_INFO"] = String(decoding: info, as: UTF8.self)
        return Command(command, arguments, environment: variables)
    }

    /// What its output says.
    func read(_ output: CommandOutput) throws(SourceFailure) -> Given {
        guard output.status.isSuccess else {
            let errors = redaction.cleared(output.errors)
            let said = KubeText.said(errors, limit: 240)
            let how = "\(title.capitalisedFirst) failed"
            throw SourceFailure(
                .loginExpired, said.isEmpty ? "\(how) and said nothing." : "\(how): \(said)",
                nextStep: "Log in again, or run any kubectl command to see what it wants.")
        }
        guard !output.isTruncated,
            let answer = try? JSONDecoder().decode(Wire.Answer.self, from: Data(output.output)),
            answer.kind == "ExecCredential", let status = answer.status
        else {
            throw malformed("printed something else than an ExecCredential")
        }
        if let other = answer.apiVersion, other != version {
            throw malformed("speaks \(KubeText.said(other, limit: 80)), and not \(version)")
        }
        var given = Given()
        given.token = status.token.flatMap { $0.isEmpty ? nil : Secret($0) }
        if let chain = status.clientCertificateData, let key = status.clientKeyData {
            given.identity = TLSIdentity(chain: Secret(chain), key: Secret(key))
        }
        given.expiry = status.expirationTimestamp.flatMap { KubeText.time($0) }
        guard given.token != nil || given.identity != nil else {
            throw malformed("gave neither a token nor a certificate with its key")
        }
        return given
    }

    private func malformed(_ what: String) -> SourceFailure {
        SourceFailure(
            .malformed, "\(title.capitalisedFirst) \(what).",
            nextStep: "Check the exec of the kubeconfig's user; run the plugin by hand.")
    }

    /// Its own secrets, which it may repeat in what it complains of.
    var redaction: Redaction {
        var secrets = environment.filter { Self.isTelling($0.key) }.map { $0.value.reveal() }
        for (place, word) in arguments.enumerated() {
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            if parts.count == 2, Self.isTelling(parts[0]) { secrets.append(parts[1]) }
            if place > 0, Self.isTelling(arguments[place - 1]) { secrets.append(word) }
        }
        return Redaction(secrets)
    }

    private static func isTelling(_ name: String) -> Bool {
        let name = name.lowercased()
        return ["secret", "token", "passw", "key", "credential"].contains { name.contains($0) }
    }

    /// The wire's own shapes.
    private enum Wire {
        struct Wish: Encodable {
            var apiVersion: String
            var kind: String
            var spec: Spec
        }

        struct Spec: Encodable {
            var interactive: Bool
            var cluster: Cluster?
        }

        struct Cluster: Encodable {
            var server: String
            var serverName: String?
            var isUnverified: Bool?
            var authority: Data?

            enum CodingKeys: String, CodingKey {
                case server
                case serverName = "tls-server-name"
                case isUnverified = "insecure-skip-tls-verify"
                case authority = "certificate-authority-data"
            }
        }

        struct Answer: Decodable {
            var apiVersion: String?
            var kind: String?
            var status: Status?
        }

        struct Status: Decodable {
            var token: String?
            var clientCertificateData: String?
            var clientKeyData: String?
            var expirationTimestamp: String?
        }
    }
}

extension String {
    /// As the beginning of a sentence.
    fileprivate var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
