import Dashboard
import Fleet
import Support
import Testing

/// Acting from the screen: what is planned, what confirms it, and what confirms nothing.
@Suite struct ActingTests {
    /// A screen on which a drain of a server is planned, and the plan is there.
    static func planned(
        tier: ActionTier = .disruptive, more: [ActionCheck] = [], columns: Int = 120,
        rows: Int = 40, isSeen: Bool = true
    ) -> Script {
        var script = SampleAction.script(columns: columns, rows: rows)
        script.type("3/chat/own")
        script.press(.enter)
        script.type("d")
        answer(&script, SampleAction.plan(tier: tier, more: more))
        if isSeen { see(&script) }
        return script
    }

    /// The executor's answer to the last plan that was asked for.
    static func answer(_ script: inout Script, _ plan: ActionProgress) {
        guard case .plan(_, let ticket) = script.effects.last else {
            Issue.record("nothing was planned: \(script.state.notice?.text ?? "")")
            return
        }
        script.send(.planned(ticket: ticket, .success(plan)))
    }

    /// The plan is on the screen, and time enough to read it passes.
    static func see(_ script: inout Script, for pause: Duration = .seconds(1)) {
        script.send(.painted(script.state.now))
        script.send(.ticked(script.state.now + pause))
    }

    private func carriesOut(_ script: Script) -> Bool {
        script.effects.contains { if case .carryOut = $0 { true } else { false } }
    }

    @Test func whatIsReadOnlyRefusesEveryKeyWithASentence() {
        var script = SampleAction.script()
        for (access, words) in [
            (WriteStatus.locked, ":write prod"), (.readOnly, "read-only by its configuration"),
            (.unable("no journal"), "no journal"),
            (.unlocked(until: SampleFleet.time.monotonic + .seconds(-1)), ":write prod"),
        ] {
            script.send(.accessChanged(access))
            for key in "dursU" {
                script.type("3\(key)")
                if key == "U" { script.type("7") }
                #expect(script.effects.isEmpty && script.state.layers.isEmpty)
                if key != "U" {
                    #expect(script.state.notice?.text.contains(words) == true, "\(key)")
                }
            }
            #expect(script.frame().text.contains("  RO"))
        }
    }

    @Test func theContextIsTypedToUnlockIt() {
        var script = SampleAction.script()
        script.send(.accessChanged(.locked))
        script.type(":write")
        script.press(.enter)
        #expect(script.effects.isEmpty)
        #expect(script.state.notice?.text.contains(":write prod") == true)
        script.type(":write prod")
        script.press(.enter)
        #expect(script.effects == [.unlock])
        script.send(.accessChanged(.unlocked(until: SampleFleet.time.monotonic + .seconds(840))))
        #expect(script.frame().text.contains("WRITE 14m"))
        script.type(":readonly")
        script.press(.enter)
        #expect(script.effects.last == .lock)
    }

    @Test func whatOnlyWatchesCannotBeToldAnything() {
        var script = SampleAction.script(kinds: [.drain])
        script.type("3/embed")
        script.press(.enter)
        script.type("d")
        #expect(script.state.notice?.text.contains("only watches embed") == true)
        script.type("r")
        #expect(script.state.notice?.text == "No configured source can reroute anything.")
        #expect(script.effects.isEmpty)
    }

    @Test func aFrozenPictureDoesNotAct() {
        var script = SampleAction.script()
        script.type("3pd")
        #expect(script.effects.isEmpty)
        #expect(script.state.notice?.text.contains("frozen picture") == true)
    }

    @Test func markedRowsInSightAreTakenAndHiddenOnesAreCounted() {
        var script = SampleAction.script()
        script.type("3/chat")
        script.press(.enter)
        script.type(":unmark")
        script.press(.enter)
        script.send(.ticked(SampleFleet.time))
        script.state.marks = ["own", "rented"].reduce(into: []) {
            $0.insert(.endpoint(source: SampleAction.source, label: "chat/\($1)"))
        }
        script.type(":filter chat/own")
        script.press(.enter)
        script.type("d")
        guard case .plan(.order(let order, let source), _) = script.effects.last else {
            Issue.record("nothing was planned")
            return
        }
        #expect(order.targets == ["chat/own"] && source == SampleAction.source)
        #expect(script.frame().text.contains("1 marked row out of sight and left out"))
        Self.answer(&script, SampleAction.plan())
        script.type("h")
        guard case .plan(.order(let wider, _), _) = script.effects.last else {
            Issue.record("nothing was planned anew")
            return
        }
        #expect(wider.targets == ["chat/own", "chat/rented"])
        script.press(.escape)
        script.type(":filter embed")
        script.press(.enter)
        script.type("d")
        #expect(script.state.notice?.text.contains("2 marked rows out of sight") == true)
    }

    @Test func whatIsDisruptiveTakesYOnceItIsRead() {
        var script = Self.planned()
        #expect(script.frame().text.contains("set server chat/own state drain"))
        script.press(.enter)
        #expect(script.state.layers.isEmpty && !carriesOut(script), "Cancel has the focus")
        script = Self.planned()
        script.type("y")
        #expect(script.effects.last == .carryOut("20261121T140200-3f9a1c"))
        #expect(script.state.layers.isEmpty)
    }

