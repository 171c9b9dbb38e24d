import Fleet
import Testing

@testable import Providers

/// What is counted is what has come since, whoever joins, leaves or begins anew meanwhile.
@Suite struct RequestTallyTests {
    private func tally(_ own: [String: Double], _ rented: [String: Double]) -> RequestTally {
        RequestTally(["own": own, "rented": rented], at: MonotonicTime(nanoseconds: 0))
    }

    @Test func whatGrowsIsCounted() {
        var tally = tally(["a": 100, "b": 40], ["c": 7])
        #expect(tally.grown == ["own": 0, "rented": 0])
        tally.take(["own": ["a": 110, "b": 45], "rented": ["c": 7]])
        tally.take(["own": ["a": 120, "b": 45], "rented": ["c": 9]])
        #expect(tally.grown == ["own": 25, "rented": 2])
    }

    /// Its whole life is none of this.
    @Test func aPodThatJoinsBringsNothingOfBefore() {
        var tally = tally([:], ["c": 7])
        tally.take(["own": ["a": 740], "rented": ["c": 7]])
        #expect(tally.grown == ["own": 0, "rented": 0])
        tally.take(["own": ["a": 743], "rented": ["c": 7]])
        #expect(tally.grown == ["own": 3, "rented": 0])
    }

    @Test func aPodThatLeavesAndComesBackLosesNothing() {
        var tally = tally(["a": 740], ["c": 7])
        tally.take(["own": ["a": 750], "rented": ["c": 7]])
        tally.take(["own": [:], "rented": ["c": 9]])
        #expect(tally.grown == ["own": 10, "rented": 2])
        tally.take(["own": ["a": 755], "rented": ["c": 9]])
        #expect(tally.grown == ["own": 15, "rented": 2])
    }

    @Test func aCounterThatSinksBeganAtNothing() {
        var tally = tally(["a": 740], [:])
        tally.take(["own": ["a": 4]])
        tally.take(["own": ["a": 6]])
        #expect(tally.grown["own"] == 6)
    }
}
