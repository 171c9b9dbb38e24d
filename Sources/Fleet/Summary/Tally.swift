/// A sum that knows how much of what it should cover has data: for "71 % of 504 of 512".
package struct Tally: Hashable, Sendable {
    /// Of the rows that have a value.
    package private(set) var sum = 0.0
    /// How many rows have one.
    package private(set) var counted = 0
    /// How many rows should have one.
    package private(set) var expected = 0

    /// Nothing yet.
    package init() {}

    /// Adds a row, which may have no value; it is expected to.
    package mutating func add(_ value: Double?) {
        expected += 1
        guard let value else { return }
        sum += value
        counted += 1
    }

    /// Adds a row that stands for several things, at its mean of them.
    package mutating func add(_ value: Double?, standingFor number: Int) {
        guard number > 0 else { return }
        expected += number
        guard let value else { return }
        sum += value * Double(number)
        counted += number
    }

    /// Expects more rows, of which nothing is known.
    package mutating func expect(_ more: Int) { expected += max(0, more) }

    /// Takes in another tally.
    package mutating func merge(_ other: Tally) {
        sum += other.sum
        counted += other.counted
        expected += other.expected
    }

    /// The mean of the rows that have a value; `nil` where none has.
    package var mean: Double? { counted > 0 ? sum / Double(counted) : nil }
    /// The sum, or `nil` where no row has a value.
    package var total: Double? { counted > 0 ? sum : nil }
    /// Whether every row has a value.
    package var isComplete: Bool { counted >= expected }
    /// Whether there is anything that could have a value: if not, the cell is blank and not `—`.
    package var applies: Bool { expected > 0 }
}
