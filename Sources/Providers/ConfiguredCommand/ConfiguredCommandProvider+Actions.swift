import Collector
import Fleet

/// What is known of a request that was planned by this program.
struct RequestUnderWay: Sendable {
    enum Stage: Sendable { case planned, sent, taken }

    var kind: ActionKind
    var target: String
    var before: String
    /// Whether what is required is asked about again before it is sent: not on the way back.
    var isConditional: Bool
    var stage = Stage.planned
    /// Whether it was seen to be as wanted.
    var wasReached = false
}

extension ConfiguredCommandProvider: ActionableProvider {
    static let actions = Set(CommandSettings.kinds)

    nonisolated var requestTimeout: Duration { settings.limit }

    nonisolated var abilities: Set<ActionKind> { Set(settings.templates.keys) }

    func propose(_ order: ActionOrder) async throws(ActionRefusal) -> ActionProposal {
        let plan = CommandPlan(settings: settings, order: order)
        _ = try plan.template()
        try plan.checkTargets()
        let present = try await present(order)
        var stages = try stages(plan, present)
        if order.kind == .drain, let shares = await handedOver(plan), !stages.isEmpty {
            stages[0].shares = shares
        }
        let changes = stages.flatMap(\.steps).map {
            CommandChange(
                target: $0.target.uid, before: $0.before == CommandPlan.unknown ? nil : $0.before,
                after: $0.after)
        }
        var proposal = ActionProposal(
            tier: plan.tier(changes), stages: stages, retreat: try plan.retreat(stages))
        proposal.checks = await conditions(order) + [observation, permission]
        if settings.verifier == nil {
            proposal.remarks.append("No `verify` is configured: it ends as converged at the most.")
        }
        if order.kind == .scale { proposal.movesData = false }
        proposal.isRead = settings.observer != nil
        if case .shares = order.wish {
            proposal.claims = stages.claims(group: "\(settings.source)", unit: "targets")
        } else if order.kind == .drain, !stages.isEmpty {
            await weigh(&proposal)
        } else if order.kind == .scale {
            proposal.claims = stages.flatMap(\.steps).compactMap { $0.fewer(in: settings.source) }
        }
        remember(proposal, order.kind)
        return proposal
    }

    func counts(of targets: [String]) async throws(ActionRefusal) -> [String: Int] {
        let order = ActionOrder(.scale, targets: targets, id: "")
        try CommandPlan(settings: settings, order: order).checkTargets()
        return try await present(order).compactMapValues { Int($0) }
    }

    private func stages(
        _ plan: CommandPlan, _ present: [String: String]
    ) throws(ActionRefusal) -> [ActionStage] {
        let order = plan.order
        func stage(_ after: (String) throws(ActionRefusal) -> String) throws(ActionRefusal)
            -> [ActionStage]
        {
            var changes: [CommandChange] = []
            for target in order.targets {
                changes.append(
                    CommandChange(target: target, before: present[target], after: try after(target))
                )
            }
            var stage = try plan.stage("", changes)
            if order.kind == .reroute {
                let after = Dictionary(changes.map { ($0.target, $0.after) }) { _, last in last }
                stage.shares = plan.shifts(from: present, to: present.merging(after) { $1 })
            }
            return stage.steps.isEmpty ? [] : [stage]
        }
        switch order.wish {
        case .count(let count) where order.kind == .scale: return try stage { _ in "\(count)" }
        case .plain:
            guard let word = CommandPlan.word(order.kind) else { break }
            return try stage { _ in word }
        case .values(let values) where order.kind == .scale || order.kind == .reroute:
            return try stage { (target) throws(ActionRefusal) in
                guard let value = values[target], Double(value) != nil else {
                    throw ActionRefusal("What \(target) was before is not known.")
                }
                return value
            }
        case .shares(let shares, let ways) where order.kind == .reroute:
            return try plan.shares(shares, ways, present)
        default: break
        }
        throw ActionRefusal("\(settings.source) cannot \(order.kind.rawValue) like that.")
    }

    /// Who gets the requests of those that are drained, where the source shares requests out and its
    /// shares are seen.
    private func handedOver(_ plan: CommandPlan) async -> [ShareShift]? {
        guard settings.templates[.reroute] != nil, settings.observer != nil else { return nil }
        var percents: [String: String] = [:]
        for name in settings.targets {
            guard case .yes(let text)? = try? await present(name, .reroute) else { return nil }
            percents[name] = text
        }
        return plan.handedOver(percents)
    }

