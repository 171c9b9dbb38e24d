import Dashboard
import Fleet
import Support
import Testing

/// A filter stays with the view in which it was typed; `a` comes back to where one was.
@Suite struct ViewFilterTests {
    @Test func aFilterHidesNothingElsewhere() {
        var script = Script()
        script.type("2/gpu-a02")
        script.press(.enter)
        #expect(script.frame().text.contains("Nodes 1 of 5"))
        script.type("3")
        #expect(script.state.filter.text.isEmpty && !script.frame().text.contains("/ gpu-a02"))
        #expect(script.frame().text.contains("┌ Endpoints 4 "))
        script.type("2")
        #expect(script.frame().text.contains("/ gpu-a02"), "it is there still, and says so")
        script.press(.escape)
        #expect(script.frame().text.contains("Nodes 5"))
    }

    @Test func whereThereIsNoTableNothingIsFiltered() {
        var script = Script()
        script.type("7:filter embed")
        script.press(.enter)
        #expect(script.state.notice?.text == "There is no table here to filter.")
        #expect(script.state.filter.text.isEmpty)
    }

    @Test func aComesBackToWhereOneWas() {
        var script = SampleAction.script()
        script.type("2")
        script.press(.enter)
        let place = script.state.location
        #expect(place.view == .node)
        script.type("a")
        #expect(script.state.view == .actions)
        script.type("a")
        #expect(script.state.location == place)
        script.press(.escape)
        #expect(script.state.view == .nodes, "the way back is the same too")
        script.type("7a")
        #expect(script.state.view == .nodes)
    }
}
