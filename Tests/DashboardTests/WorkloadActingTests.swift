import Dashboard
import Fleet
import Support
import Testing

/// Acting on a workload: shares for all of it, everything else side by side.
@Suite struct WorkloadActingTests {
    private func script(_ filter: String) -> Script {
        WorkloadFrameTests.script("/\(filter)\n")
    }

    private func orders(_ script: Script) -> [ActionOrder] {
        script.effects.compactMap { effect in
            if case .plan(.order(let order, _), _) = effect { order } else { nil }
        }
    }

    @Test func rerouteEditsTheSharesOfItsService() {
        var script = script("chat-70b")
        script.type("r")
        let text = script.frame().text
        #expect(text.contains("Shares of chat") && text.contains("chat/rented"))
        script.type("60")
        script.press(.enter)
        #expect(orders(script).map(\.kind) == [.reroute])
        #expect(Set(orders(script).flatMap(\.targets)) == ["chat/own", "chat/rented"])
    }

    @Test func drainAsksWhichSide() {
        var script = script("chat-70b")
        script.type("d")
        #expect(script.effects.isEmpty)
        let text = script.frame().text
        #expect(
            text.contains("Drain which side") && text.contains("us-east-1 · 18% of the requests"))
        script.type("rented")
        script.press(.enter)
        #expect(orders(script).map(\.targets) == [["chat/rented"]])
        #expect(orders(script).map(\.kind) == [.drain])
    }

    @Test func scaleAsksWhichVariant() {
        var script = script("vision")
        script.type("s")
        #expect(script.frame().text.contains("Scale which side"))
        script.type("green")
        script.press(.enter)
        #expect(script.frame().text.contains("3 → 3"))
        script.type("5")
        script.press(.enter)
        #expect(orders(script).map(\.targets) == [["vision/green"]])
        #expect(orders(script).map(\.wish) == [.count(5)])
    }

    @Test func aSideIsATargetItself() {
        var script = script("chat-70b")
        script.press(.enter, .down)
        script.type("d")
        #expect(orders(script).map(\.targets) == [["chat/rented"]])
    }

    @Test func whatCannotBeDoneSaysWhy() {
        var script = script("chat-70b")
        script.type("s")
        #expect(script.frame().text.contains("No source that knows chat-70b can scale any of it."))
        var other = self.script("embed")
        other.type("r")
        #expect(other.frame().text.contains("No source that knows embed can reroute any of it."))
        other.send(.accessChanged(.locked))
        other.type("d")
        #expect(other.frame().text.contains("read-only"))
        #expect(script.effects.isEmpty && other.effects.isEmpty)
    }

    @Test func whatIsUnderWayStandsBesideItsWorkload() {
        var script = script("chat-70b")
        #expect(!script.frame().text.contains("reroute 2/4"))
        script.send(.actionChanged(SampleAction.shift()))
        let text = script.frame().text
        #expect(text.contains("reroute 2/4 0:41"))
        #expect(text.contains("stage 2 of 4: 25 %"))
        var other = self.script("vision")
        other.send(.actionChanged(SampleAction.shift()))
        #expect(!other.frame().text.contains("reroute 2/4"), "it is none of it")
    }
}
