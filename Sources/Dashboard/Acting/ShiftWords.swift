import Fleet

/// Where a shift of shares leads, in words: `chat: own 70 → 40, rented 30 → 60`, or `chat to rented 60 %`.
struct ShiftWords {
    /// What the targets are called together; empty where they have no name in common.
    private let service: String
    private let shifts: [(name: String, shift: ShareShift)]

    /// The shift of a plan; `nil` where it moves no shares, or does not tell them.
    init?(_ plan: ActionPlan) {
        guard plan.kind == .reroute, plan.stages.allSatisfy({ $0.shares != nil }) else {
            return nil
        }
        let all = plan.stages.shift.filter { Self.percent($0.before) != Self.percent($0.after) }
        guard all.contains(where: \.isGain) else { return nil }
        let parts = all.map { $0.target.uid.split(separator: "/").map(String.init) }
        let common = parts.first.map { Array($0.dropLast()) } ?? []
        let isShared = !common.isEmpty && parts.allSatisfy { Array($0.dropLast()) == common }
        service = isShared ? common.joined(separator: "/") : ""
        shifts = zip(all, parts).map { shift, parts in
            (isShared ? parts.last ?? "" : shift.target.uid, shift)
        }
    }

    /// Each that gets more or less than before.
    func whole(_ arrow: String) -> String {
        let list = shifts.map { name, shift in
            "\(name) \(Self.percent(shift.before)) \(arrow) \(Self.percent(shift.after))"
        }
        return (service.isEmpty ? "" : "\(service): ") + list.joined(separator: ", ")
    }

    /// Whoever gains most.
    var short: String {
        let gains = shifts.filter(\.shift.isGain)
        let most = gains.max { $0.shift.after - $0.shift.before < $1.shift.after - $1.shift.before }
        guard let most else { return service }
        let more = gains.count > 1 ? " and \(gains.count - 1) more" : ""
        let place = "to \(most.name) \(Self.percent(most.shift.after)) %\(more)"
        return service.isEmpty ? place : "\(service) \(place)"
    }

    private static func percent(_ share: Double) -> Int {
        share.isFinite ? Int((max(0, min(1, share)) * 100).rounded()) : 0
    }
}