    /// How the targets stand; empty where nothing tells.
    private func present(_ order: ActionOrder) async throws(ActionRefusal) -> [String: String] {
        guard settings.observer != nil else { return [:] }
        let targets = order.kind == .reroute ? settings.targets : order.targets
        var present: [String: String] = [:]
        for target in targets {
            do throws(SourceFailure) {
                switch try await self.present(target, order.kind) {
                case .yes(let text): present[target] = text
                case .underWay(let what):
                    throw SourceFailure(.commandFailed, "something is under way: \(what)")
                case .no(let why): throw SourceFailure(.commandFailed, why)
                }
            } catch { throw ActionRefusal("How \(target) stands cannot be seen: \(error.message)") }
        }
        return present
    }

    /// What has to be so before anything is sent.
    func conditions(_ order: ActionOrder) async -> [ActionCheck] {
        var checks: [ActionCheck] = []
        for target in order.targets {
            for (place, condition) in settings.conditions.enumerated() {
                let title = "Condition \(place + 1) for \(target) (\(condition.executable))"
                checks.append(await check(condition, target, order.kind, title))
            }
        }
        return checks
    }

    private func check(
        _ condition: CommandTemplate, _ target: String, _ kind: ActionKind, _ title: String
    ) async -> ActionCheck {
        do throws(SourceFailure) {
            let words = try Self.filled(condition, [.target: target, .kind: kind.rawValue])
            switch try await runner.look(words) {
            case .yes: return ActionCheck(.existence, .pass, "\(title) holds.")
            case .underWay(let what), .no(let what):
                return ActionCheck(.existence, .block, "\(title) does not hold: \(what).")
            }
        } catch {
            return ActionCheck(.existence, .block, "\(title) cannot be asked: \(error.message)")
        }
    }

    private var observation: ActionCheck {
        settings.observer != nil
            ? ActionCheck(.existence, .pass, "How the targets stand was observed just now.")
            : ActionCheck(
                .existence, .unknown,
                "No `observe` is configured: nobody sees how the targets stand, nor who else changes "
                    + "them.")
    }

    private var permission: ActionCheck {
        ActionCheck(
            .permission, .warn, "Whether the command may do it shows only when it is run.")
    }

    private func remember(_ proposal: ActionProposal, _ kind: ActionKind) {
        for step in proposal.stages.flatMap(\.steps) + (proposal.retreat?.steps ?? []) {
            let isBack = proposal.retreat?.steps.contains(step) == true
            requests[step.request] = RequestUnderWay(
                kind: kind, target: step.target.uid, before: step.before, isConditional: !isBack)
        }
    }

    func send(_ request: ActionRequest) async -> ActionAnswer {
        guard request.place == settings.place,
            settings.templates.values.contains(where: { $0.fits(request.words) })
        else { return .rejected("nothing was done: it is no command of \(settings.source)") }
        requests[request]?.stage = .sent
        switch await runner.change(request.words) {
        case .taken:
            requests[request]?.stage = .taken
            return .accepted
        case .unbegun(let why): return .rejected(why)
        case .lost(let why): return .lost(why)
        case .failed(let why): return await judge(request, why)
        }
    }

    /// A command that failed may have done half of it: that is looked for.
    private func judge(_ request: ActionRequest, _ why: String) async -> ActionAnswer {
        guard let known = requests[request], settings.observer != nil else {
            return .lost("\(why); nothing tells how it stands")
        }
        let end = ContinuousClock.now + min(settings.limit, Self.grace)
        while true {
            guard case .yes(let now)? = try? await present(known.target, known.kind),
                CommandPlan.isSame(now, known.before)
            else { return .lost(why) }
            let left = end - ContinuousClock.now
            guard left > .zero else { return .rejected(why) }
            do { try await Task.sleep(for: min(left, Self.beat)) } catch { return .lost(why) }
        }
    }

    /// How long a command that failed is looked after for what it has handed over, and how often.
    private static let grace = Duration.seconds(10)
    private static let beat = Duration.milliseconds(500)
}

extension CommandPlan {
    /// Whether two values are the same: numbers as numbers.
    static func isSame(_ left: String, _ right: String) -> Bool {
        if let first = Double(left), let second = Double(right) {
            return abs(first - second) < 0.01
        }
        return left == right
    }
}
