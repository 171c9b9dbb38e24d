import Dashboard
import Fleet
import Support
import Testing

/// The forms before a plan: shares that always sum to 100, and counts that are always absolute.
@Suite struct ActionFormTests {
    @Test func sharesSumToAHundredWhateverIsDone() {
        var random = SeededRandom(seed: 7)
        for _ in 0..<400 {
            let count = Int.random(in: 1...9, using: &random)
            var split = ShareSplit(
                (0..<count).map { _ in Double.random(in: 0...3, using: &random) })
            for _ in 0..<20 {
                let place = Int.random(in: 0..<count, using: &random)
                let wanted = Int.random(in: -20...130, using: &random)
                split.set(place, to: wanted)
                #expect(split.percents.reduce(0, +) == 100)
                #expect(split.percents.allSatisfy { (0...100).contains($0) })
                if count > 1 { #expect(split.percents[place] == max(0, min(100, wanted))) }
            }
        }
        #expect(ShareSplit([0, 0, 0]).percents == [34, 33, 33])
        var split = ShareSplit([0.6, 0.3, 0.1])
        split.set(0, to: 20)
        #expect(split.percents == [20, 60, 20])
    }

    @Test func countsAreResolvedForEachTarget() {
        #expect(ScaleWish("4")?.resolved(from: 9) == 4)
        #expect(ScaleWish("4")?.resolved(from: nil) == 4)
        #expect(ScaleWish("+2")?.resolved(from: 3) == 5)
        #expect(ScaleWish("-9")?.resolved(from: 3) == 0)
        #expect(ScaleWish("x0.5")?.resolved(from: 5) == 3)
        #expect(ScaleWish("x2")?.resolved(from: nil) == nil)
        for text in ["", "+", "x", "-1.5", "four", "1e99", "x-1", "99999999999999999999", "x1e9"] {
            #expect(ScaleWish(text) == nil, "\(text)")
        }
    }

    @Test func theEditorPlansAShiftOfTheWholeBackend() {
        var script = SampleAction.script()
        script.type("3/chat/rented")
        script.press(.enter)
        script.type("r")
        let text = script.frame().text
        #expect(text.contains("Shares of chat") && text.contains("5 → 25 → 50 → 100 %"))
        script.press(.enter)
        #expect(script.effects.isEmpty, "nothing was changed")
        // 508 is no share: the 8 begins anew.
        script.type("5080")
        #expect(script.frame().text.contains("chat/rented"))
        script.type("s")
        script.press(.enter)
        guard case .plan(.order(let order, _), _) = script.effects.last else {
            Issue.record("nothing was planned")
            return
        }
        #expect(order.kind == .reroute)
        #expect(order.targets == ["chat/own", "chat/rented"])
        #expect(
            order.wish
                == .shares(
                    ["chat/own": 0.2, "chat/rented": 0.8], stages: [0.25, 0.5, 1]))
    }

    @Test func theFormShowsWhatEachCountComesTo() {
        var script = SampleAction.script()
        script.type("3")
        script.state.marks = [
            .endpoint(source: SampleAction.source, label: "chat/own"),
            .endpoint(source: SampleAction.source, label: "chat/rented"),
        ]
        script.type("s")
        script.press(.enter)
        #expect(script.effects.isEmpty, "unchanged by default")
        script.type("+2")
        let text = script.frame().text
        #expect(text.contains("2 → 4") && text.contains("3 → 5"))
        script.press(.enter)
        guard case .plan(.order(let order, _), _) = script.effects.last else {
            Issue.record("nothing was planned")
            return
        }
        #expect(order.wish == .values(["chat/own": "4", "chat/rented": "5"]))
    }
}
