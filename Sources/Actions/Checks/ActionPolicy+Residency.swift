import Fleet

/// Where an action sends data, workload by workload and site by site.
extension ActionPolicy {
    /// Judges every workload whose requests go elsewhere: each by its own class.
    func residency(_ order: ActionOrder, _ stages: [ActionStage]) -> [ActionCheck] {
        let moves: [ShareShift]
        switch order.kind {
        case .reroute: moves = stages.shift
        // Whose share another takes over is told by shares alone; a scheduler's nodes have none.
        case .drain: moves = stages.contains { $0.shares != nil } ? stages.shift : []
        case .resume:
            moves = stages.flatMap(\.steps).targets.map { ShareShift($0, from: 0, to: 1) }
        case .scale, .cordon, .reboot, .requeue, .move: moves = []
        }
        var groups: [String: [ShareShift]] = [:]
        var names: [String] = []
        for move in moves {
            let name = service(of: move.target)
            if groups[name] == nil { names.append(name) }
            groups[name, default: []].append(move)
        }
        return names.compactMap { judge($0, groups[$0] ?? []) }
    }

    private func service(of target: ActionTarget) -> String {
        workload(of: target)?.name
            ?? String(target.uid.split(separator: "/").first ?? target.uid[...])
    }

    /// A site gains what all of its targets gain together: one that takes over within a site moves
    /// nothing, and one that gives does not excuse another site.
    private func judge(_ name: String, _ moves: [ShareShift]) -> ActionCheck? {
        let receivers = moves.filter(\.isGain).map(\.target)
        guard let first = receivers.first else { return nil }
        let workload = workload(of: first)
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
            workload: name, dataClass: workload?.dataClass,
            from: gives.map { site(of: $0.target) },
            to: sites.filter { (gains[$0.name] ?? 0) > 1e-6 })
    }

    /// Where nothing at all is said about where data may go, nothing is held against it.
    private func unknownSite(_ target: ActionTarget, _ workload: Workload?) -> ActionCheck {
        let isSilent =
            residency.rules.isEmpty && workload?.dataClass == nil
            && !sites.values.contains { $0.placement?.isOwned == false }
        return ActionCheck(
            .residency, isSilent ? .warn : .unknown,
            "Nothing says at which site \(target.uid) runs: name it under `sites:` of its source.")
    }
}
