/// Why a source did not answer: a closed list, so that each has a name, a colour and a next step.
package struct SourceFailure: Error, Hashable, Sendable {
    /// The named failures.
    package enum Kind: String, Sendable, CaseIterable {
        /// Reaching it.
        case unreachable, refused, timedOut, nameNotFound, connectionLost, tlsFailed
        /// Being let in: who asks, and whether the other side is who it should be.
        case unauthorized, forbidden, sshAuthentication, hostKeyUnknown, hostKeyChanged
        /// Being let in: what a login may do, and for how long.
        case loginPolicy, loginExpired
        /// What answered, or that it was no answer.
        case throttled, serverError, notFound, malformed, tooLarge, unsupported
        /// Commands.
        case commandNotFound, commandFailed
        /// NVIDIA's driver.
        case driverNotLoaded, driverMismatch, gpuLost, needsReset, permission, hung, noDevices
        /// Ours.
        case stuck, silent, cancelled, notConfigured
    }

    /// Which.
    package var kind: Kind
    /// One sentence, with what the other side said, cleaned of control characters; no secrets.
    package var message: String
    /// What a person should do next, in one sentence; empty where the source knows no better than what
    /// its kind calls for. What is shown is ``advice``.
    package var nextStep: String
    /// How long the source asked to be left alone (429, Retry-After).
    package var retryAfter: Duration?

    /// A failure with its sentence.
    package init(
        _ kind: Kind, _ message: String, nextStep: String = "", retryAfter: Duration? = nil
    ) {
        self.kind = kind
        self.message = message
        self.nextStep = nextStep
        self.retryAfter = retryAfter
    }
}
