import Dashboard
import Fleet
import Foundation
import Support
import Testing

/// Actions beside another view.
@Suite struct ActionsSideTests {
    private func script(columns: Int = 200, rows: Int = 60) -> Script {
        var script = SampleWorkloads.script(columns: columns, rows: rows)
        script.send(.actionsRecalled([ActionsViewTests.ended(.verified), ActionsViewTests.left()]))
        script.send(.actionChanged(SampleAction.shift()))
        script.type("a")
        return script
    }

    @Test func besideTheViewWhereThereIsRoom() throws {
        let script = script()
        #expect(script.state.view == .workloads)
        try GoldenTests.compare(script.frame().text, with: "workloads-actions-200")
    }

    @Test func atTheLeastWidth() throws {
        var script = script(columns: 160, rows: 40)
        script.type("2")
        #expect(script.state.view == .nodes)
        try GoldenTests.compare(script.frame().text, with: "nodes-actions-160")
    }

    @Test func theFullViewWhereThereIsNot() {
        #expect(script(columns: 159).state.view == .actions)
        var script = script()
        script.send(.resized(columns: 120, rows: 40))
        #expect(!script.frame().text.contains("under way 1"))
        script.send(.resized(columns: 200, rows: 60))
        #expect(script.frame().text.contains("under way 1"), "it is wanted still")
        script.type("a")
        #expect(!script.frame().text.contains("under way 1"))
    }

    @Test func itsKeysAreItsOwnWhileItHasTheFocus() {
        var script = script()
        script.type("c")
        #expect(script.frame().text.contains("Columns"), "of the table that has the focus")
        script.press(.escape)
        script.press(.tab, .tab)
        #expect(script.state.focus[.workloads] == "actions")
        script.press(.down)
        script.type("c")
        #expect(script.frame().text.contains("goes back to the state from before"))
        script.press(.escape)
        script.press(.escape)
        #expect(script.state.focus[.workloads] == nil, "back to the view")
        #expect(script.state.view == .workloads)
    }

    @Test func everyViewLeavesItRoom() {
        var script = script(columns: 170, rows: 30)
        for key in "0123458" {
            script.type(String(key))
            for line in script.frame().text.split(separator: "\n") {
                #expect(DisplayWidth.columns(of: String(line)) <= 170)
            }
            #expect(script.frame().text.contains("under way 1"), "view \(key)")
        }
    }
}
