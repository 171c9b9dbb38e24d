import Actions
import Fleet
import Testing

struct StageGateTests {
    private let before = Bearing(errorRatio: 0.001, latencyP95: 0.4, waiting: 1)

    private func judge(
        _ now: Bearing, held: Double = 10, objective: Objective? = nil
    ) -> ActionGate {
        StageGate(objective: objective).judge(
            "rented", before: before, now: now, held: .seconds(held), of: .seconds(30))
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
}
