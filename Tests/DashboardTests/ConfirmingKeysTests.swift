import Dashboard
import Fleet
import Support
import Testing

/// What hands do that do not mean it: keys that are held, pasted, or pressed once more.
@Suite struct ConfirmingKeysTests {
    private func carriesOut(_ script: Script) -> Bool {
        script.effects.contains { if case .carryOut = $0 { true } else { false } }
    }

    /// Keys that come one by one, so many milliseconds apart.
    private func hold(_ key: Key, _ count: Int, every pause: Int, _ script: inout Script) {
        for _ in 0..<count {
            script.send(.keysCame(1, script.state.now + .milliseconds(pause)))
            script.press(key)
        }
    }

    @Test(arguments: [30, 60, 250, 660])
    func aHeldKeyConfirmsNothing(pause: Int) {
        var script = ActingTests.planned(isSeen: false)
        script.send(.painted(script.state.now))
        // The first comes at once; a keyboard waits before it repeats.
        hold(.character("y"), 1, every: 20, &script)
        hold(.character("y"), 1, every: pause, &script)
        hold(.character("y"), 60, every: 60, &script)
        #expect(!carriesOut(script) && script.state.layers.count == 1)
        hold(.character("y"), 1, every: 900, &script)
        #expect(carriesOut(script), "released, read, and pressed again")
    }

    @Test func whoScrollsReads() {
        var script = ActingTests.planned(columns: 60, rows: 12, isSeen: false)
        script.send(.painted(script.state.now))
        hold(.pageDown, 10, every: 60, &script)
        hold(.character("y"), 1, every: 60, &script)
        #expect(carriesOut(script))
    }

    @Test func whatConfirmedIsNotTakenForAnotherKey() {
        var script = ActingTests.planned()
        hold(.character("y"), 20, every: 60, &script)
        #expect(carriesOut(script))
        #expect(!script.effects.contains { if case .yank = $0 { true } else { false } })
        #expect(script.state.notice?.text.contains("Begun") == true)
        hold(.character("y"), 1, every: 2000, &script)
        #expect(script.effects.contains { if case .yank = $0 { true } else { false } })
    }

    @Test func aPasteThatIsNotMarkedAsOneLeavesThePlanOpen() {
        var script = ActingTests.planned(tier: .destructive)
        script.send(.keysCame(4, script.state.now))
        script.type("own")
        script.press(.enter)
        #expect(script.state.layers.count == 1 && !carriesOut(script))
        #expect(script.state.notice?.text.contains("paste") == true)
    }

    @Test func whatWasMistypedIsTypedAnew() {
        var script = ActingTests.planned(tier: .destructive)
        script.type("owm")
        script.press(.enter)
        #expect(script.frame().text.contains("type own:     "))
        script.type("own")
        script.press(.enter)
        #expect(carriesOut(script))
    }

