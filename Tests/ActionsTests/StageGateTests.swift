import Fleet
import Testing

@testable import Actions

struct StageGateTests {
    private let before = Bearing(errorRatio: 0.001, latencyP95: 0.4, waiting: 1)

    private func judge(
        _ now: Bearing, held: Double = 10, objective: Objective? = nil
    ) -> ActionGate {
        var now = now
        now.tally.requests = 400
        now.tally.isTold = true
        return StageGate(objective: objective).judge(
            "rented", before: before, now: now, held: .seconds(held), of: .seconds(30))
    }

    /// After so many requests a second for so long, a second apart.
    private func tally(_ rate: Double?, _ ratio: Double?, looks: Int) -> BearingTally {
        var tally = BearingTally()
        var bearing = Bearing(errorRatio: ratio)
        bearing.requestRate = rate
        let start = MonotonicTime(nanoseconds: 1_000_000_000_000)
        for look in 1...looks {
            tally.take(bearing, at: start + .seconds(Double(look)), since: start)
        }
        return tally
    }

    private func isBreached(_ gate: ActionGate) -> Bool {
        if case .breached = gate { true } else { false }
    }

    @Test func itHoldsAndThenOpens() {
        let now = Bearing(errorRatio: 0.001, latencyP95: 0.5, waiting: 2)
        #expect(judge(now) == .holding("rented for 20 s more: 0.1 % errors, p95 500 ms, 2 wait"))
        #expect(
            judge(now, held: 30) == .open("rented bears it: 0.1 % errors, p95 500 ms, 2 wait"))
    }

    @Test func aBreachOfAnyFigureGoesBack() {
        #expect(judge(Bearing(errorRatio: 0.03)) == .breached("rented: 3.0 % errors, over 2.0 %"))
        #expect(isBreached(judge(Bearing(latencyP95: 0.81))))
        #expect(isBreached(judge(Bearing(waiting: 11))))
        #expect(!isBreached(judge(Bearing(latencyP95: 0.79, waiting: 10))))
    }

    @Test func anObjectiveCountsMoreThanBefore() {
        let objective = Objective(latencyP95: 0.6, errorRatio: 0.01)
        #expect(isBreached(judge(Bearing(latencyP95: 0.61), objective: objective)))
        #expect(isBreached(judge(Bearing(errorRatio: 0.011), objective: objective)))
    }

    @Test func figuresFromBeforeTheStageOpenNothing() {
        var cloud = Bearing(latencyP95: 0.4, age: .seconds(50))
        cloud.staleAfter = .seconds(180)
        #expect(judge(cloud, held: 30) == .holding("rented for 20 s more: p95 400 ms"))
        #expect(judge(cloud, held: 50) == .open("rented bears it: p95 400 ms"))
        cloud.age = .seconds(181)
        #expect(isBreached(judge(cloud, held: 200)))
    }

    @Test func oldOrMissingFiguresGoBack() {
        #expect(
            judge(Bearing(latencyP95: 0.1, age: .seconds(31)))
                == .breached("the figures of rented are 31 s old"))
        #expect(judge(Bearing()) == .holding("rented for 20 s more: no figures yet"))
        #expect(judge(Bearing(), held: 30) == .breached("nothing tells how rented bears it"))
    }

    /// A queue of nothing and a mean of long ago are no figures of a stage that nobody has asked.
    @Test func withoutRequestsNoGateOpens() {
        let gate = StageGate()
        var now = Bearing(latencyMean: 0.015, waiting: 0)
        now.requestRate = 0
        now.tally = tally(0, nil, looks: 8)
        let early = gate.judge("rented", before: now, now: now, held: .seconds(8), of: .seconds(8))
        #expect(early == .holding("rented, to see how it bears it: 0 of 10 requests have come"))
        let late = gate.judge("rented", before: now, now: now, held: .seconds(30), of: .seconds(8))
        #expect(
            late == .breached("nothing tells how rented bears it: 0 of 10 requests have come"))
        now.tally = tally(2, 0, looks: 6)
        now.requestRate = 2
        #expect(
            gate.judge("rented", before: now, now: now, held: .seconds(8), of: .seconds(8))
                == .open("rented bears it: 0 wait, 12 requests"))
    }

    @Test func errorsOfTheWholeStageCount() {
        var now = Bearing(errorRatio: 0)
        now.tally = tally(10, 0.5, looks: 4)
        #expect(
            StageGate().breach("rented", before: before, now: now)
                == "rented: 50.0 % errors, over 2.0 %")
    }

    @Test func figuresCountOnceAndOnlyThoseOfTheStage() {
        let start = MonotonicTime(nanoseconds: 1_000_000_000_000)
        var old = Bearing(errorRatio: 0, age: .seconds(5))
        old.requestRate = 100
        var counted = BearingTally()
        counted.take(old, at: start + .seconds(3), since: start)
        #expect(counted.requests == 0)
        counted.take(old, at: start + .seconds(6), since: start)
        counted.take(old, at: start + .seconds(6), since: start)
        #expect(counted.requests == 100)
        // Who tells no rate tells figures of requests all the same.
        #expect(tally(nil, 0, looks: 1).missing(Bearing()) == nil)
    }

    /// Answers without a status and no latency: it was asked, and nobody tells how it went.
    @Test func requestsOfWhichNothingIsToldOpenNothing() {
        let untold = tally(50, nil, looks: 2)
        #expect(untold.missing(Bearing())?.contains("neither their errors") == true)
        #expect(tally(50, nil, looks: 30).missing(Bearing(latencyMean: 0.2)) == nil)
    }
}
