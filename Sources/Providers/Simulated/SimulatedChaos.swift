/// What goes wrong when the simulated fleet is told something. Which request it hits follows from the
/// seed and from how many there were before.
package struct SimulatedChaos: OptionSet, Sendable, Hashable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    /// Some answers to changes are lost, and half of these changes as well.
    package static let lostAnswers = Self(rawValue: 1)
    /// Somebody else sets the router now and then.
    package static let conflicts = Self(rawValue: 2)
    /// Rented servers fail and slow down beyond some share of the requests.
    package static let degrading = Self(rawValue: 4)
    /// Jobs of some nodes do not end when these are drained.
    package static let stuckDrains = Self(rawValue: 8)
    /// The cloud takes fewer requests than it is sent.
    package static let throttling = Self(rawValue: 16)

    /// Some nodes do not come back from a restart.
    package static let failedRestarts = Self(rawValue: 32)
    /// The cloud has no machines for some of what is scaled up.
    package static let noCapacity = Self(rawValue: 64)

    /// All of it.
    package static let all: Self = [
        .lostAnswers, .conflicts, .degrading, .stuckDrains, .throttling, .failedRestarts,
        .noCapacity,
    ]

    /// What is switched on, a sentence each.
    package var sentences: [String] {
        let words: [(Self, String)] = [
            (
                .lostAnswers,
                "One answer to a change in four is lost, with the change or without it."
            ),
            (.conflicts, "Somebody else sets the weight of chat/weu every few minutes."),
            (.degrading, "Rented servers fail and slow down with over 30 % of the requests."),
            (.stuckDrains, "The jobs of one node in three do not end when it is drained."),
            (
                .noCapacity,
                "The cloud has no machines for one scale-up in two, and sets the count back."
            ),
            (.throttling, "The cloud refuses one request for a change in three."),
            (.failedRestarts, "One node in three does not come back from a restart."),
        ]
        return words.filter { contains($0.0) }.map(\.1)
    }
}

/// What becomes of a request that would change something.
enum SimulatedFate: Sendable {
    /// It is done and answered.
    case answered
    /// It is done, and nobody hears of it.
    case silent
    /// It never arrives, and nobody hears of that.
    case lost
}

extension SimulatedWorld {
    /// What becomes of the next request that would change something.
    func fate() -> SimulatedFate {
        let number = orders.number()
        guard load.chaos.contains(.lostAnswers), noise.fixed(number + 95_000) < 0.25 else {
            return .answered
        }
        return noise.fixed(number + 96_000) < 0.5 ? .silent : .lost
    }

    /// Whether the cloud has had enough of requests.
    func throttles() -> Bool {
        load.chaos.contains(.throttling) && noise.fixed(orders.number() + 97_000) < 0.33
    }
}
