import Fleet
import Support
import Testing

@testable import Dashboard

/// What was done to the fleet stands among what changed in it.
@Suite struct ActionChangesTests {
    private static func lines(_ actions: [ActionProgress], columns: Int = 120) -> [String] {
        var script = SampleAction.script(columns: columns, rows: 40)
        for action in actions { script.send(.actionChanged(action)) }
        script.type("0")
        let text = script.frame().text.split(separator: "\n").map { String($0) }
        let start = text.firstIndex { $0.contains("┌ Changes") } ?? 0
        return text.dropFirst(start + 1).map {
            String($0.split(separator: "│", omittingEmptySubsequences: true).last ?? "")
        }
    }

    @Test func whatIsBegunAndHowItEndsAreAmongTheChanges() {
        var drain = ActionsViewTests.ended(.verified)
        drain.begun = SampleFleet.time.wall + .seconds(-100)
        drain.ended = SampleFleet.time.wall + .seconds(-10)
        let lines = Self.lines([SampleAction.shift(), drain])
        let wanted = [
            " 14:02:01   chat/own           drain verified: no",
            " 14:01:40 ▲ gpu-a04            went silent",
            " 14:01:00   chat               reroute to rented 100 % b",
            " 14:00:31   chat/own           drain begun by ada@desk",
            " 13:58:11 ✖ gpu-b17            GPU 5 lost",
        ]
        for (line, want) in zip(lines, wanted) { #expect(line.hasPrefix(want), "\(line)") }
    }

    @Test func whatGoesBackAndWhatFailsIsSaid() {
        var shift = SampleAction.shift()
        shift.stage = shift.plan.stages.count
        var failed = ActionsViewTests.ended(.failed)
        failed.begun = SampleFleet.time.wall + .seconds(-100)
        failed.ended = SampleFleet.time.wall + .seconds(-10)
        let text = Self.lines([shift, failed], columns: 160).joined(separator: "\n")
        #expect(text.contains("14:02:11 ▲ chat               reroute to rented 100 % goes back"))
        #expect(
            text.contains("14:02:01 ✖ chat/own           drain failed: no sessions;"), "\(text)")
    }

    /// Of another fleet, of long ago, or only planned: nothing of this fleet has changed by it now.
    @Test func whatIsNotOfHereAndNowIsNotAmongThem() {
        var other = ActionsViewTests.ended(.verified)
        let plan = other.plan
        other.plan = ActionPlan(
            id: plan.id, kind: plan.kind, context: "lab", actor: plan.actor, tier: plan.tier,
            stages: plan.stages, made: SampleFleet.time.wall)
        var old = ActionsViewTests.ended(.verified, "old")
        old.begun = SampleFleet.time.wall + .seconds(-3 * 86_400)
        old.ended = SampleFleet.time.wall + .seconds(-3 * 86_400 + 60)
        let text = Self.lines([other, old, SampleAction.plan("planned")]).joined()
        #expect(!text.contains("drain"), "\(text)")
        var refused = ActionsViewTests.ended(.refused, "refused")
        refused.begun = SampleFleet.time.wall + .seconds(-86_000)
        refused.ended = refused.begun
        let lines = Self.lines([refused])
        #expect(lines.count { $0.contains("drain") } == 1)
        #expect(lines.contains { $0.hasPrefix(" 20 Nov 14:08 ▲ chat/own           drain refused") })
    }

    @Test func theOverviewTellsTheLastOfThem() {
        var fleet = SampleAction.fleet()
        fleet.findings = []
        var script = Script(fleet)
        var drain = ActionsViewTests.ended(.verified)
        drain.ended = SampleFleet.time.wall + .seconds(-10)
        script.send(.actionsRecalled([drain]))
        #expect(
            script.frame().text.contains("last change 10s ago: chat/own drain verified: no sess"),
            "\(script.frame().text)")
    }
}
