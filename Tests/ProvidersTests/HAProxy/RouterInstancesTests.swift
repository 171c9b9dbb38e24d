import Fleet
import Testing

@testable import Providers

/// Every instance of a router is asked, and the worst counts, whichever is named first.
@Suite struct RouterInstancesTests {
    private func row(
        _ server: String, _ weight: Int, _ status: String = "UP", isBackup: Bool = false
    ) -> ServerRow {
        var row = ServerRow(backend: "chat", server: server, status: status)
        row.userWeight = weight
        row.isBackup = isBackup
        return row
    }

    /// The same instances in both orders.
    private func routers(_ first: [ServerRow], _ second: [ServerRow]) -> [Router] {
        let both = [("/run/0.sock", first, first), ("/run/1.sock", second, second)]
        return [both, both.reversed()].map {
            Router(
                instances: $0, source: SourceID(provider: "haproxy", instance: "edge"), sites: [:])
        }
    }

    private func shift(_ proposal: ActionProposal, _ server: String) -> [Double] {
        proposal.stages.shift.filter { $0.target.name == server }.flatMap { [$0.before, $0.after] }
    }

    /// One instance has the old weights still: to it nothing comes back, to the other half.
    @Test func whatIsPutBackOnOneInstanceIsTold() {
        for router in routers(
            [row("own", 100), row("rented", 0)], [row("own", 50), row("rented", 50)])
        {
            let values = ["chat/own": "50", "chat/rented": "50"]
            let undo = router.restore(router.instances[0].servers, values)
            #expect(undo.stages.receivers.map(\.name) == ["rented"])
            #expect(shift(undo, "rented") == [0, 0.5])
        }
    }

    /// As a shift tells it, the way there and back, and who is left without anything.
    @Test func whatIsPutBackIsToldLikeAShift() {
        let now = [row("own", 20), row("rented", 80)]
        for router in routers(now, now) {
            let undo = router.restore(now, ["chat/own": "100", "chat/rented": "0"])
            let rented = undo.retreat?.shares?.first { $0.target.name == "rented" }
            #expect(rented?.before == 0 && rented?.after == 0.8)
            #expect(
                undo.claims == [
                    CapacityClaim(
                        group: "haproxy/edge chat", unit: "servers", total: 2, out: 0, taking: 1,
                        load: CarriedLoad(0.8))
                ])
            let half = router.restore(now, ["chat/own": "50", "chat/rented": "50"])
            #expect(half.claims.isEmpty && !half.stages.isEmpty)
        }
    }

    /// On the second the rented backup alone is left.
    @Test func aDrainAsksWhereEveryInstanceSendsIts() {
        let up = [row("own", 50), row("own2", 50), row("rented", 50, isBackup: true)]
        let half = [row("own", 50), row("own2", 50, "DOWN"), row("rented", 50, isBackup: true)]
        for router in routers(up, half) {
            let drain = router.drain([up[0]])
            #expect(Set(drain.stages.receivers.map(\.name)) == ["own2", "rented"])
            #expect(shift(drain, "rented") == [0, 1])
            #expect(
                drain.checks.contains { $0.sentence == "1 server of chat stays up at /run/1.sock." }
            )
            #expect(
                drain.claims == [
                    CapacityClaim(
                        group: "haproxy/edge chat", unit: "servers", total: 3, out: 1, taking: 1,
                        load: CarriedLoad(1))
                ])
        }
    }

    @Test func theLastOneOfAnyInstanceIsNotDrained() {
        let up = [row("own", 50), row("own2", 50)]
        for router in routers(up, [row("own", 50), row("own2", 50, "DOWN")]) {
            let check = router.drain([up[0]]).checks.first { $0.verdict == .block }
            #expect(
                check?.sentence
                    == "chat would have no server left that takes requests at /run/1.sock.")
        }
    }

    @Test func whoGetsRequestsIsUpEverywhere() throws {
        let up = [row("own", 100), row("rented", 0)]
        for router in routers(up, [row("own", 100), row("rented", 0, "DOWN")]) {
            let shares = ["chat/own": 0.5, "chat/rented": 0.5]
            let check = try router.reroute(up, shares, [1]).checks.first { $0.verdict == .block }
            #expect(
                check?.sentence
                    == "chat/rented is to get requests and is DOWN at /run/1.sock.")
        }
    }

    /// Where nobody else is up, backups get what goes to nobody.
    @Test func aShiftToWhoIsDownGoesToTheBackup() throws {
        let backup = row("backup", 50, isBackup: true)
        let up = [row("own", 100), row("rented", 0), backup]
        for router in routers(up, [row("own", 100), row("rented", 0, "DOWN"), backup]) {
            let shares = ["chat/own": 0.0, "chat/rented": 1]
            let plan = try router.reroute(Array(up.prefix(2)), shares, [0.5, 1])
            #expect(shift(plan, "backup") == [0, 1])
            #expect(shift(plan, "rented") == [0, 1])
            #expect(plan.retreat?.receivers.map(\.name) == ["own"])
        }
    }
}
