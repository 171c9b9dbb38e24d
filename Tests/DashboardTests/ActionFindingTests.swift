import Dashboard
import Fleet
import Support
import Testing

/// What of acting needs attention is among what needs attention.
@Suite struct ActionFindingTests {
    private static let waiting = "20261121T120000-0000bb"

    /// A fleet in which all is well but for what is done to it.
    private func script(_ actions: [ActionProgress], columns: Int = 120) -> Script {
        var fleet = SampleAction.fleet()
        fleet.findings = []
        var script = Script(fleet, columns: columns, rows: 40)
        script.send(.accessChanged(.writable))
        script.send(.actionsRecalled(actions))
        script.state.notice = nil
        return script
    }

    @Test(arguments: ["1", "0"])
    func whatWaitsForADecisionIsThere(view: String) {
        var script = script([ActionsViewTests.left(Self.waiting)])
        script.type(view)
        let text = script.frame().text
        #expect(!text.lowercased().contains("nothing needs attention"))
        #expect(text.contains("Attention 1") && text.contains("waits for a decision"))
        #expect(text.contains("reroute chat to rented 100 %"))
    }

    @Test func enterLeadsToIt() {
        let other = ActionsViewTests.left("20261121T120000-0000cc")
        var script = script([ActionsViewTests.left(Self.waiting), other])
        script.type("0")
        script.press(.end, .enter)
        #expect(script.state.view == .actions)
        #expect(script.state.selection["actions"] == .action(Self.waiting))
        #expect(script.frame().text.contains("Enter open"))
    }

    @Test func itGoesWithTheDecision() {
        var script = script([ActionsViewTests.left(Self.waiting)])
        script.type("0x")
        #expect(script.state.notice?.text.contains("stays until there is one") == true)
        var over = ActionsViewTests.ended(.verified, Self.waiting)
        over.needsDecision = false
        script.send(.actionChanged(over))
        #expect(script.frame().text.contains("Nothing needs attention"))
    }

    @Test func whatWentWrongIsThereUntilItIsRead() {
        var script = script([])
        script.send(.actionChanged(SampleAction.shift()))
        #expect(script.state.snapshot.findings.isEmpty)
        script.send(
            .actionChanged(ActionsViewTests.ended(.failed, "20261121T140100-77aa01")))
        script.type("0")
        #expect(script.frame().text.contains("critical 1"))
        #expect(script.frame().text.contains("ended as failed"))
        // It outlives the next picture of the fleet.
        var fleet = SampleAction.fleet()
        fleet.findings = []
        fleet.generation += 1
        script.send(.snapshotArrived(fleet))
        #expect(script.frame().text.contains("ended as failed"))
        script.type("x")
        #expect(script.frame().text.contains("Nothing needs attention"))
    }

    @Test func theFleetsOwnAreStillThere() {
        var script = SampleAction.script()
        let own = script.state.snapshot.findings
        script.send(.actionsRecalled([ActionsViewTests.left(Self.waiting)]))
        let all = script.state.snapshot.findings
        #expect(all.count == own.count + 1)
        #expect(
            zip(all, all.dropFirst()).allSatisfy {
                $0.severity >= $1.severity || $1.acknowledgement == nil || $0.acknowledgement == nil
            })
        #expect(all.filter { $0.rule != "action-waiting" } == own)
    }
}
