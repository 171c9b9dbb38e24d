import Dashboard
import Fleet
import Support
import Testing

@Suite struct ReducerTests {
    @Test func digitsGoToViewsAndLaterOnesSaySo() {
        var script = Script()
        for view in ViewID.allCases {
            guard let digit = view.digit else { continue }
            script.press(.character(digit))
            #expect(script.state.view == view)
            if view.comesLater { #expect(script.frame().text.contains("comes later")) }
        }
    }

    @Test func enterGoesInAndEscapeComesBackAndNeverQuits() {
        var script = Script()
        script.type("2")
        script.inFleetOrder()
        script.press(.down, .enter)
        #expect(
            script.state.location
                == Location(
                    .node,
                    .node(
                        source: SourceID(provider: "nvidia-smi", instance: "gpu-a02"),
                        name: "gpu-a02")))
        script.press(.escape)
        #expect(script.state.location == Location(.nodes))
        script.press(.escape, .escape)
        #expect(script.state.location == Location(.nodes))
        #expect(script.effects.isEmpty)
        #expect(script.state.notice?.text.contains("q quits") == true)
        script.type("q")
        #expect(script.effects == [.quit])
    }

    @Test func aKeyThatDoesNotApplySaysWhy() {
        var script = Script()
        script.type("2")
        script.type("d")
        #expect(script.state.notice?.text.contains("read-only") == true)
        #expect(script.frame().text.contains("read-only"))
        script.type("x")
        #expect(script.state.notice?.text.contains("0 Attention") == true)
        script.inFleetOrder()
        script.type("O")
        #expect(script.state.notice?.text.contains("fleet's own order") == true)
    }

    @Test func pauseFreezesThePictureWithItsTime() {
        var script = Script()
        script.type("2p")
        var later = SampleFleet.usual()
        later.generation += 1
        later.sources.removeFirst()
        later.time = SampleFleet.time + .seconds(60)
        script.send(.snapshotArrived(later))
        #expect(script.frame().text.contains("PAUSED 14:02:11"))
        #expect(script.frame().text.contains("gpu-a01"))
        #expect(script.state.snapshot.generation == later.generation)
        script.type("p")
        #expect(!script.frame().text.contains("gpu-a01"))
        #expect(!script.frame().text.contains("PAUSED"))
    }

    @Test func aNoticeExpiresAndAFailureStaysUntilAKey() {
        var script = Script()
        script.send(.noticed(Notice("hello")))
        script.send(.ticked(SampleFleet.time + .seconds(5)))
        #expect(script.frame().text.contains("hello"))
        script.send(.ticked(SampleFleet.time + .seconds(7)))
        #expect(!script.frame().text.contains("hello"))
        script.send(.noticed(Notice("it broke", .critical)))
        script.send(.ticked(SampleFleet.time + .seconds(700)))
        #expect(script.frame().text.contains("it broke"))
        script.press(.down)
        #expect(!script.frame().text.contains("it broke"))
    }

    @Test func theIntervalStepsAndStopsAtItsEnds() {
        var script = Script()
        script.type("+-")
        #expect(script.effects == [.changeInterval(.seconds(5)), .changeInterval(.seconds(2))])
        script.effects = []
        script.type("----")
        #expect(
            script.effects == [.changeInterval(.seconds(1)), .changeInterval(.milliseconds(500))])
        #expect(script.state.notice?.text.contains("no further") == true)
    }

    @Test func aFindingIsSnoozedAndHeardAgain() {
        var script = Script()
        script.type("0x")
        script.press(.down, .down, .enter)
        let id = SampleFindings.usual()[0].id
        #expect(script.effects == [.acknowledge(finding: id, lasting: .seconds(3600))])
        var fleet = SampleFleet.usual()
        fleet.generation += 1
        fleet.findings[0].acknowledgement = Acknowledgement(by: "me", at: SampleFleet.time.wall)
        script.send(.snapshotArrived(fleet))
        script.effects = []
        script.type("x")
        #expect(script.effects == [.withdraw(finding: id)])
    }

    @Test func aShellOpensOnTheSelectedNode() {
        var script = Script()
        script.type("2S")
        guard case .openShell(let node, _) = script.effects.first else {
            Issue.record("no shell")
            return
        }
        #expect(node.name == "gpu-b17")
        script.effects = []
        script.type("3S")
        #expect(script.effects.isEmpty)
        #expect(script.state.notice != nil)
    }

    @Test func aPasteIsNeverACommand() {
        var script = Script()
        script.send(.input(.paste("q")))
        #expect(script.effects.isEmpty)
        script.type("2/")
        script.send(.input(.paste("gpu-b\nq")))
        #expect(script.state.filter.text.hasPrefix("gpu-b"))
    }

    @Test func nothingFoundSaysWhatWasLookedForAndOffersTheDemo() {
        var fleet = SampleFleet.empty()
        fleet.generation = 1
        var script = Script(
            fleet,
            options: DashboardOptions(lookedFor: ["nvidia-smi: not here", "port 8000: refused"]))
        let text = script.frame().text
        #expect(text.contains("port 8000: refused") && text.contains("simulated fleet"))
        script.type("D")
        #expect(script.effects == [.startDemo])
    }

    @Test func everyKeyOfTheDesignIsBound() {
        for key in "?/: hjklgGovpsdruUaxSytq+-0123456789".filter({ $0 != "9" }) {
            #expect(Keymap.command(.character(key)) != nil, "\(key)")
        }
        for key in [Key.enter, .escape, .tab, .up, .down, .left, .right] {
            #expect(Keymap.command(key) != nil)
        }
        let keys = Keymap.all.flatMap(\.keys)
        #expect(Set(keys).count == keys.count, "a key is bound twice")
    }
}
