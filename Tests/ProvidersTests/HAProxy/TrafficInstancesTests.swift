import Collector
import Fleet
import Testing

@testable import Providers

/// Each instance and each backend has to show it, whatever the sum of them shows.
@Suite struct TrafficInstancesTests {
    private func row(
        _ uid: String, _ weight: Int, _ total: Int, _ status: String = "UP"
    ) -> ServerRow {
        let words = uid.split(separator: "/").map(String.init)
        var row = ServerRow(backend: words[0], server: words[1], status: status)
        row.userWeight = weight
        row.sessionsTotal = total
        return row
    }

    private func report(_ place: String, _ rows: [ServerRow]) -> RuntimeInterface.Report {
        RuntimeInterface.Report(place: .path(place), rows: rows, bytes: 0)
    }

    private func step(
        _ uid: String, _ field: String, _ before: String, _ after: String, at place: String = "/0"
    ) -> ActionStep {
        ActionStep(
            target: ActionTarget(
                source: SourceID(provider: "haproxy", instance: "edge"), uid: uid, name: uid),
            field: field, before: before, after: after, token: "",
            request: ActionRequest(place: place, words: [], shown: ""))
    }

    /// Half of it to the rented one, on both instances.
    private var shift: [ActionStep] {
        ["/0", "/1"].flatMap {
            [
                step("chat/own", "weight", "100", "50", at: $0),
                step("chat/rented", "weight", "0", "50", at: $0),
            ]
        }
    }

    /// Counts at two instances since a look at which nothing was counted yet.
    private func judge(
        _ first: (own: Int, rented: Int), _ second: (own: Int, rented: Int, all: Int),
        _ status: String = "UP"
    ) -> ActionProof {
        func look(_ first: (own: Int, rented: Int), _ second: (own: Int, rented: Int, all: Int))
            -> [RuntimeInterface.Report]
        {
            [
                report(
                    "/0", [row("chat/own", 50, first.own), row("chat/rented", 50, first.rented)]),
                report(
                    "/1",
                    [
                        row("chat/own", 50, second.own),
                        row("chat/rented", 50, second.rented, status),
                        row("chat/BACKEND", 50, second.all),
                    ]),
            ]
        }
        return TrafficProof(before: look((0, 0), (0, 0, 0)), now: look(first, second)).judge(shift)
    }

    @Test func bothInstancesAreShownAsOne() {
        #expect(
            judge((50, 50), (50, 50, 100)) == .shown("of 200 requests: own 50.0 %, rented 50.0 %"))
        #expect(
            judge((50, 50), (0, 0, 0))
                == .shown("of 100 requests: own 50.0 %, rented 50.0 %; none came at /1"))
    }

    @Test func whoIsDownOnOneInstanceIsNeverVerified() {
        #expect(judge((50, 50), (50, 50, 100), "DOWN") == .notYet("chat/rented is DOWN at /1"))
    }

    /// They are answered with 503 by HAProxy itself, and no server counts them.
    @Test func anInstanceThatServesNoneHoldsIt() {
        #expect(
            judge((50, 50), (0, 0, 90)) == .notYet("90 requests reach no server of chat at /1"))
    }

    @Test func anInstanceThatGoesByOtherSharesHoldsIt() {
        #expect(
            judge((500, 500), (45, 5, 50))
                == .notYet("chat/own gets 90.0 % of 50 requests, not 50.0 % at /1"))
    }

    private func time(_ seconds: Int) -> MonotonicTime {
        MonotonicTime(nanoseconds: Int64(seconds) * 1_000_000_000)
    }

    private func both(_ chat: (Int, Int), _ code: (Int, Int)) -> [RuntimeInterface.Report] {
        [
            report(
                "/0",
                [
                    row("chat/own", 50, chat.0, "DRAIN"), row("chat/rented", 50, chat.1),
                    row("code/own", 50, code.0, "DRAIN"), row("code/rented", 50, code.1),
                ])
        ]
    }

    /// A drain of two servers of two backends.
    @Test func eachBackendIsShownByItsOwnRequests() {
        let steps = ["chat/own", "code/own"].map { step($0, "state", "UP", "drain") }
        var late = BackendWindows(steps, both((0, 0), (0, 0)), at: time(0))
        #expect(
            late.judge(both((0, 9), (3, 9)), at: time(1))
                == .notYet("3 requests still reached it"))
        #expect(
            late.judge(both((0, 9), (3, 18)), at: time(2))
                == .shown(
                    "chat: no sessions; 9 requests since, none to it; "
                        + "code: no sessions; 9 requests since, none to it"))
        var quiet = BackendWindows(steps, both((0, 0), (0, 0)), at: time(0))
        #expect(
            quiet.judge(both((0, 9), (0, 0)), at: time(1)) == .notYet(TrafficProof.noTraffic))
        #expect(
            quiet.judge(both((0, 9), (0, 0)), at: time(31))
                == .noDataPlane("code: 0 requests in 30 s are too few to see it by"))
    }
}
