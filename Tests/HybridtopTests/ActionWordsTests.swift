import Support
import Testing

/// What the action commands take, and how they tell it.
@Suite(.serialized) struct ActionWordsTests {
    @Test func whatCannotBeMeantIsAMistakeOfUsage() throws {
        let scene = try ActionLab()
        for (words, why) in [
            ("reroute chat/own=20 chat/rented=70 --plan", "shares sum to 90 %"),
            ("reroute chat/own=20 chat/own=80 chat/rented=20 --plan", "is given two shares"),
            ("drain chat/own --for 500ms --plan", "not less than 1s"),
        ] {
            let outcome = scene.program.run(words)
            #expect(outcome.status == 2, "\(words): \(outcome)")
            #expect(outcome.errors.contains(why), "\(outcome.errors)")
        }
    }

    /// Of two sources that can, the one that has the target is meant.
    @Test func theSourceThatHasTheTargetIsFound() throws {
        let scene = try ActionLab()
        let other =
            "  - haproxy: { name: other, sockets: [\(scene.lab.addresses.sockets[0])], "
            + "backends: [fixed] }\nworkloads:"
        try scene.program.configure(
            ActionLab.configuration(scene.lab)
                .replacing("interval: 300ms", with: "interval: 300ms\n      backends: [chat]")
                .replacing("workloads:", with: other))
        let found = scene.program.run("resume fixed/one --plan")
        #expect(found.output.contains("fixed/one is no check: not drained"), "\(found)")
        let none = scene.program.run("resume fixed/three --plan")
        #expect(
            none.status == 2 && none.errors.contains("each of 2 sources that can resume declines"))
        #expect(none.errors.contains("\nUsage: hybridtop resume "), "\(none)")
        #expect(none.errors.contains("  See 'hybridtop resume --help' for more"), "\(none)")
        for source in ["edge", "other"] { #expect(none.errors.contains("  haproxy/\(source): ")) }
        let misspelt = scene.program.run("resume fixed/oen --plan")
        #expect(misspelt.errors.contains("did you mean `fixed/one`?"), "\(misspelt)")
    }

    /// Which source acts does not hang on which of them answers.
    @Test func aSourceThatDoesNotAnswerMayBeTheOneThatIsMeant() throws {
        let scene = try ActionLab()
        let other = "  - haproxy: { name: other, sockets: [/nowhere/admin.sock] }\nworkloads:"
        try scene.program.configure(
            ActionLab.configuration(scene.lab).replacing("workloads:", with: other))
        let unsure = scene.program.run("drain chat/rented --yes")
        #expect(unsure.status == 4 && unsure.errors.contains("give --source"), "\(unsure)")
        #expect(unsure.errors.contains("  haproxy/other: "), "\(unsure)")
        let named = scene.program.run("drain chat/rented --source edge --plan")
        #expect(named.status == 0 && named.output.contains(" by haproxy/edge in "), "\(named)")
        let both = scene.program.run("drain chat/nobody --yes")
        #expect(both.status == 4 && both.errors.contains("declines"), "\(both)")
    }

    /// A script sees what a person sees: an action whose plan is lost is in the list.
    @Test func whatIsLostIsToldToScriptsToo() throws {
        let scene = try ActionLab()
        #expect(scene.program.run("drain chat/rented --yes").status == 0)
        let id = scene.id
        let rest = scene.journal.dropFirst().joined(separator: "\n") + "\n"
        try scene.program.folder.write(rest, "state/hybridtop/actions.jsonl")
        for words in ["actions list --json", "actions list --json --unfinished"] {
            let list = scene.program.run(words)
            #expect(list.status == 0 && list.output.contains("\"planLost\":true"), "\(list)")
            #expect(list.output.contains("\"plan\":{\"id\":\"\(id)\"}"), "\(list)")
            #expect(list.output.contains("\"state\":\"unknown\""), "\(list)")
        }
        let settled = scene.program.run("actions settle \(id) --as partial --json")
        #expect(settled.status == 0, "\(settled)")
        for part in ["\"planLost\":true", "\"state\":\"partial\"", id] {
            #expect(settled.output.contains(part), "\(settled)")
        }
        #expect(!scene.program.run("actions list --json").output.contains(id))
    }

    @Test func aListHasTimesAndAPlanItsInstances() throws {
        let scene = try ActionLab()
        let words = "reroute chat/own=50 chat/rented=50 --stages 100 --hold 0s"
        let plan = scene.program.run("\(words) --plan").output
        for socket in [scene.lab.addresses.sockets[0], scene.lab.addresses.passedSocket] {
            #expect(plan.contains("weight 0 -> 50  at \(socket)\n"), "\(plan)")
        }
        #expect(scene.program.run("\(words) --yes").status == 0)
        let id = scene.id
        #expect(scene.program.run("actions undo \(id) --yes").status == 0)
        let lines = scene.program.run("actions list").output.split(separator: "\n")
        let heading = lines.first?.split(separator: " ").map { String($0) }
        #expect(
            heading == ["ID", "BEGUN", "ENDED", "ACTION", "TARGETS", "CONTEXT", "STATE", "WHY"])
        let list = lines.dropFirst()
        let places = list.map { line in
            line.firstRange(of: "Z  reroute  chat/own").map {
                line.distance(from: line.startIndex, to: $0.lowerBound)
            }
        }
        #expect(places.count == 2 && places[0] != nil && places[0] == places[1], "\(list)")
        expectUndone(scene, id)
        let again = scene.program.run("actions undo \(id) --yes")
        #expect(again.errors.contains("took it back"), "\(again)")
    }

    /// Both say it, in words and to scripts.
    private func expectUndone(_ scene: ActionLab, _ id: String) {
        let program = scene.program
        let undo = program.listedActions.last ?? ""
        #expect(undo != id && program.listedActions.first == id)
        let list = program.run("actions list").output
        #expect(list.contains("  verified, undone by \(undo)  "), "\(list)")
        #expect(list.contains("  verified, undo of \(id)  "), "\(list)")
        let story = program.run("actions show \(id)").output
        #expect(story.contains("  since  undone by \(undo)\n"), "\(story)")
        #expect(program.run("actions show \(undo)").output.contains("  why    undo of \(id)\n"))
        let records = program.run("actions list --json").output
        #expect(records.contains("\"undoneBy\":\"\(undo)\""), "\(records)")
        #expect(records.contains("\"undoOf\":\"\(id)\""), "\(records)")
        let export = program.run("actions export").output
        #expect(export.contains("\"undone_by\":\"\(undo)\""), "\(export)")
        #expect(export.contains("\"undo_of\":\"\(id)\""), "\(export)")
        #expect(!scene.journal.joined().contains("undo_of"))
    }
}
