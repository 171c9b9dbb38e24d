import Fleet

/// How much of what serves together would be out of use at once, counted by heads and by what these
/// carry: one server of ten may have most of the requests.
struct CapacityCheck: Sendable {
    var claim: CapacityClaim
    /// Of the same group, about to be taken by other plans.
    var others: [CapacityClaim]
    /// The share (0...1) that may be out of use at once; `nil` for any.
    var limit: Double?

    /// Where nobody has set a limit, more than that of the heads or of the requests is no tick.
    private static let much = 0.5

    /// In heads.
    private var out: Int { claim.out + taking }
    private var taking: Int { claim.taking + others.map(\.taking).reduce(0, +) }

    /// In requests; `nil` where nobody tells.
    private var share: Double? {
        guard let own = claim.load?.share, taking > 0 else { return nil }
        return min(1, others.compactMap(\.load?.share).reduce(own, +))
    }

    /// Whether the requests are more than a bound. What was counted of one second wavers.
    private func carries(more bound: Double) -> Bool {
        (share ?? 0) > bound + (claim.load?.isCounted == true ? 0.05 : 1e-9)
    }

    var answer: ActionCheck {
        guard claim.total > 0 else { return ActionCheck(.capacity, .unknown, "\(heads).") }
        let part = Double(out) / Double(claim.total)
        if let limit, part > limit || carries(more: limit) {
            let over = ", over the \(Self.percent(limit)) allowed"
            // The greater of the two is what is too much.
            return carries(more: max(limit, part))
                ? ActionCheck(.capacity, .block, "\(heads).\(carried(over))")
                : ActionCheck(.capacity, .block, "\(heads)\(over).\(carried())")
        }
        // Where nothing would be left it is no tick, nor where most of it goes and nobody has set a limit.
        let isMost = part > Self.much || carries(more: Self.much)
        let isMuch = out >= claim.total || (limit == nil && isMost)
        return ActionCheck(.capacity, isMuch ? .warn : .pass, "\(heads).\(carried())")
    }

    private var heads: String {
        let planned = others.map(\.taking).reduce(0, +)
        return "\(out) of \(claim.total) \(claim.unit) of \(claim.group) would be out of use"
            + (planned == 0 ? "" : ", \(planned) of them by other plans")
    }

    /// What goes to those that leave, and what that means for the others.
    private func carried(_ over: String = "") -> String {
        guard let share, let load = claim.load else { return "" }
        let how = load.isCounted ? "" : " by weight"
        let left = claim.total - out
        let text = " What leaves carries \(Self.percent(share)) of the requests\(how)\(over)"
        guard left > 0, share > 0.005 else { return "\(text)." }
        guard share < 0.995 else {
            return
                "\(text): \(left == 1 ? "the one left has" : "the \(left) left have") next to none "
                + "now and would take all."
        }
        let tenths = Int((10 / (1 - share)).rounded())
        return "\(text): \(left == 1 ? "the one left" : "the \(left) left") would take "
            + "\(tenths / 10).\(tenths % 10) times what \(left == 1 ? "it takes" : "they take") now."
    }

    private static func percent(_ share: Double) -> String {
        "\(Int((share * 100).rounded())) %"
    }
}
