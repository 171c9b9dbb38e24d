/// How bad a finding is.
package enum Severity: Int, Comparable, Sendable, CaseIterable {
    /// Worth knowing.
    case notice
    /// Near a limit, stale, or paid and idle: amber.
    case warning
    /// Broken, or an objective is breached: red.
    case critical

    package static func < (left: Severity, right: Severity) -> Bool {
        left.rawValue < right.rawValue
    }

    /// The word in logs.
    package var word: String {
        switch self {
        case .notice: "notice"
        case .warning: "warning"
        case .critical: "critical"
        }
    }
}

/// What a finding is about, by names that survive a change of rows.
package struct Subject: Hashable, Sendable {
    /// What sort of thing it is.
    package enum Kind: String, Hashable, Sendable {
        /// From the widest to the narrowest, endpoints beside nodes.
        case fleet, site, source, node, accelerator, endpoint
    }
    /// What sort of thing it is.
    package var kind: Kind
    /// The source that tells of it; `nil` for a site or the fleet.
    package var source: SourceID?
    /// Where it is; `nil` where that is not known.
    package var site: String?
    /// Node name, or endpoint label.
    package var name: String
    /// The accelerator's uuid, or its label where it has none.
    package var accelerator: String?

    /// A subject; absent parts are `nil`.
    package init(
        kind: Kind, source: SourceID? = nil, site: String? = nil, name: String,
        accelerator: String? = nil
    ) {
        self.kind = kind
        self.source = source
        self.site = site
        self.name = name
        self.accelerator = accelerator
    }
}

/// Something that needs attention, with its evidence and a next step.
package struct Finding: Hashable, Sendable {
    /// Stable across snapshots for as long as the same thing is wrong with the same subject:
    /// `rule:subject`. What was acknowledged is remembered under it.
    package var id: String
    /// The rule that found it: `gpu-lost`, `source-silent`, `queue-growing`...
    package var rule: String
    /// How soon somebody has to do something.
    package var severity: Severity
    /// What it is about.
    package var subject: Subject
    /// One line: what is wrong.
    package var title: String
    /// The readings that say so, one sentence each.
    package var evidence: [String]
    /// What to do, in one sentence.
    package var nextStep: String
    /// Since when it has been so, as far as we saw.
    package var since: WallTime
    /// Others with the same cause, folded into this one.
    package var also: [Subject]
    /// Set while somebody has acknowledged or snoozed it.
    package var acknowledgement: Acknowledgement?

    /// A finding; `since` is when the rule first held.
    package init(
        rule: String, severity: Severity, subject: Subject, title: String, evidence: [String],
        nextStep: String, since: WallTime, also: [Subject] = []
    ) {
        id = Self.identity(rule: rule, subject: subject)
        self.rule = rule
        self.severity = severity
        self.subject = subject
        self.title = title
        self.evidence = evidence
        self.nextStep = nextStep
        self.since = since
        self.also = also
        acknowledgement = nil
    }

    /// Whether it says that an endpoint breaches an objective: by itself, or as a symptom of its overload.
    package var breachesObjective: Bool {
        severity == .critical
            && (rule.hasPrefix(ObjectiveRule.prefix) || rule == SymptomFolder.rule)
    }

    /// The id of what a rule finds wrong with a subject.
    package static func identity(rule: String, subject: Subject) -> String {
        let parts = [subject.source?.description, subject.site, subject.name, subject.accelerator]
        let place = parts.compactMap { $0 }.joined(separator: "/")
        return "\(rule):\(subject.kind.rawValue):\(place)"
    }
}

/// Who has seen a finding, and for how long it is to be quiet. Kept across restarts.
package struct Acknowledgement: Hashable, Sendable {
    /// The login name of who did it, cleaned.
    package var by: String
    /// When.
    package var at: WallTime
    /// `nil`: acknowledged until it goes away. Else snoozed until then.
    package var until: WallTime?
    /// In that person's words; empty for none.
    package var note: String

    /// An acknowledgement, or with `until` a snooze.
    package init(by: String, at: WallTime, until: WallTime? = nil, note: String = "") {
        self.by = by
        self.at = at
        self.until = until
        self.note = note
    }
}

/// One line of the change log: a state, a replica count, a driver, a reboot, silence, a return.
package struct Change: Hashable, Sendable {
    /// When it was seen, which may be after it happened.
    package var time: WallTime
    /// What changed.
    package var subject: Subject
    /// What changed, in a few words: `went silent`, `driver 550.90 -> 580.105`.
    package var text: String
    /// How it is coloured.
    package var severity: Severity

    /// A change seen between two snapshots.
    package init(time: WallTime, subject: Subject, text: String, severity: Severity = .notice) {
        self.time = time
        self.subject = subject
        self.text = text
        self.severity = severity
    }
}
