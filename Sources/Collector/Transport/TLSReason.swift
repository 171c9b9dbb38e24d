import Fleet

/// What a TLS error says, out of the words of the library.
enum TLSReason {
    private static let known: [(mark: String, reason: String, step: String)] = [
        (
            "CERTIFICATE_VERIFY_FAILED", "its certificate is not trusted",
            "Name its CA with ca, or check the certificate."
        ),
        (
            "failedToValidateHostname", "its certificate is for another name",
            "Use a name that the certificate has."
        ),
        (
            "CERTIFICATE_REQUIRED", "it wants a client certificate",
            "Name one with cert and key."
        ),
        (
            "HANDSHAKE_FAILURE", "it refuses the handshake; it may want a client certificate",
            "Name one with cert and key."
        ),
        (
            "UNKNOWN_CA", "it does not trust the client certificate",
            "Use a certificate of a CA that the server trusts."
        ),
        ("WRONG_VERSION_NUMBER", "it does not speak TLS", "Use http instead of https."),
    ]

    /// The reason in a few words.
    static func of(_ text: String) -> String {
        known.first { text.contains($0.mark) }?.reason ?? CleanText.clean(text, limit: 160)
    }

    /// What to do about it.
    static func step(_ text: String) -> String {
        known.first { text.contains($0.mark) }?.step
            ?? "Check the certificates at both ends, and ca, cert and key."
    }
}
