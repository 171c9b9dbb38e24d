package import Fleet

/// What ssh's last words mean. OpenSSH exits with 255 for failures of its own; the texts are those of
/// OpenSSH 8 to 9.
package enum SSHFailure {
    private struct Rule {
        var part: String
        var kind: SourceFailure.Kind
        var sentence: String
        var nextStep: String
    }

    private static let rules: [Rule] = [
        Rule(
            part: "Could not resolve hostname", kind: .nameNotFound,
            sentence: "The host name is not known", nextStep: "Check the name and your resolver."),
        Rule(
            part: "REMOTE HOST IDENTIFICATION HAS CHANGED", kind: .hostKeyChanged,
            sentence: "The host's key has changed",
            nextStep: "Find out why; then: ssh-keygen -R HOST, and connect once by hand."),
        Rule(
            part: "Host key verification failed", kind: .hostKeyUnknown,
            sentence: "The host's key is not known",
            nextStep: "Connect once by hand to check and accept it: ssh HOST"),
        Rule(
            part: "Too many authentication failures", kind: .sshAuthentication,
            sentence: "Too many keys were offered",
            nextStep: "Name the right one: IdentityFile and IdentitiesOnly in ~/.ssh/config."),
        Rule(
            part: "Permission denied (", kind: .sshAuthentication,
            sentence: "The host refuses the login",
            nextStep: "Add the key to your agent (ssh-add), or to the host (ssh-copy-id)."),
        Rule(
            part: "Access denied by pam_slurm", kind: .loginPolicy,
            sentence: "SLURM lets only users with a job on the node in",
            nextStep: "Watch it through Prometheus, or log in as a user whom the policy admits."),
        Rule(
            part: "Access denied: user", kind: .loginPolicy,
            sentence: "The login policy of the node refuses the user",
            nextStep: "Watch it through Prometheus, or log in as a user whom the policy admits."),
        Rule(
            part: "Connection refused", kind: .refused, sentence: "Nothing listens there",
            nextStep: "Is sshd running, and is the port right?"),
        Rule(
            part: "timed out", kind: .timedOut, sentence: "No answer from the host",
            nextStep: "Is it up, and does a firewall let us through?"),
        Rule(
            part: "not responding", kind: .timedOut, sentence: "The host answers no more",
            nextStep: "Is it up?"),
        Rule(
            part: "No route to host", kind: .unreachable, sentence: "No route to the host",
            nextStep: "Is it up?"),
        Rule(
            part: "Network is unreachable", kind: .unreachable,
            sentence: "The network is unreachable", nextStep: "Check this machine's network."),
        Rule(
            part: "Session open refused by peer", kind: .throttled,
            sentence: "The server allows no more sessions on a connection",
            nextStep: "Raise MaxSessions in its sshd_config."),
        Rule(
            part: "kex_exchange_identification", kind: .throttled,
            sentence: "The server is busy with other logins",
            nextStep: "Raise MaxStartups in its sshd_config."),
        Rule(
            part: "Connection closed", kind: .connectionLost, sentence: "The connection was closed",
            nextStep: ""),
        Rule(
            part: "Connection reset", kind: .connectionLost, sentence: "The connection was reset",
            nextStep: ""),
        Rule(
            part: "Broken pipe", kind: .connectionLost, sentence: "The connection broke",
            nextStep: ""),
        Rule(
            part: "mux_client", kind: .connectionLost, sentence: "The shared connection broke",
            nextStep: ""),
    ]

    /// The failure of ssh itself behind a status and what it wrote; `nil` where it was the remote
    /// command that failed.
    package static func decode(
        status: CommandStatus, errors: String, host: RemoteHost
    ) -> SourceFailure? {
        guard status == .exited(255) else { return nil }
        let said = CleanText.clean(errors, limit: 300)
        for rule in rules where errors.contains(rule.part) {
            let step = rule.nextStep.split(separator: "HOST", omittingEmptySubsequences: false)
                .joined(separator: CleanText.clean(host.destination))
            return SourceFailure(rule.kind, "\(rule.sentence) (ssh: \(said)).", nextStep: step)
        }
        let detail = said.isEmpty ? "without a word" : said
        return SourceFailure(
            .connectionLost, "ssh failed: \(detail).",
            nextStep: "Try by hand: ssh \(CleanText.clean(host.destination))")
    }
}
