import Fleet

/// Whether what is said right before something is sent is worse than what the operator has read.
extension ActionCheck {
    /// What has become worse, in a sentence; `nil` for nothing. What stops, whose it is, and what is not
    /// known is compared by what it says: another verdict is not the only thing that hurts.
    func worsening(since read: [ActionCheck], beside answers: [ActionCheck]) -> String? {
        let old = read.filter { $0.kind == kind }
        guard verdict.rank <= old.map(\.verdict.rank).max() ?? 0 else { return sentence }
        guard kind == .blastRadius || kind == .ownership || verdict == .unknown, !isSaid(in: old)
        else { return nil }
        let gone = old.filter { !answers.contains($0) }
        let before = gone.first { $0.verdict == verdict } ?? gone.first
        // Where something is no longer in the way, it is as well as it was.
        if verdict == .pass, before?.verdict != .pass { return nil }
        guard let before else { return "By now: \(sentence) Plan anew." }
        return "The plan said: \(before.sentence) By now: \(sentence) Plan anew."
    }

    /// Whether it asks the same, and answers it as well or as badly.
    func isLike(_ other: ActionCheck) -> Bool { kind == other.kind && verdict == other.verdict }

    /// Whether nothing hurts about it but what was read.
    func isSaid(in old: some Collection<ActionCheck>) -> Bool {
        guard let facts else {
            return old.contains { $0.verdict == verdict && $0.sentence == sentence }
        }
        return Set(old.flatMap { $0.facts ?? [] }).isSuperset(of: facts)
    }
}

extension ActionCheck.Verdict {
    fileprivate var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
