import Fleet

/// The gate between two stages: how those who receive more bear it.
extension ActionExecutor {
    /// Keeps how everybody bears things before the first request, for those who are to receive more.
    func rememberBearings(_ id: String) async {
        guard let hand = actions[id], hand.machine.hasGates, let source = setting.bearings else {
            return
        }
        for target in hand.machine.plan.stages.receivers
        where hand.bearings[target.uid] == nil {
            let bearing = await source.bearing(of: target)
            if actions[id]?.bearings[target.uid] == nil {
                actions[id]?.bearings[target.uid] = bearing
            }
        }
    }

    /// Looks once at everyone who receives more.
    func gate(_ id: String, _ hand: ActionInHand) async {
        let answer = await judge(hand)
        guard record(.gated(answer), of: id) else { return }
        if case .holding = answer { await setting.pause(setting.interval) }
    }

    private func judge(_ hand: ActionInHand) async -> ActionGate {
        let machine = hand.machine
        guard let source = setting.bearings else {
            return .breached("nothing tells how the receiving side bears it")
        }
        let now = clock.now().wall
        let held = now - (hand.gateStart ?? now)
        let hold = Duration.seconds(machine.plan.stage(machine.stage)?.holdSeconds ?? 0)
        var holding: String?
        var open: [String] = []
        for target in machine.receiversSoFar {
            let seen = await source.bearing(of: target)
            let before = hand.bearings[target.uid] ?? seen
            let gate = setting.gate(machine.plan)
            switch gate.judge(target.name, before: before, now: seen, held: held, of: hold) {
            case .breached(let why): return .breached(why)
            case .holding(let what): holding = holding ?? what
            case .open(let what): open.append(what)
            }
        }
        if let holding { return .holding(holding) }
        return .open(open.isEmpty ? "nobody receives more" : open.joined(separator: "; "))
    }
}

extension ActionMachine {
    /// Whether a stage is watched before the next.
    var hasGates: Bool { plan.stages.contains { $0.holdSeconds > 0 } }

    /// Who has been given more by the stages up to this one.
    var receiversSoFar: [ActionTarget] {
        plan.stages.prefix(stage + 1).receivers
    }
}
