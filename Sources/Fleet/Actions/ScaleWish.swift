/// How many replicas somebody wants, as typed: `4`, `+2`, `-1`, `x0.5`. What is sent is always the
/// number that it comes to for each target.
package enum ScaleWish: Hashable, Sendable {
    /// So many.
    case exactly(Int)
    /// So many more than now; fewer where it is negative.
    case more(Int)
    /// So many times as many as now.
    case times(Double)

    /// More than anybody means.
    static let most = 100_000

    /// The wish of a text; `nil` for one that is none.
    package init?(_ text: String) {
        guard let first = text.first else { return nil }
        let rest = String(text.dropFirst())
        switch first {
        case "+", "-":
            guard let number = Int(rest), (0...Self.most).contains(number) else { return nil }
            self = .more(first == "+" ? number : -number)
        case "x", "×", "*":
            guard let factor = Double(rest), factor >= 0, factor <= 1000 else { return nil }
            self = .times(factor)
        default:
            guard let number = Int(text), (0...Self.most).contains(number) else { return nil }
            self = .exactly(number)
        }
    }

    /// What it comes to, half a replica being a whole one; `nil` where the present count is not known
    /// and it takes that.
    package func resolved(from current: Int?) -> Int? {
        switch self {
        case .exactly(let count): return count
        case .more(let count): return current.map { min(Self.most, max(0, $0 + count)) }
        case .times(let factor):
            return current.map {
                min(Self.most, Int((Double($0) * factor).rounded(.up)))
            }
        }
    }
}