    @Test func whatWasBegunIsWhatActionsShows() {
        var script = SampleAction.script(columns: 120, rows: 40)
        for id in ["first", "second"] {
            script.type("3/chat/own")
            script.press(.enter)
            script.type("d")
            Self.answer(&script, SampleAction.plan(id))
            Self.see(&script)
            script.type("y")
            #expect(script.effects.last == .carryOut(id), "\(script.state.notice?.text ?? "")")
            var begun = SampleAction.plan(id)
            begun.state = .progressing
            begun.isConfirmed = true
            script.send(.actionChanged(begun))
            script.type("7")
            #expect(script.state.selection["actions"] == .action(id))
            script.press(.escape)
        }
    }

    @Test func keysFromBeforeItWasSeenConfirmNothing() {
        var script = Self.planned(isSeen: false)
        script.type("y")
        script.send(.painted(script.state.now))
        script.type("y")
        script.send(.keysCame(1, script.state.now + .milliseconds(399)))
        script.type("y")
        #expect(!carriesOut(script) && script.state.layers.count == 1)
        #expect(script.state.notice?.text.contains("Read it first") == true)
        script.send(.keysCame(2, script.state.now + .seconds(2)))
        script.type("yy")
        script.send(.input(.paste("y\n")))
        #expect(!carriesOut(script) && script.state.layers.count == 1)
        script.send(.keysCame(1, script.state.now + .seconds(1)))
        script.type("y")
        #expect(carriesOut(script))
    }

    @Test func anotherPlanIsReadAnew() {
        var script = Self.planned()
        script.type("n")
        script.send(.ticked(script.state.now + .seconds(9)))
        Self.answer(&script, SampleAction.plan("20261121T140300-000002"))
        script.type("y")
        #expect(!carriesOut(script))
        Self.see(&script)
        script.type("y")
        #expect(script.effects.last == .carryOut("20261121T140300-000002"))
    }

    @Test func whatDoesNotFitIsScrolledThroughFirst() {
        var script = Self.planned(columns: 60, rows: 12)
        script.type("y")
        #expect(!carriesOut(script))
        #expect(script.state.notice?.text.contains("more of it below") == true)
        script.send(.resized(columns: 50, rows: 11))
        #expect(script.state.layers.count == 1, "another size cancels nothing")
        script.press(.end)
        script.type("y")
        #expect(!carriesOut(script), "what was jumped over has not been read")
        #expect(script.state.notice?.text.contains("passed over") == true)
        script.press(.home)
        for _ in 0..<10 { script.press(.pageDown) }
        script.type("y")
        #expect(carriesOut(script))
    }

    @Test func whatIsDestructiveTakesTheTypedName() {
        var script = Self.planned(tier: .destructive)
        script.type("y")
        script.press(.enter)
        #expect(!carriesOut(script) && script.state.layers.count == 1)
        script.press(.backspace)
        script.send(.input(.paste("own")))
        script.press(.enter)
        #expect(!carriesOut(script))
        script = Self.planned(tier: .destructive)
        script.type("own")
        #expect(script.frame().text.contains("type own: own"))
        script.press(.enter)
        #expect(carriesOut(script))
    }

    @Test func whatIsUnknownIsAcknowledgedByItsOwnKey() {
        let unknown = ActionCheck(.ownership, .unknown, "It cannot be told who owns it.")
        var script = Self.planned(more: [unknown])
        script.type("y")
        #expect(!carriesOut(script))
        #expect(script.frame().text.contains("1 I go on without it"))
        script.type("1")
        #expect(
            script.effects.last
                == .acknowledgeCheck(unknown, plan: "20261121T140200-3f9a1c"))
        var read = SampleAction.plan(more: [unknown])
        read.acknowledged = [unknown]
        script.send(.actionChanged(read))
        script.type("y")
        #expect(carriesOut(script))
    }

    @Test(arguments: [ActionCheck.Verdict.block, .unknown])
    func noKeyOverridesARefusal(verdict: ActionCheck.Verdict) {
        var script = Self.planned(more: [ActionCheck(.residency, verdict, "patient stays here.")])
        script.type("1y")
        script.press(.tab, .enter)
        #expect(!carriesOut(script))
    }

    @Test func aPlanThatIsTooOldIsMadeAnew() {
        var script = Self.planned()
        script.send(.ticked(script.state.now + .seconds(200)))
        #expect(script.frame().text.contains("too old"))
        script.type("y")
        #expect(!carriesOut(script))
        script.type("n")
        guard case .plan = script.effects.last else {
            Issue.record("nothing was planned anew")
            return
        }
    }

    @Test func aReasonIsPartOfThePlan() {
        var script = Self.planned()
        script.type("wfan replacement")
        script.press(.enter)
        guard case .plan(.order(let order, _), _) = script.effects.last else {
            Issue.record("nothing was planned anew")
            return
        }
        #expect(order.reason == "fan replacement" && order.targets == ["chat/own"])
        script.type("y")
        #expect(!carriesOut(script), "there is no plan yet")
    }

    @Test func aRefusedPlanSaysWhy() {
        var script = SampleAction.script()
        script.type("3/chat/own")
        script.press(.enter)
        script.type("d")
        guard case .plan(_, let ticket) = script.effects.last else { return }
        #expect(script.frame().text.contains("Asking the control plane"))
        script.send(.planned(ticket: ticket + 1, .failure(ActionRefusal("of another"))))
        script.send(.planned(ticket: ticket, .failure(ActionRefusal("It is gone."))))
        #expect(script.frame().text.contains("It is gone."))
        script.press(.escape)
        script.send(.planned(ticket: ticket, .success(SampleAction.plan())))
        #expect(script.state.layers.isEmpty)
    }
}
