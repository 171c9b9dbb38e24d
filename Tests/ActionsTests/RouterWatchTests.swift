import Actions
import Collector
import Fleet
import Testing

/// What no server answers, and instances that nobody asks.
struct RouterWatchTests {
    private func traffic(
        _ place: String, _ requests: Int, _ unanswered: Int?, down: [String: String] = [:]
    ) -> RouterTraffic {
        RouterTraffic(
            place: place, service: "chat", requests: requests, unanswered: unanswered, down: down)
    }

    private let receiver = ActionTarget(
        source: SamplePlan.source, uid: "chat/rented", name: "chat/rented")

    /// Looks: at the plan, before the first request, and while the stage is held.
    private func watch(_ looks: [RouterTraffic]...) -> RouterWatch {
        var watch = RouterWatch()
        watch.take(looks[0])
        watch.begin(looks[1])
        for look in looks.dropFirst(2) { watch.take(look) }
        return watch
    }

    private func judge(
        _ watch: RouterWatch, _ objective: Objective? = nil, held: Int = 60
    ) -> ActionGate {
        StageGate(objective: objective).judge(
            watch, [receiver], held: .seconds(held), of: .seconds(60))
    }

    @Test func whatNoServerAnswersIsABreach() {
        let start = [traffic("/a", 1_000, 7), traffic("/b", 500, 0)]
        let bad = watch(start, start, [traffic("/a", 1_100, 7), traffic("/b", 600, 12)])
        #expect(
            judge(bad)
                == .breached(
                    "/b: 12.0 % of 100 requests were answered by no server, over 2.0 %"))
        let well = watch(start, start, [traffic("/a", 1_100, 8), traffic("/b", 600, 1)])
        #expect(judge(well) == .open(""))
        #expect(
            judge(well, Objective(errorRatio: 0.005))
                == .breached("/a: 1.0 % of 100 requests were answered by no server, over 0.5 %"))
    }

    /// Eight of each on two instances are too few for one, and enough for both.
    @Test func fewOfEachAreJudgedAsOne() {
        let start = [traffic("/a", 0, 0), traffic("/b", 0, 0)]
        let few = watch(start, start, [traffic("/a", 8, 4), traffic("/b", 8, 4)])
        #expect(
            judge(few)
                == .breached(
                    "all instances: 50.0 % of 16 requests were answered by no server, over 2.0 %"))
    }

    /// It is the shift's only where it is more than before.
    @Test func whatWasSoBeforeIsNoBreach() {
        let looks = [(0, 0), (200, 10), (300, 19)].map { [traffic("/a", $0.0, $0.1)] }
        #expect(judge(watch(looks[0], looks[1], looks[2])) == .open(""))
        let worse = [traffic("/a", 300, 21)]
        #expect(
            judge(watch(looks[0], looks[1], worse))
                == .breached("/a: 11.0 % of 100 requests were answered by no server, over 10.0 %"))
    }

    @Test func whoIsDownAtOneInstanceIsABreach() {
        let start = [traffic("/a", 0, 0), traffic("/b", 0, 0)]
        let down = [
            traffic("/a", 50, 0),
            traffic("/b", 50, 0, down: ["chat/rented": "DOWN", "chat/x": "DOWN"]),
        ]
        #expect(judge(watch(start, start, down)) == .breached("chat/rented is DOWN at /b"))
    }

    /// One that gets some is waited for; one that gets none is called that.
    @Test func anInstanceThatNobodyAsksIsNotCalledWell() {
        let start = [traffic("/a", 0, 0), traffic("/b", 0, 0)]
        let idle = watch(start, start, [traffic("/a", 50, 0), traffic("/b", 0, 0)])
        #expect(judge(idle, held: 1) == .open("not judged at /b: 0 of 10 requests have come"))
        let slow = watch(start, start, [traffic("/a", 50, 0), traffic("/b", 3, 0)])
        #expect(judge(slow, held: 1) == .holding("/b: 3 of 10 requests have come"))
        #expect(judge(slow) == .open("not judged at /b: 3 of 10 requests have come"))
    }

    /// A reload begins at nothing.
    @Test func oneThatIsStartedAnewIsCountedFromThere() {
        let start = [traffic("/a", 5_000, 50)]
        let anew = watch(start, start, [traffic("/a", 0, 0)], [traffic("/a", 100, 1)])
        #expect(judge(anew) == .open(""))
    }

    @Test func whoTellsNothingIsNotJudgedByIt() {
        #expect(judge(watch([], [], [])) == .open(""))
        let silent = [traffic("/a", 0, nil)]
        #expect(judge(watch(silent, silent, [traffic("/a", 90, nil)])) == .open(""))
    }
}
