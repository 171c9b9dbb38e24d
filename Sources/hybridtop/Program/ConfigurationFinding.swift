import Fleet
import Settings

/// What is wrong with the configuration file of a running program, as a finding: it stays until the file
/// is right, where a notice would be gone with the next key.
struct ConfigurationFinding {
    /// The file.
    let path: String
    /// What was wrong with it until now.
    let last: Finding?

    /// So many errors are listed; `config check` lists the others.
    private static let limit = 100

    /// The finding that an outcome leads to; `nil` where the file is right.
    func finding(_ outcome: ReloadOutcome, _ now: WallTime) -> Finding? {
        var finding: Finding
        switch outcome {
        case .refused(let errors): finding = wrong(errors, now)
        case .gone: finding = gone(now)
        case .taken, .found, .none: return nil
        }
        if let last, last.id == finding.id {
            finding.since = last.since
        }
        return finding
    }

    private func wrong(_ errors: [ConfigurationError], _ now: WallTime) -> Finding {
        var evidence = errors.prefix(Self.limit).map {
            CleanText.clean(ReloadOutcome.short($0), limit: 600)
        }
        if errors.count > Self.limit { evidence.append("And \(errors.count - Self.limit) more.") }
        return Finding(
            rule: "configuration-wrong", severity: .warning, subject: subject,
            title: "\(counted(errors.count, "error", "errors")) in \(name); the old one stays",
            evidence: evidence,
            nextStep:
                "Correct \(CleanText.clean(path)): it is read again by itself. Until then the "
                + "old configuration stays in force.", since: now)
    }

    private func gone(_ now: WallTime) -> Finding {
        Finding(
            rule: "configuration-gone", severity: .warning, subject: subject,
            title: "\(name) is gone; what it said stays", evidence: [],
            nextStep: "Put \(CleanText.clean(path)) back: it is read again by itself. What it said "
                + "stays in force until the program ends.", since: now)
    }

    private var subject: Subject { Subject(kind: .fleet, name: "configuration") }

    private var name: String { CleanText.clean(ReloadOutcome.name(path)) }
}
