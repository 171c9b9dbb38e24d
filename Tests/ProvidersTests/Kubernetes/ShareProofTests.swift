import Fleet
import Testing

@testable import Providers

/// What counts as shown of a route, by numbers of requests.
@Suite struct ShareProofTests {
    private func proof(
        _ own: (before: Int, now: Int, count: Double),
        _ rented: (before: Int, now: Int, count: Double),
        waited: Duration = .seconds(5)
    ) -> ActionProof {
        ShareProof(
            counts: ["own": own.count, "rented": rented.count],
            weights: [
                KubeRoute.Backend(name: "own", weight: own.now),
                KubeRoute.Backend(name: "rented", weight: rented.now),
            ],
            before: ["own": own.before, "rented": rented.before], waited: waited
        ).proof
    }

    /// Nobody at all of 92 goes with 5 % as well as with none.
    @Test func whatMightBeAsBeforeIsNotShown() {
        #expect(
            proof((100, 95, 92), (0, 5, 0))
                == .notYet("92 requests do not show yet that rented gets more"))
        #expect(
            proof((100, 95, 92), (0, 5, 0), waited: .seconds(30))
                == .noDataPlane("92 requests in 30 s are too few to see it by"))
        #expect(
            proof((100, 95, 400), (0, 5, 0), waited: .seconds(30))
                == .notYet("own gets 100.0 % of 400 requests, not 95.0 %"))
    }

    @Test func whatArrivesIsShown() {
        #expect(
            proof((100, 95, 76), (0, 5, 4)) == .shown("of 80 requests: own 95.0 %, rented 5.0 %"))
        #expect(
            proof((60, 50, 300), (40, 50, 300))
                == .shown("of 600 requests: own 50.0 %, rented 50.0 %"))
        #expect(proof((100, 95, 30), (0, 5, 0)) == .notYet("30 of 40 requests counted"))
    }

    @Test func weightsThatNobodyCanMeanAreBorne() {
        #expect(
            proof((0, .max, 40), (0, .max, 40))
                == .shown("of 80 requests: own 50.0 %, rented 50.0 %"))
    }
}
