import Fleet
import Testing

@testable import Providers

/// What servers that leave carry, by what was counted, or by weights.
@Suite struct RouterLoadTests {
    private func row(_ server: String, _ weight: Int, rate: Int?, _ status: String = "UP")
        -> ServerRow
    {
        var row = ServerRow(backend: "chat", server: server, status: status)
        row.userWeight = weight
        row.rate = rate
        return row
    }

    private func router(_ instances: [[ServerRow]]) -> Router {
        Router(
            instances: instances.enumerated().map { ("/run/\($0).sock", $1, $1) },
            source: SourceID(provider: "haproxy", instance: "edge"), sites: [:])
    }

    @Test func aQuietRouterIsJudgedByItsWeights() throws {
        let rows = [row("own", 76, rate: 3), row("a", 14, rate: 9), row("b", 10, rate: nil)]
        let plan = router([rows, rows]).drain([rows[0]])
        #expect(
            plan.claims == [
                CapacityClaim(
                    group: "haproxy/edge chat", unit: "servers", total: 3, out: 0, taking: 1,
                    load: CarriedLoad(0.76))
            ])
        let both = router([rows]).claim("chat", [rows[0], rows[1]])
        #expect(abs((both.load?.share ?? 0) - 0.9) < 1e-9)
    }

    /// Sticky clients do not heed weights. Seventy are too few to be judged by.
    @Test func aBusyOneIsJudgedByWhatIsCounted() {
        let first = [row("own", 50, rate: 290), row("a", 50, rate: 10)]
        let second = [row("own", 50, rate: 70), row("a", 50, rate: 30)]
        let claim = router([first, second]).claim("chat", [first[0]])
        #expect(claim.load == CarriedLoad(290.0 / 300, isCounted: true))
    }

    @Test func withoutAnyWeightNothingIsKnown() {
        let rows = [row("own", 0, rate: 0), row("a", 10, rate: 0, "DOWN")]
        #expect(router([rows]).claim("chat", [rows[0]]).load == nil)
    }

    @Test func aMisspeltServerGetsTheNearestName() {
        let rows = [row("own", 76, rate: 3), row("rented", 14, rate: 9)]
        #expect(throws: ActionRefusal("HAProxy has no server `chat/onw`: did you mean `chat/own`?"))
        {
            _ = try router([rows]).targets(["chat/onw"])
        }
        #expect(
            throws: ActionRefusal("HAProxy has no server `batch`: it has chat/own, chat/rented.")
        ) { _ = try router([rows]).targets(["batch"]) }
    }
}
