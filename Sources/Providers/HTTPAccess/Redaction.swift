import Fleet

/// Takes secrets out of text from the other side: servers like to quote what they refuse.
struct Redaction: Sendable {
    private let secrets: [String]

    /// What has to go. Texts of fewer than four characters are no secrets, and taking them out would
    /// leave nothing to read.
    init(_ secrets: [String]) {
        self.secrets = secrets.filter { $0.count >= 4 }.sorted { $0.count > $1.count }
    }

    /// The text without the secrets, and without the beginning of one where the text was cut.
    func cleared(_ text: String) -> String {
        var text = text
        for secret in secrets {
            text = text.replacing(secret, with: "(secret)")
            for length in stride(from: secret.count - 1, through: 4, by: -1)
            where text.hasSuffix(secret.prefix(length)) {
                text = text.dropLast(length) + "(secret)"
                break
            }
        }
        return text
    }

    /// The failure without the secrets.
    func cleared(_ failure: SourceFailure) -> SourceFailure {
        var failure = failure
        failure.message = cleared(failure.message)
        failure.nextStep = cleared(failure.nextStep)
        return failure
    }
}