    /// A name that is typed is no proof that what was below was read.
    @Test func whatIsDestructiveIsReadToItsEndAsWell() {
        var script = ActingTests.planned(tier: .destructive, columns: 80, rows: 12)
        script.type("own")
        script.press(.enter)
        #expect(!carriesOut(script) && script.state.layers.count == 1)
        #expect(
            script.state.notice?.text == "There is more of it below: ↓ and PgDn, then Enter.")
        script.press(.end)
        script.press(.enter)
        #expect(!carriesOut(script), "what was jumped over was not read")
        while script.frame().text.contains(" ↓ ") { script.press(.pageDown) }
        script.press(.pageUp, .pageUp, .pageUp, .pageUp, .pageUp, .pageUp)
        for _ in 0..<20 { script.press(.pageDown) }
        #expect(script.frame().text.contains("type own: own"), "what was typed is kept")
        script.press(.enter)
        #expect(carriesOut(script), "\(script.state.notice?.text ?? "")")
    }

    @Test func whereTheNameIsTypedOtherKeysTakeControl() {
        var script = ActingTests.planned(tier: .destructive)
        let bar = script.frame().text.split(separator: "\n").last ?? ""
        #expect(bar.contains("^Y copy requests") && bar.contains("^O say why"), "\(bar)")
        script.press(.control("y"))
        guard case .yank = script.effects.last else {
            Issue.record("nothing was copied")
            return
        }
        script.press(.control("o"))
        script.type("fan")
        script.press(.enter)
        guard case .plan(.order(let order, _), _) = script.effects.last else {
            Issue.record("nothing was planned anew")
            return
        }
        #expect(order.reason == "fan")
    }

    @Test func theKeyBarOffersOnlyWhatWorks() {
        var script = SampleAction.script()
        script.type("3/chat/own")
        script.press(.enter)
        script.type("d")
        guard case .plan(_, let ticket) = script.effects.last else { return }
        script.send(.planned(ticket: ticket, .failure(ActionRefusal("It is gone."))))
        let bar = script.frame().text.split(separator: "\n").last ?? ""
        #expect(bar.contains("n plan anew") && !bar.contains("copy") && !bar.contains("scroll"))
    }

    @Test func severalTargetsAreConfirmedByWhatIsDoneToHowMany() {
        var script = ActingTests.planned()
        script.type("n")
        let stage = ActionStage(steps: [
            SampleAction.step("chat/own", "state", "UP", "drain"),
            SampleAction.step("chat/rented", "state", "UP", "drain"),
        ])
        ActingTests.answer(
            &script, SampleAction.plan("both", tier: .destructive, stages: [stage]))
        ActingTests.see(&script)
        script.type("own")
        script.press(.enter)
        #expect(!carriesOut(script))
        script.type("drain 2")
        script.press(.enter)
        #expect(script.effects.last == .carryOut("both"))
    }

    @Test func aRefusedPlanSaysWhyWhateverItsLength() {
        let block = ActionCheck(.residency, .block, "patient stays here.")
        var script = ActingTests.planned(more: [block], columns: 60, rows: 12)
        script.type("y")
        #expect(script.state.notice?.text == "patient stays here.")
    }

    /// Whatever else there is to read, why it cannot be done is read first.
    @Test func whatRefusesItComesBeforeWhatIsWell() throws {
        let block = ActionCheck(.residency, .block, "patient stays here.")
        let frame = ActingTests.planned(more: [block], columns: 80, rows: 24).frame().text
        let refusal = try #require(frame.firstRange(of: "patient stays here."))
        let good = try #require(frame.firstRange(of: "stay up."))
        #expect(refusal.lowerBound < good.lowerBound)
    }

    @Test func aScreenThatGrowsShowsThePlanFromItsStart() {
        var script = ActingTests.planned(columns: 60, rows: 12)
        script.press(.end)
        script.send(.resized(columns: 120, rows: 40))
        #expect(script.frame().text.contains("set server chat/own state drain"))
    }

    @Test func otherRulesMakeAnotherPlanNecessary() {
        var script = ActingTests.planned()
        script.send(.actorsChanged([SampleAction.source: [.drain]], stages: [1]))
        script.type("y")
        #expect(!carriesOut(script))
        #expect(script.frame().text.contains("configuration was read anew"))
        script.type("n")
        guard case .plan = script.effects.last else {
            Issue.record("nothing was planned anew")
            return
        }
    }

    @Test func serversOfTwoBackendsAreNotShiftedTogether() throws {
        var fleet = SampleAction.fleet()
        let router = try #require(fleet.sources.firstIndex { $0.id == SampleAction.source })
        let old = try #require(fleet.sources[router].sample)
        var endpoints = old.inventory.endpoints
        endpoints[2].name = "embed"
        fleet.sources[router].sample = Sample(
            inventory: Inventory(endpoints: endpoints))
        var script = Script(fleet)
        script.send(.actorsChanged([SampleAction.source: [.reroute]], stages: [1]))
        script.send(.accessChanged(.writable))
        script.type("3")
        script.state.marks = [
            .endpoint(source: SampleAction.source, label: "chat/own"),
            .endpoint(source: SampleAction.source, label: "embed/spare"),
        ]
        script.type("r")
        #expect(script.state.layers.isEmpty)
        #expect(script.state.notice?.text.contains("share no requests") == true)
    }
}
