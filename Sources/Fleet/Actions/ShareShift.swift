/// How much of a workload's requests one target gets before and after a stage. It is what decides where
/// data goes: weights alone do not, because a share grows where another's weight shrinks.
package struct ShareShift: Sendable, Hashable, Codable {
    /// Whose share it is, whether or not anything is sent about it.
    package var target: ActionTarget
    /// 0...1, of all targets that are routed together.
    package var before: Double
    /// 0...1, once the stage is done.
    package var after: Double

    /// A shift.
    package init(_ target: ActionTarget, from before: Double, to after: Double) {
        self.target = target
        self.before = before
        self.after = after
    }

    /// Whether the target gets more than before, beyond what rounding makes.
    package var isGain: Bool { after > before + 1e-6 }
}

extension ActionStage {
    /// Who is given more than before: by the shares where the stage tells them, else by its values.
    package var receivers: [ActionTarget] {
        shares.map { $0.filter(\.isGain).map(\.target) } ?? steps.receivers
    }
}

extension Collection<ActionStage> {
    /// Who is given more by any of them, each once.
    package var receivers: [ActionTarget] {
        var seen: Set<ActionTarget> = []
        return flatMap(\.receivers).filter { seen.insert($0).inserted }
    }

    /// Everybody that something is sent about or whose share changes, each once.
    package var touched: [ActionTarget] {
        var seen: Set<ActionTarget> = []
        let moved = flatMap { ($0.shares ?? []).filter { $0.before != $0.after }.map(\.target) }
        return (flatMap(\.steps).targets + moved).filter { seen.insert($0).inserted }
    }

    /// From before the first of them to after the last.
    package var shift: [ShareShift] {
        var whole: [String: ShareShift] = [:]
        var order: [String] = []
        for one in flatMap({ $0.shares ?? $0.steps.shifts }) {
            if whole[one.target.place] == nil { order.append(one.target.place) }
            whole[one.target.place, default: one].after = one.after
        }
        return order.compactMap { whole[$0] }
    }
}

extension [ActionStep] {
    /// What values tell of shares, where they are numbers.
    fileprivate var shifts: [ShareShift] {
        compactMap { step in
            guard let before = Double(step.before), let after = Double(step.after) else {
                return nil
            }
            return ShareShift(step.target, from: before, to: after)
        }
    }
}
