import Fleet

/// Where a shift of shares leads, in words: `chat: own 70 → 40, rented 30 → 60`, or `chat to rented 60 %`.
struct ShiftWords {
    /// What the targets are called together; empty where they have no name in common.
    private let service: String
    private let shifts: [Shift]

    private struct Shift {
        var name: String
        /// In whole percents, which sum to 100 over all targets.
        var before: Int
        var after: Int
        /// As exact as it is known.
        var gain: Double
        var isGain: Bool
    }

    /// The shift of a plan; `nil` where it moves no shares, or does not tell them.
    init?(_ plan: ActionPlan) {
        guard plan.kind == .reroute, plan.stages.allSatisfy({ $0.shares != nil }) else {
            return nil
        }
        let whole = plan.stages.shift
        let before = ShareSplit.percents(of: whole.map(\.before))
        let after = ShareSplit.percents(of: whole.map(\.after))
        let all = whole.indices.filter { before[$0] != after[$0] }
        guard all.contains(where: { whole[$0].isGain }) else { return nil }
        let parts = all.map { whole[$0].target.uid.split(separator: "/").map(String.init) }
        let common = parts.first.map { Array($0.dropLast()) } ?? []
        let isShared = !common.isEmpty && parts.allSatisfy { Array($0.dropLast()) == common }
        service = isShared ? common.joined(separator: "/") : ""
        shifts = zip(all, parts).map { place, parts in
            Shift(
                name: isShared ? parts.last ?? "" : whole[place].target.uid,
                before: before[place], after: after[place],
                gain: whole[place].after - whole[place].before, isGain: whole[place].isGain)
        }
    }

    /// Each that gets more or less than before.
    func whole(_ arrow: String) -> String {
        let list = shifts.map { "\($0.name) \($0.before) \(arrow) \($0.after)" }
        return (service.isEmpty ? "" : "\(service): ") + list.joined(separator: ", ")
    }

    /// What is moved, and where most of it goes: `chat` and `reroute to rented 60 %`.
    var parts: (subject: String, what: String) {
        let to = service.isEmpty ? short : String(short.dropFirst(service.count + 1))
        return (service, "reroute \(to)")
    }

    /// Whoever gains most.
    var short: String {
        let gains = shifts.filter(\.isGain)
        guard let most = gains.max(by: { $0.gain < $1.gain }) else { return service }
        let more = gains.count > 1 ? " and \(gains.count - 1) more" : ""
        let place = "to \(most.name) \(most.after) %\(more)"
        return service.isEmpty ? place : "\(service) \(place)"
    }
}
