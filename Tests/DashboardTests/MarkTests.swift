import Fleet
import Support
import Testing

@testable import Dashboard

/// Marks are those of the view in which their rows are, and serve once.
@Suite struct MarkTests {
    private func mark(_ label: String) -> Identity {
        .endpoint(source: SampleAction.source, label: label)
    }

    /// The targets of the last plan that was asked for.
    private func targets(_ script: Script) -> [String]? {
        guard case .plan(.order(let order, _), _) = script.effects.last else { return nil }
        return order.targets
    }

    private func bar(_ script: Script) -> String {
        String(script.frame().text.split(separator: "\n").last ?? "")
    }

    @Test func marksOfAnotherViewAreNotMeant() {
        var script = SampleWorkloads.script()
        script.type("3/chat/own")
        script.press(.enter)
        script.type(" ")
        #expect(script.state.marks.count == 1)
        script.type("4/chat-70b")
        script.press(.enter)
        let text = script.frame().text
        #expect(!text.contains("1 marked") && !bar(script).contains("unmark"))
        script.type("r")
        #expect(script.state.layers.count == 1, "\(script.state.notice?.text ?? "")")
        script.press(.escape)
        // Nor by a list that cannot be marked, though it has the very row.
        script.press(.enter, .down)
        script.type("d")
        #expect(targets(script) == ["chat/rented"], "the selected side")
        script.press(.escape)
        script.type("2y")
        guard case .yank(let name) = script.effects.last else {
            Issue.record("nothing was copied")
            return
        }
        #expect(!name.contains("chat/own"))
    }

    @Test func whatIsBegunTakesItsMarksAway() {
        var script = SampleAction.script()
        script.type("3")
        script.state.marks = [
            mark("chat/own"), mark("chat/rented"),
            .node(source: SourceID(provider: "nvidia-smi", instance: "x"), name: "gpu-z"),
        ]
        script.type("d")
        #expect(targets(script) == ["chat/own", "chat/rented"])
        ActingTests.answer(&script, SampleAction.plan())
        script.press(.escape)
        #expect(script.state.marks.count == 3, "nothing was begun")
        script.type("d")
        ActingTests.answer(&script, SampleAction.plan())
        ActingTests.see(&script)
        script.type("y")
        #expect(script.state.marks.count == 1, "those of another view stay")
        script.state.selection["endpoints"] = mark("chat/spare")
        script.type("d")
        #expect(targets(script) == ["chat/spare"])
    }

    @Test func whatAFilterHidesIsNamedAndCanBeUnmarked() {
        var script = SampleAction.script()
        script.type("3")
        script.state.marks = [mark("chat/own"), mark("chat/rented")]
        script.state.settle()
        #expect(!bar(script).contains("M unmark"))
        script.type("/chat/own")
        script.press(.enter)
        script.state.notice = nil
        #expect(bar(script).contains("M unmark all"), "\(bar(script))")
        script.type("d")
        #expect(targets(script) == ["chat/own"])
        #expect(
            script.frame().text.contains("1 marked row out of sight and left out (chat/rented)"))
        script.press(.escape)
        script.type(":filter embed")
        script.press(.enter)
        script.type("d")
        #expect(
            script.state.notice?.text
                == "2 marked rows out of sight (chat/own, chat/rented): M takes the marks away, "
                + "Esc the filter.")
        script.type("M")
        #expect(script.state.marks.isEmpty)
    }

    @Test func aGroupIsNotMarked() {
        var script = SampleAction.script()
        script.type("3:group site")
        script.press(.enter, .home)
        script.type(" ")
        #expect(script.state.marks.isEmpty)
        #expect(script.state.notice?.text == "A group is not marked: mark its rows.")
    }
}
