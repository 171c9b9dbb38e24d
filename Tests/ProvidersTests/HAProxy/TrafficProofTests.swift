import Collector
import Fleet
import Testing

@testable import Providers

/// What counts as shown, by numbers of requests that no real load can be brought to.
@Suite struct TrafficProofTests {
    private func row(_ server: String, _ weight: Int, _ total: Int) -> ServerRow {
        var row = ServerRow(backend: "chat", server: server, status: "UP")
        row.userWeight = weight
        row.sessionsTotal = total
        return row
    }

    private func report(_ rows: [ServerRow]) -> [RuntimeInterface.Report] {
        [RuntimeInterface.Report(place: .path("/s"), rows: rows, bytes: 0)]
    }

    private func proof(
        own: (weight: Int, count: Int), rented: (weight: Int, count: Int)
    ) -> TrafficProof {
        TrafficProof(
            before: report([row("own", own.weight, 1000), row("rented", rented.weight, 500)]),
            now: report([
                row("own", own.weight, 1000 + own.count),
                row("rented", rented.weight, 500 + rented.count),
            ]))
    }

    private func shift(_ own: (Int, Int), _ rented: (Int, Int)) -> [ActionStep] {
        [("own", own), ("rented", rented)].map { name, weights in
            ActionStep(
                target: ActionTarget(
                    source: SourceID(provider: "haproxy", instance: "edge"), uid: "chat/\(name)",
                    name: name),
                field: "weight", before: "\(weights.0)", after: "\(weights.1)", token: "",
                request: ActionRequest(place: "/s", words: [], shown: ""))
        }
    }

    /// A server that got none of 44 requests would have got none before as well: clients stick to
    /// the other.
    @Test func whatMightBeAsBeforeIsNotShown() {
        let proof = proof(own: (90, 44), rented: (10, 0))
        let steps = shift((100, 90), (0, 10))
        #expect(
            proof.judge(steps)
                == .notYet("44 requests do not show yet that chat/rented gets more"))
        #expect(proof.reasonForSilence(steps)?.contains("44 requests") == true)
    }

    @Test func aFirstStageOfALittleIsShownByWhatArrives() {
        let steps = shift((100, 95), (0, 5))
        for count in [44, 100, 180] {
            guard case .notYet = proof(own: (95, count), rented: (5, 0)).judge(steps) else {
                Issue.record("\(count) requests elsewhere show nothing")
                continue
            }
        }
        #expect(
            proof(own: (95, 76), rented: (5, 4)).judge(steps)
                == .shown("of 80 requests: own 95.0 %, rented 5.0 %"))
    }

    /// So many that it is plain: it is not as wanted, and that is no want of requests.
    @Test func manyThatDoNotArriveAreNoWantOfRequests() {
        let proof = proof(own: (90, 400), rented: (10, 0))
        let steps = shift((100, 90), (0, 10))
        #expect(
            proof.judge(steps)
                == .notYet("chat/own gets 100.0 % of 400 requests, not 90.0 %"))
        #expect(proof.reasonForSilence(steps) == nil)
    }

    @Test func aSmallChangeTakesMoreRequests() {
        let steps = shift((60, 50), (40, 50))
        #expect(proof(own: (50, 22), rented: (50, 22)).reasonForSilence(steps) != nil)
        #expect(proof(own: (50, 300), rented: (50, 300)).reasonForSilence(steps) == nil)
        guard case .shown = proof(own: (50, 300), rented: (50, 300)).judge(steps) else {
            Issue.record("600 requests tell 50 % from 40 %")
            return
        }
    }

    private func rows(_ own: Int, _ rented: Int) -> [RuntimeInterface.Report] {
        report([row("own", 20, own), row("rented", 80, rented)])
    }

    private func time(_ seconds: Int) -> MonotonicTime {
        MonotonicTime(nanoseconds: Int64(seconds) * 1_000_000_000)
    }

    /// Seen of HAProxy 2.6: a server whose weight has sunk got nothing for three seconds and its share
    /// from then on.
    @Test func aServerLeftOutOfARoundIsNotHeldAgainstTheRest() {
        let steps = shift((60, 20), (40, 80))
        var window = TrafficWindow(rows(0, 0), at: time(0))
        #expect(
            window.judge(steps, now: rows(0, 500), at: time(6))
                == .notYet("chat/own gets 0.0 % of 500 requests, not 20.0 %"))
        #expect(
            window.judge(steps, now: rows(80, 820), at: time(8))
                == .notYet("400 of 500 requests counted"))
        #expect(
            window.judge(steps, now: rows(200, 1300), at: time(12))
                == .shown("of 1000 requests: own 20.0 %, rented 80.0 %"))
    }

    @Test func whatGoesElsewhereForGoodIsNeverShown() {
        let steps = shift((60, 20), (40, 80))
        var window = TrafficWindow(rows(0, 0), at: time(0))
        for round in 1...1000 {
            let now = rows(round * 300, round * 700)
            guard case .notYet = window.judge(steps, now: now, at: time(round + 3)) else {
                Issue.record("30 % are not 20 %, after \(round) seconds")
                return
            }
        }
    }

    /// HAProxy was reloaded, or its counters cleared: what it had counted before hides nothing.
    @Test func countersThatBeginAnewHideNoRequests() {
        let drain = [
            ActionStep(
                target: shift((0, 0), (0, 0))[0].target, field: "state", before: "UP",
                after: "drain", token: "",
                request: ActionRequest(place: "/s", words: [], shown: ""))
        ]
        let late = TrafficProof(before: rows(1000, 500), now: rows(10, 530))
        #expect(late.judge(drain) == .notYet("10 requests still reached it"))
        let cleared = TrafficProof(
            before: report([row("own", 100, 900), row("rented", 0, 5), row("BACKEND", 0, 905)]),
            now: report([row("own", 0, 20), row("rented", 100, 80), row("BACKEND", 0, 100)]))
        #expect(
            cleared.judge(shift((100, 0), (0, 100)))
                == .notYet("chat/own gets 20.0 % of 100 requests, not 0.0 %"))
    }

    /// A server that is added while it is counted.
    @Test func whoWasNotThereBeforeHasCountedNothing() {
        let proof = TrafficProof(
            before: report([row("own", 20, 1000)]),
            now: report([row("own", 20, 1001), row("rented", 80, 400)]))
        #expect(proof.judge(shift((20, 20), (0, 80))) == .notYet("1 of 40 requests counted"))
    }
}
