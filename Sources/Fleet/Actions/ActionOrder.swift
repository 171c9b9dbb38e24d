/// What an operator asks for, before anybody has looked whether it can be done.
package struct ActionOrder: Sendable, Hashable {
    /// What is wanted, in absolute terms.
    package enum Wish: Sendable, Hashable {
        /// The kind says it all: drain, resume, cordon.
        case plain
        /// A drain that the control plane itself ends after so many seconds.
        case lasting(seconds: Int)
        /// The queue that a job is to go to.
        case queue(String)
        /// So many replicas or instances for each target.
        case count(Int)
        /// The share (0...1) of each target by its uid, summing to 1, and how far (0...1) from the
        /// present shares towards these each stage goes; the last goes all the way.
        case shares([String: Double], stages: [Double])
        /// The very value of each target by its uid, as the control plane has it: what a journal says
        /// was there before.
        case values([String: String])
    }

    /// What is to be done.
    package var kind: ActionKind
    /// What the control plane calls them (``ActionTarget/uid``); at least one.
    package var targets: [String]
    /// In absolute terms.
    package var wish: Wish
    /// Why, in the operator's words.
    package var reason: String
    /// Put into what the control plane keeps, so that a change can be told to be ours.
    package var id: String
    /// What the control plane kept with a target before, by its uid (a node's reason in SLURM), where what
    /// was taken away is to be put back as it was. Empty for all but an undo.
    package var former: [String: String] = [:]

    /// An order.
    package init(
        _ kind: ActionKind, targets: [String], wish: Wish = .plain, reason: String = "", id: String
    ) {
        self.kind = kind
        self.targets = targets
        self.wish = wish
        self.reason = reason
        self.id = id
    }
}

/// How an order would be carried out, by what the control plane says now.
package struct ActionProposal: Sendable, Hashable {
    /// How much it can hurt, as the control plane sees it.
    package var tier: ActionTier
    /// In the order in which they are taken; empty where all is as wanted.
    package var stages: [ActionStage]
    /// Towards what is now; `nil` where there is no way back.
    package var retreat: ActionStage?
    /// What the control plane itself can answer: existence, permission, ownership, blast radius.
    package var checks: [ActionCheck]
    /// What the reader should know: `lost when HAProxy is reloaded`.
    package var remarks: [String]
    /// What it takes out of use.
    package var claims: [CapacityClaim]
    /// Whether it decides where a workload's data goes. A scheduler's node is given back to whatever jobs
    /// their owners send there: that is no move of ours.
    package var movesData = true
    /// Whether the control plane told how things stand; one that cannot be asked is not fresh either.
    package var isRead = true
    /// How long each stage may take until it is proved; `nil` where the executor's own limit will do.
    package var deadline: Duration?

    /// Whether each request sets what it says whatever stood there. By that a stage that some instances
    /// of a router have taken and others have refused goes back on those that have taken it, by what an
    /// earlier stage has sent.
    package var returns = false

    /// A proposal.
    package init(
        tier: ActionTier, stages: [ActionStage], retreat: ActionStage? = nil,
        checks: [ActionCheck] = [], remarks: [String] = [], claims: [CapacityClaim] = []
    ) {
        self.tier = tier
        self.stages = stages
        self.retreat = retreat
        self.checks = checks
        self.remarks = remarks
        self.claims = claims
    }
}

/// Why an order cannot be planned at all.
package struct ActionRefusal: Error, Sendable, Hashable {
    /// In a sentence, with what would be right.
    package var sentence: String
    /// Whether the source has certainly no such target. Any other refusal may come of one that has it.
    package var isOfNoTarget = false

    /// A refusal.
    package init(_ sentence: String) { self.sentence = sentence }

    /// The refusal of a source that does not have the target.
    package static func noTarget(_ sentence: String) -> ActionRefusal {
        var refusal = ActionRefusal(sentence)
        refusal.isOfNoTarget = true
        return refusal
    }

    /// By what they say.
    package static func == (left: ActionRefusal, right: ActionRefusal) -> Bool {
        left.sentence == right.sentence
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(sentence) }
}
