import Fleet

/// Where an action sends data, workload by workload and site by site.
extension ActionPolicy {
    /// What is routed together, and the workloads that it serves.
    private struct Service {
        var name: String
        var workloads: [Workload] = []
        var moves: [ShareShift] = []

        mutating func take(_ move: ShareShift, _ others: [Workload]) {
            moves.append(move)
            for workload in others where !workloads.contains(workload) {
                workloads.append(workload)
            }
        }
    }

    /// Judges every workload whose requests go elsewhere: each by its own class. Where a service has
    /// several, each has to be allowed.
    func residency(
        _ order: ActionOrder, _ stages: [ActionStage], isBack: Bool
    ) -> [ActionCheck] {
        let moves: [ShareShift]
        switch order.kind {
        case .reroute: moves = stages.shift
        // Whose share another takes over is told by shares alone; a scheduler's nodes have none.
        case .drain: moves = stages.contains { $0.shares != nil } ? stages.shift : []
        case .resume:
            moves = stages.flatMap(\.steps).targets.map { ShareShift($0, from: 0, to: 1) }
        case .scale, .cordon, .reboot, .requeue, .move: return []
        }
        let checks = services(moves).flatMap(judge)
        guard !isBack, let untold = untold(order, stages) else { return checks }
        let objections = checks.filter { $0.verdict == .block || $0.verdict == .unknown }
        return objections.isEmpty ? [untold] : objections
    }

    private func services(_ moves: [ShareShift]) -> [Service] {
        var places: [String: Int] = [:]
        var services: [Service] = []
        for move in moves {
            let uid = move.target.uid
            let name = uid.contains("/") ? Self.service(of: move.target) : "\(move.target.source)"
            let place = places[name] ?? services.count
            if place == services.count {
                places[name] = place
                services.append(Service(name: name))
            }
            services[place].take(move, workloads(of: move.target))
        }
        return services
    }

    private func judge(_ service: Service) -> [ActionCheck] {
        guard !service.workloads.isEmpty else {
            return [judge(service, nil)].compactMap { $0 }
        }
        return service.workloads.compactMap { judge(service, $0) }
    }

    /// A site gains what all of its targets gain together: one that takes over within a site moves
    /// nothing, and one that gives does not excuse another site.
    private func judge(_ service: Service, _ workload: Workload?) -> ActionCheck? {
        let moves = service.moves
        let receivers = moves.filter(\.isGain).map(\.target)
        guard !receivers.isEmpty else { return nil }
        if let unknown = receivers.first(where: { site(of: $0) == nil }) {
            return unknownSite(unknown, workload)
        }
        var gains: [String: Double] = [:]
        var sites: [Site] = []
        for move in moves {
            guard let site = site(of: move.target) else { continue }
            if gains[site.name] == nil { sites.append(site) }
            gains[site.name, default: 0] += move.after - move.before
        }
        let gives = moves.filter { $0.after < $0.before }
        return residency.judge(
            workload: workload?.name ?? service.name, dataClass: workload?.dataClass,
            from: gives.map { site(of: $0.target) },
            to: sites.filter { (gains[$0.name] ?? 0) > 1e-6 })
    }

    /// Where nothing at all is said about where data may go, nothing is held against it.
    private func unknownSite(_ target: ActionTarget, _ workload: Workload?) -> ActionCheck {
        ActionCheck(
            .residency, isSilent && workload?.dataClass == nil ? .warn : .unknown,
            "Nothing says at which site \(target.uid) runs: name it under `sites:` of its source.")
    }

    /// Values without what they come to do not tell who gets more: where data has rules, that is asked.
    private func untold(_ order: ActionOrder, _ stages: [ActionStage]) -> ActionCheck? {
        guard let stage = stages.first(where: { $0.shares == nil }), let step = stage.steps.first
        else { return nil }
        let isLabelled = stages.flatMap(\.steps).targets.contains { target in
            workloads(of: target).contains { $0.dataClass != nil }
        }
        switch order.kind {
        case .reroute where !isSilent || isLabelled: break
        case .drain where isLabelled: break
        default: return nil
        }
        return ActionCheck(
            .residency, .unknown,
            "Who gets the requests of \(step.target.uid) is not told: where its data goes is not "
                + "known.")
    }

    /// Whether no rule and no site says that data may not go everywhere.
    private var isSilent: Bool {
        residency.rules.isEmpty && !sites.values.contains { $0.placement?.isOwned == false }
    }
}
