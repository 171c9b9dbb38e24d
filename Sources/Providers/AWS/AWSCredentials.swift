package import Fleet

/// What a request is signed with.
package struct AWSCredentials: Sendable, Hashable {
    /// Names the key; no secret, and part of every signature.
    package var accessKey: String
    /// What signs. It is never sent.
    package var secretKey: Secret
    /// Set for temporary credentials; sent and signed as `X-Amz-Security-Token`.
    package var sessionToken: Secret?
    /// When temporary credentials end; `nil` where they do not, or do not say.
    package var expiry: WallTime?

    /// A key pair, with a token where it is temporary.
    package init(
        accessKey: String, secretKey: Secret, sessionToken: Secret? = nil, expiry: WallTime? = nil
    ) {
        self.accessKey = accessKey
        self.secretKey = secretKey
        self.sessionToken = sessionToken
        self.expiry = expiry
    }

    /// Whether they are to be fetched anew at `now`: ten minutes before they end.
    package func isDue(at now: WallTime) -> Bool {
        expiry.map { $0 - now < .seconds(600) } ?? false
    }
}
