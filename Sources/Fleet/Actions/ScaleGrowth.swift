/// A count that grows far beyond what is there now: most likely a slip of the hand, and dear if it is not.
package struct ScaleGrowth: Sendable, Hashable {
    /// What grows.
    package var target: ActionTarget
    /// As many as there are now; where bounds are set, the most that are allowed now.
    package var from: Int
    /// As many as there are to be, or may be.
    package var to: Int

    /// So many times as many are usual, and so many more in any case.
    private static let usualFactor = 3
    private static let usualMore = 10

    /// What a step comes to; `nil` where it is no count, or grows within what is usual.
    init?(_ step: ActionStep) {
        guard let from = Self.most(step.before), let to = Self.most(step.after),
            to / Self.usualFactor >= from, to > from * Self.usualFactor,
            to - from > Self.usualMore
        else { return nil }
        target = step.target
        self.from = from
        self.to = to
    }

    /// `4`, or the upper of two bounds: `1-4`.
    private static func most(_ text: String) -> Int? {
        text.split(separator: "-", omittingEmptySubsequences: false).last.flatMap { Int($0) }
            .flatMap { (0...1_000_000_000).contains($0) ? $0 : nil }
    }

    /// With its factor.
    package var sentence: String {
        let growth =
            from == 0
            ? "\(target.uid) goes from nothing to \(to)"
            : "\(target.uid) goes from \(from) to \(to), \(factor) times as many"
        return "\(growth). More than \(Self.usualFactor) times as many, and more than "
            + "\(Self.usualMore) more, is confirmed by the name."
    }

    private var factor: String {
        let tenths = to * 10 / from
        return tenths % 10 == 0 || tenths > 1000
            ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}

extension Collection<ActionStage> {
    /// What grows far beyond what is there, each once.
    package var growth: [ScaleGrowth] {
        var seen: Set<String> = []
        return flatMap(\.steps).compactMap { ScaleGrowth($0) }.filter {
            seen.insert($0.target.place).inserted
        }
    }
}
