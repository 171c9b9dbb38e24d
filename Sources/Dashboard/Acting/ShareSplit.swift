/// Whole percents that always sum to 100.
package struct ShareSplit: Hashable, Sendable {
    /// One of each target, each from 0 to 100.
    package private(set) var percents: [Int]

    /// The nearest whole percents to shares (0...1); equal ones where there are none.
    package init(_ shares: [Double]) {
        let total = shares.reduce(0, +)
        percents = []
        let exact =
            total > 0
            ? shares.map { $0 / total * 100 }
            : shares.map { _ in 100 / Double(max(1, shares.count)) }
        percents = Self.whole(exact, sum: shares.isEmpty ? 0 : 100)
    }

    /// Gives one so much; the others share the rest as they did before.
    package mutating func set(_ place: Int, to percent: Int) {
        guard percents.indices.contains(place), percents.count > 1 else { return }
        let value = max(0, min(100, percent))
        let others = percents.indices.filter { $0 != place }
        let before = others.map { Double(percents[$0]) }
        let total = before.reduce(0, +)
        let rest = Double(100 - value)
        let exact = before.map { total > 0 ? $0 / total * rest : rest / Double(others.count) }
        for (other, percent) in zip(others, Self.whole(exact, sum: 100 - value)) {
            percents[other] = percent
        }
        percents[place] = value
    }

    /// Shares (0...1) as whole percents, which sum to 100 where the shares are those of everything; else
    /// the nearest ones.
    static func percents(of shares: [Double]) -> [Int] {
        let known = shares.map { $0.isFinite ? max(0, min(1, $0)) : 0 }
        guard abs(known.reduce(0, +) - 1) < 0.005 else {
            return known.map { Int(($0 * 100).rounded()) }
        }
        return ShareSplit(known).percents
    }

    /// The same as text; `nil` where a share is not known.
    static func texts(of shares: [Double?]) -> [String?] {
        let percents = percents(of: shares.map { $0 ?? 0 })
        return zip(shares, percents).map { share, percent in share.map { _ in "\(percent)%" } }
    }

    /// Rounded so that the sum is right: what is left over goes where it is missed most.
    private static func whole(_ exact: [Double], sum: Int) -> [Int] {
        var whole = exact.map { Int($0 + 1e-9) }
        let order = exact.indices.sorted {
            let missed = (exact[$0] - Double(whole[$0]), exact[$1] - Double(whole[$1]))
            return missed.0 == missed.1 ? $0 < $1 : missed.0 > missed.1
        }
        var left = sum - whole.reduce(0, +)
        for place in order where left > 0 {
            whole[place] += 1
            left -= 1
        }
        return whole
    }
}
