/// Whether what was counted goes by shares, and could not as well have come by those from before.
struct ShareJudge: Sendable {
    /// One receiver: how many requests it has got, its share before and the one that is due (0...1).
    struct Part: Sendable {
        var name: String
        var count: Double
        var before: Double
        var wanted: Double
    }

    enum Verdict: Sendable, Hashable {
        /// They go by the shares, and it is plain that they did not before.
        case shown
        /// This one gets another share than its own.
        case elsewhere(Int)
        /// This one is to get more, and what it has got might have come to it before as well.
        case undecided(Int)
    }

    var parts: [Part]

    var all: Double { parts.map(\.count).reduce(0, +) }

    /// Of at least one request.
    var verdict: Verdict {
        if let other = parts.firstIndex(where: { !fits($0, $0.wanted) }) {
            return .elsewhere(other)
        }
        let open = parts.firstIndex { part in
            part.wanted > part.before + 1e-9
                && part.count / all - part.before <= slack(part.before)
        }
        return open.map { .undecided($0) } ?? .shown
    }

    private func fits(_ part: Part, _ share: Double) -> Bool {
        abs(part.count / all - share) <= slack(share)
    }

    /// Three standard deviations of a fair draw, and a request for the round's start.
    private func slack(_ share: Double) -> Double {
        3 * (share * (1 - share) / all).squareRoot() + 1 / all
    }

    /// What a part has got: `blue 75.0 %`.
    func told(_ part: Part) -> String { "\(part.name) \(Self.percent(part.count / all))" }

    /// With one digit behind the point.
    static func percent(_ share: Double) -> String {
        let tenths = Int((share * 1000).rounded())
        return "\(tenths / 10).\(tenths % 10) %"
    }
}
