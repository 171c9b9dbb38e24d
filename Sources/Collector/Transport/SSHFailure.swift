import Fleet

/// Names what went wrong from what OpenSSH's client says when it exits with 255.
enum SSHFailure {
    /// ssh's own exit status for its own failures.
    static let status = 255

    private struct Rule {
        let words: [String]
        let kind: SourceFailure.Kind
        let title: String
        let nextStep: String
        /// Of which one must be there as well: the same words come when an open connection breaks.
        var besides: [String] = []

        func fits(_ errors: String) -> Bool {
            words.contains { errors.contains($0) }
                && (besides.isEmpty || besides.contains { errors.contains($0) })
        }
    }

    /// What is said of a connection that was never made, by us or by a host in between.
    private static let notMade = ["connect to host", "connect failed"]

    /// In order: what is more telling comes first.
    private static let rules: [Rule] = [
        Rule(
            words: ["pam_slurm_adopt", "you have no active jobs on this node"], kind: .loginPolicy,
            title: "the scheduler's login policy refuses logins without a job",
            nextStep: "Use an account that the policy lets in, or the cluster's Prometheus."),
        Rule(
            words: ["REMOTE HOST IDENTIFICATION HAS CHANGED"], kind: .hostKeyChanged,
            title: "the host key is another than before",
            nextStep: "If the host was reinstalled: ssh-keygen -R HOST, then connect by hand."),
        Rule(
            words: ["Host key verification failed", "host key is known for"], kind: .hostKeyUnknown,
            title: "the host key is not known here",
            nextStep: "Connect once by hand (ssh HOST) and check the key."),
        Rule(
            words: ["Permission denied (", "Too many authentication failures"],
            kind: .sshAuthentication, title: "the login was refused",
            nextStep: "See that a key for it is loaded (ssh-add -l) and allowed on the host."),
        Rule(
            words: ["Could not resolve hostname"], kind: .nameNotFound,
            title: "the host name is not known", nextStep: "Check the name and ~/.ssh/config."),
        Rule(
            words: ["Connection refused"], kind: .refused, title: "the connection was refused",
            nextStep: "See that sshd runs there, on that port.", besides: notMade),
        Rule(
            words: ["No route to host", "Network is unreachable"], kind: .unreachable,
            title: "there is no way to the host", nextStep: "Check the network and the host.",
            besides: notMade),
        Rule(
            words: ["Session open refused", "administratively prohibited"], kind: .throttled,
            title: "the server allows no more sessions on the connection",
            nextStep: "Raise MaxSessions in its sshd_config."),
        Rule(
            words: ["banner exchange"], kind: .timedOut, title: "no ssh banner came",
            nextStep: "Check that this port is ssh's, and that the host is not too busy to greet."),
        Rule(
            words: ["timed out", "not responding"], kind: .timedOut, title: "it did not answer",
            nextStep: "Check that the host is up."),
        Rule(
            words: ["Bad configuration option", "Bad owner or permissions", "too long for Unix"],
            kind: .notConfigured, title: "ssh's own configuration is at fault",
            nextStep: "Try the same with ssh by hand."),
        Rule(
            words: ["kex_exchange_identification", "onnection reset", "onnection closed"],
            kind: .connectionLost, title: "the connection was cut",
            nextStep: "It is tried again; if it stays so, look at MaxStartups and sshd's log."),
    ]

    /// The failure behind ssh's words.
    static func named(_ errors: String, host: String) -> SourceFailure {
        guard let rule = rules.first(where: { $0.fits(errors) }) else {
            return broken(errors, host: host)
        }
        return SourceFailure(
            rule.kind, "\(host): \(rule.title) (\(lastLine(errors))).",
            nextStep: rule.nextStep.replacing("HOST", with: host))
    }

    /// That a connection broke over which a command may have begun.
    static func broken(_ errors: String, host: String) -> SourceFailure {
        let said = lastLine(errors)
        let text = said.isEmpty ? "ssh ended without a word" : said
        return SourceFailure(
            .connectionLost, "\(host): the connection was lost (\(text)).",
            nextStep: "It is tried again; try ssh by hand if it stays so.")
    }

    /// Whether a connection that carried the command broke.
    static func isConnectionLost(_ errors: String) -> Bool {
        [
            "client_loop:", "Timeout, server", "mux_client", "onnection reset", "onnection to",
            "Read from remote host",
        ].contains { errors.contains($0) }
    }

    private static func lastLine(_ errors: String) -> String {
        let lines = errors.split(whereSeparator: \.isNewline)
        return CleanText.clean(String(lines.last ?? ""), limit: 160)
    }
}
