package import Fleet
import NIOSSL

/// Looks at the files of TLS settings before anybody connects: whether they are there, are what they are
/// taken for, and belong together.
package enum TLSFiles {
    /// What is wrong with one of them.
    package struct Problem: Hashable, Sendable {
        /// Which one.
        package let part: Part
        /// One sentence with the path.
        package let message: String
    }

    /// The files that the settings may name.
    package enum Part: Hashable, Sendable { case authority, certificate, key }

    /// Whether PEM text holds a certificate, and the key that belongs to it where one is given; in a few
    /// words what is wrong, without a character of either.
    package static func objection(chain: Secret, key: Secret?) -> String? {
        guard let certificates = try? Self.chain(chain) else { return "holds no PEM certificate" }
        guard let key else { return nil }
        let bytes = Array(key.reveal().utf8)
        guard let found = try? NIOSSLPrivateKey(bytes: bytes, format: .pem) else {
            return holds(bytes, "ENCRYPTED")
                ? "has an encrypted key, one without a passphrase is expected"
                : "has no PEM private key"
        }
        return belongTogether(certificates, found) ? nil : "has a key that is not its own"
    }

    /// Everything that is wrong. Reads files; connects to nobody.
    package static func problems(_ settings: TLSSettings) -> [Problem] {
        var problems: [Problem] = []
        if let path = settings.authorityFile {
            _ = certificates(path, .authority, &problems)
        }
        let chain = settings.certificateFile.flatMap { certificates($0, .certificate, &problems) }
        let key = settings.keyFile.flatMap { privateKey($0, &problems) }
        if let chain, let key, !belongTogether(chain, key) {
            let path = CleanText.clean(settings.keyFile ?? "")
            problems.append(
                Problem(part: .key, message: "the key in `\(path)` is not that of the certificate"))
        }
        return problems
    }

    /// What the library is to be told. Reads files; throws where they are not what they are taken for.
    static func configuration(_ settings: TLSSettings) throws -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        if let text = settings.authority {
            tls.trustRoots = .certificates(try chain(text))
        } else if let file = settings.authorityFile {
            // Read here and not by the library, which would notice only when it connects.
            tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(file))
        }
        if let identity = settings.identity {
            tls.certificateChain = try chain(identity.chain).map { .certificate($0) }
            let key = Array(identity.key.reveal().utf8)
            tls.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: key, format: .pem))
        } else if let certificate = settings.certificateFile, let key = settings.keyFile {
            tls.certificateChain = try NIOSSLCertificate.fromPEMFile(certificate)
                .map { .certificate($0) }
            tls.privateKey = .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
        }
        if settings.isUnverified { tls.certificateVerification = .none }
        return tls
    }

    private static func chain(_ text: Secret) throws -> [NIOSSLCertificate] {
        let found = try NIOSSLCertificate.fromPEMBytes(Array(text.reveal().utf8))
        guard !found.isEmpty else { throw NIOSSLError.failedToLoadCertificate }
        return found
    }

    private static func certificates(
        _ path: String, _ part: Part, _ problems: inout [Problem]
    ) -> [NIOSSLCertificate]? {
        do throws(ReadableFile.Problem) {
            let bytes = try ReadableFile.bytes(path)
            if let found = try? NIOSSLCertificate.fromPEMBytes(bytes), !found.isEmpty {
                return found
            }
            let what = holds(bytes, "PRIVATE KEY") ? "a private key and no" : "no PEM"
            let message = "`\(CleanText.clean(path))` holds \(what) certificate"
            problems.append(Problem(part: part, message: message))
        } catch {
            problems.append(Problem(part: part, message: error.message))
        }
        return nil
    }

    private static func privateKey(
        _ path: String, _ problems: inout [Problem]
    ) -> NIOSSLPrivateKey? {
        do throws(ReadableFile.Problem) {
            let bytes = try ReadableFile.bytes(path)
            if let key = try? NIOSSLPrivateKey(bytes: bytes, format: .pem) { return key }
            let shown = "`\(CleanText.clean(path))`"
            let message =
                holds(bytes, "ENCRYPTED")
                ? "the key in \(shown) is encrypted, one without a passphrase is expected"
                : holds(bytes, "CERTIFICATE")
                    ? "\(shown) holds a certificate and no private key"
                    : "\(shown) holds no PEM private key"
            problems.append(Problem(part: .key, message: message))
        } catch {
            problems.append(Problem(part: .key, message: error.message))
        }
        return nil
    }

    /// Whether the library takes the two for one identity. It is given nobody to trust, so that it does
    /// not read the system's authorities.
    private static func belongTogether(_ chain: [NIOSSLCertificate], _ key: NIOSSLPrivateKey)
        -> Bool
    {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .certificates([])
        configuration.certificateChain = chain.map { .certificate($0) }
        configuration.privateKey = .privateKey(key)
        return (try? NIOSSLContext(configuration: configuration)) != nil
    }

    private static func holds(_ bytes: [UInt8], _ word: String) -> Bool {
        bytes.firstRange(of: Array(word.utf8)) != nil
    }
}
