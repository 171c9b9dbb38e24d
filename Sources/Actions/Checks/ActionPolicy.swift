package import Fleet

/// What the configuration allows.
package struct ActionPolicy: Sendable {
    /// A workload as far as acting goes.
    package struct Workload: Sendable, Hashable {
        /// As the configuration calls it.
        package var name: String
        /// What its router calls it: `haproxy/chat`; `nil` where it goes by its name.
        package var router: String?
        /// `nil` where nobody has said it.
        package var dataClass: String?
        /// Without limits where it has none.
        package var objective: Objective

        /// A workload.
        package init(
            name: String, router: String? = nil, dataClass: String? = nil,
            objective: Objective = Objective()
        ) {
            self.name = name
            self.router = router
            self.dataClass = dataClass
            self.objective = objective
        }
    }

    /// Where data of each class may go.
    package var residency: ResidencyCheck
    /// By name.
    package var sites: [String: Site]
    /// In the order of the configuration.
    package var workloads: [Workload]
    /// Which site answers at an address (`host:port`), as far as sources say it.
    package var siteOfAddress: [String: String]
    /// The share (0...1) of what serves together that may be out of use at once; `nil` for any.
    package var mostOut: Double?
    /// Whether what is reversible is confirmed as what is disruptive.
    package var isProduction: Bool
    /// In the order of the configuration; each that matches applies, and the strictest wins.
    package var rules: [ActionRule]

    /// A policy; without any rule by default.
    package init(
        residency: ResidencyCheck = ResidencyCheck(rules: [:]), sites: [Site] = [],
        workloads: [Workload] = [], mostOut: Double? = nil, isProduction: Bool = false,
        rules: [ActionRule] = []
    ) {
        self.residency = residency
        self.sites = Dictionary(sites.map { ($0.name, $0) }) { first, _ in first }
        self.workloads = workloads
        self.mostOut = mostOut
        self.isProduction = isProduction
        self.rules = rules
        siteOfAddress = [:]
    }

    /// The workloads that a target serves: those whose router names its service, or that are called like
    /// it. A router may be shared: what each of them asks for has to be kept.
    package func workloads(of target: ActionTarget) -> [Workload] {
        let service = Self.service(of: target)
        // What shares requests out among bare names is the source itself.
        let whole = service == target.uid ? ["\(target.source)"] : []
        let names = ["\(target.provider)/\(service)", "\(target.source)/\(service)"] + whole
        return workloads.filter { workload in
            workload.router.map { names.contains($0) } ?? (workload.name == service)
        }
    }

    /// What a router calls that which a target is a part of: `chat` of `chat/own`, `prod/chat` of
    /// `prod/chat/own`.
    static func service(of target: ActionTarget) -> String {
        target.uid.lastIndex(of: "/").map { String(target.uid[..<$0]) } ?? target.uid
    }

    /// The gate of a plan: its workload's objective, or none.
    package func gate(of plan: ActionPlan) -> StageGate {
        StageGate(objective: plan.targets.lazy.flatMap { workloads(of: $0) }.first?.objective)
    }

    /// Where a target runs; `nil` where nobody says it.
    func site(of target: ActionTarget) -> Site? {
        let name = target.site.isEmpty ? siteOfAddress[target.address] : target.site
        return name.map { sites[$0] ?? Site(name: $0) }
    }

    /// What it says of an order; of a way back it is enough that nothing known speaks against where its
    /// data goes. Rules are for what is begun: none keeps anything from going back to safety.
    func checks(
        _ order: ActionOrder, _ proposal: ActionProposal, _ context: String, isBack: Bool = false
    ) -> [ActionCheck] {
        let moves =
            proposal.movesData ? residency(order, proposal.stages, isBack: isBack) : []
        guard !isBack else { return moves }
        return moves + rules(order, proposal.stages.touched, context)
            + raised(order, proposal, context)
            + growth(order, proposal).map { ActionCheck(.capacity, .warn, $0.sentence) }
    }

    private func rules(
        _ order: ActionOrder, _ targets: [ActionTarget], _ context: String
    ) -> [ActionCheck] {
        matching(order, targets, context).compactMap { rule -> ActionCheck? in
            if rule.isDenied {
                return ActionCheck(.policy, .block, "\(rule.words) is denied.")
            }
            if rule.needsReason && order.reason.allSatisfy(\.isWhitespace) {
                return .rule(.reason, .block, "\(rule.words) needs a reason.")
            }
            if let most = rule.mostTargets, targets.count > most {
                return ActionCheck(
                    .policy, .block,
                    "\(rule.words) takes \(most) targets at once, and this is \(targets.count).")
            }
            return nil
        }
    }

    /// The tier of an order: the control plane's own, or stricter.
    func tier(
        of order: ActionOrder, _ proposal: ActionProposal, _ context: String
    ) -> ActionTier {
        let targets = proposal.stages.touched
        let strictest = matching(order, targets, context).compactMap(\.tier).max()
        let own = ownTier(order, proposal)
        return max(own, strictest ?? own)
    }

    /// The same without rules.
    private func ownTier(_ order: ActionOrder, _ proposal: ActionProposal) -> ActionTier {
        if !growth(order, proposal).isEmpty { return .destructive }
        return isProduction && proposal.tier == .reversible ? .disruptive : proposal.tier
    }

    /// The rule that makes it hurt more than it does by itself: who has to type a name wants to know why.
    private func raised(
        _ order: ActionOrder, _ proposal: ActionProposal, _ context: String
    ) -> [ActionCheck] {
        let own = ownTier(order, proposal)
        let strictest = matching(order, proposal.stages.touched, context)
            .filter { ($0.tier ?? own) > own }.max { ($0.tier ?? own) < ($1.tier ?? own) }
        guard let strictest, let tier = strictest.tier else { return [] }
        return [.rule(.tier, .pass, "\(strictest.words) is \(tier).")]
    }

    /// What would be far more than there is.
    private func growth(_ order: ActionOrder, _ proposal: ActionProposal) -> [ScaleGrowth] {
        order.kind == .scale ? proposal.stages.growth : []
    }

    private func matching(
        _ order: ActionOrder, _ targets: [ActionTarget], _ context: String
    ) -> [ActionRule] {
        rules.filter { rule in
            targets.contains { target in
                let workloads = workloads(of: target)
                let classes = workloads.isEmpty ? [nil] : workloads.map(\.dataClass)
                return classes.contains { rule.matches(order.kind, target, context, $0) }
            }
        }
    }
}
