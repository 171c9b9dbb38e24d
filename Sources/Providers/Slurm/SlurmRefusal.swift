import Fleet

/// What SLURM's commands mean by their words (src/common/slurm_errno.c).
enum SlurmRefusal {
    /// Whether a change that failed was refused, or may have been made all the same.
    static func answer(_ text: String) -> ActionAnswer {
        // The connection was never made, or the controller itself says no.
        if text.contains("connect failure") { return .rejected(text) }
        for words in lost where text.contains(words) { return .lost(text) }
        if text.contains("error:") || text.contains("You must") || text.contains("Invalid") {
            return .rejected(text)
        }
        return .lost(text.isEmpty ? "scontrol failed and said nothing" : text)
    }

    private static let lost = [
        "timed out", "Zero Bytes", "Connection reset", "Unexpected message", "send/recv",
        "Transport endpoint", "interrupted", "standby mode",
    ]

    /// Why something could not be read.
    static func failure(_ text: String) -> SourceFailure {
        let kind: SourceFailure.Kind =
            if text.contains("Unable to contact") || text.contains("connect failure") {
                .refused
            } else if text.contains("timed out") {
                .timedOut
            } else if text.contains("uthentication") || text.contains("munge")
                || text.contains("Munge")
            {
                .unauthorized
            } else if text.contains("ermission") || text.contains("Invalid user") {
                .forbidden
            } else if text.contains("No such file") {
                .notConfigured
            } else {
                .commandFailed
            }
        return SourceFailure(kind, text, nextStep: nextStep(kind))
    }

    private static func nextStep(_ kind: SourceFailure.Kind) -> String {
        switch kind {
        case .refused, .timedOut: "Look whether slurmctld runs: scontrol ping."
        case .unauthorized: "Look whether munged runs here with the cluster's key."
        default: ""
        }
    }
}
