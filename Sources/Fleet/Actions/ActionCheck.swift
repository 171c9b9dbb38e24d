/// What one check says about a plan.
package struct ActionCheck: Sendable, Hashable, Codable {
    /// What was asked.
    package enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        /// Whether figures are new, we may do it, the target is there and in the state for it, nobody else
        /// owns it, enough is left, the data may go there, and the configuration allows it.
        case freshness, permission, existence, ownership, capacity, residency, policy
        /// Whether something is left to serve.
        case blastRadius = "blast_radius"
    }

    /// The answer.
    package enum Verdict: String, Sendable, Hashable, CaseIterable, Codable {
        /// All is well; or something is to be known and does not hold it back.
        case pass, warn
        /// It could not be found out. Blocks what is disruptive until this very line is acknowledged.
        case unknown
        /// The plan is not carried out.
        case block
    }

    /// What was asked.
    package var kind: Kind
    /// The answer.
    package var verdict: Verdict
    /// Why, in a sentence with its figures.
    package var sentence: String
    /// What hurts about it, by names that stay while the sentence moves on with the time: the jobs on a
    /// node, the servers that are out. More of it is a worse answer; `nil` where the sentence says all.
    package var facts: [String]?

    /// An answer.
    package init(
        _ kind: Kind, _ verdict: Verdict, _ sentence: String, facts: [String]? = nil
    ) {
        self.kind = kind
        self.verdict = verdict
        self.sentence = sentence
        self.facts = facts?.sorted()
    }

    /// A rule of the configuration that asks for something, by the field of it that does: the tier that
    /// an action has by it alone, or a reason that is still to be given.
    package static func rule(
        _ field: RuleField, _ verdict: Verdict, _ sentence: String
    ) -> ActionCheck {
        ActionCheck(.policy, verdict, sentence, facts: [field.rawValue])
    }

    /// What a rule asks for.
    package enum RuleField: String, Sendable { case tier, reason }

    /// Whether a rule asks for it.
    package func isRule(_ field: RuleField) -> Bool { kind == .policy && facts == [field.rawValue] }

    /// Whether an operator may go on after reading it. What is not known about residency is a refusal
    /// that no key overrides.
    package func holdsBack(_ tier: ActionTier, isAcknowledged: Bool) -> Bool {
        switch verdict {
        case .pass, .warn: false
        case .block: true
        case .unknown:
            kind == .residency || (tier > .reversible && !isAcknowledged)
        }
    }
}
