/// Within what an autoscaler scales.
struct ScaleBounds: Sendable, Hashable, CustomStringConvertible {
    var least: Int
    var most: Int

    init(least: Int, most: Int) {
        self.least = least
        self.most = most
    }

    /// `1-4`; `nil` for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: "-").map { Int($0) }
        guard parts.count == 2, let least = parts[0], let most = parts[1] else { return nil }
        self.init(least: least, most: most)
    }

    /// Bounds by which so many are there: a higher floor to have more, a lower ceiling to have fewer.
    func leading(to count: Int, from now: Int) -> ScaleBounds {
        count >= now
            ? ScaleBounds(least: count, most: max(most, count))
            : ScaleBounds(least: min(least, count), most: count)
    }

    func contains(_ count: Int) -> Bool { (least...max(least, most)).contains(count) }

    var description: String { "\(least)-\(most)" }
}
