import Fleet
import Support
import Testing

@testable import Dashboard

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
        script.type("80")
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

    private func editor(_ columns: Int = 120) -> Script {
        var script = SampleAction.script(columns: columns)
        script.type("3/chat/rented")
        script.press(.enter)
        script.type("r")
        return script
    }

    /// The shares that Enter would plan.
    private func shares(_ script: Script) -> [String: Double]? {
        var script = script
        script.press(.enter)
        guard case .plan(.order(let order, _), _) = script.effects.last,
            case .shares(let shares, _) = order.wish
        else { return nil }
        return shares
    }

    @Test(arguments: [
        ("150", 0.15), ("105", 0.1), ("100", 1), ("999", 0.99), ("1000", 1), ("015", 0.15),
    ])
    func aDigitTooManyIsNoOtherShare(typed: String, share: Double) {
        var script = editor()
        script.type(typed)
        let isSlip = Int(typed) ?? 0 > 100
        #expect(
            (script.state.notice?.text.contains("would be more than 100 %") == true) == isSlip)
        #expect(shares(script)?["chat/rented"] == share)
    }

    /// What is typed and taken back leaves everything as it was.
    @Test func whatIsTakenBackIsNoShareOfNothing() {
        var script = editor()
        script.press(.backspace)
        #expect(shares(script) == nil, "nothing was typed")
        script.type("9")
        script.press(.backspace)
        #expect(shares(script) == nil)
        script.press(.right)
        #expect(shares(script) == ["chat/own": 0.79, "chat/rented": 0.21])
    }

    @Test func whereEachTargetRunsIsShown() {
        for columns in [80, 120] {
            var script = WorkloadFrameTests.script("/chat-70b\n", columns: columns)
            script.type("r")
            let lines = script.frame().text.split(separator: "\n")
            func line(_ target: String) -> Substring {
                lines.first { $0.contains(target) && $0.contains("%") } ?? ""
            }
            #expect(line("chat/own").contains("hall-a owned"), "\(line("chat/own"))")
            #expect(line("chat/rented").contains("us-east-1 rented"), "\(line("chat/rented"))")
        }
    }

    /// 74.5, 13.7 and 11.8 are 101 where each is rounded by itself.
    @Test func sharesAreToldSoThatTheySumToAHundred() {
        #expect(ShareSplit.percents(of: [0.745, 0.137, 0.118]) == [74, 14, 12])
        #expect(ShareSplit.percents(of: [0.3, 0.2]) == [30, 20], "those of a part")
        #expect(ShareSplit.percents(of: [0, 0]) == [0, 0])
        #expect(ShareSplit.percents(of: [.nan, 2]) == [0, 100])
        #expect(ShareSplit.texts(of: [0.744, nil, 0.256]) == ["74%", nil, "26%"])
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
