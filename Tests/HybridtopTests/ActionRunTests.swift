import Glibc
import Support
import Testing

/// Acting from the command line, on a real router with real requests.
@Suite(.serialized) struct ActionRunTests {
    @Test func aShiftIsPlannedCarriedOutToldAndUndone() throws {
        let scene = try ActionLab()
        let words = "reroute chat/own=20 chat/rented=80 --stages 50,100 --hold 1s"
        let plan = scene.program.run("\(words) --plan")
        #expect(plan.status == 0)
        #expect(plan.output.contains("echo 'set weight chat/rented 80' | socat - UNIX-CONNECT:"))
        #expect(try scene.weights == ["100", "0", "100", "0"])
        #expect(scene.journal.isEmpty)
        #expect(scene.program.run(words).status == 4, "nobody said yes")
        let done = scene.program.run("\(words) --yes")
        #expect(done.status == 0, "\(done)")
        #expect(done.output.contains("\nverified: of "), "\(done.output)")
        #expect(done.output.contains("; rented bears it: "), "\(done.output)")
        #expect(try scene.weights == ["20", "80", "20", "80"])
        let id = scene.id
        #expect(scene.program.run("actions show \(id)").output.contains("confirmed by "))
        #expect(
            scene.program.run("actions show \(id) --json").output.contains("\"state\":\"verified\"")
        )
        #expect(scene.program.run("actions undo \(id) --yes").status == 0)
        #expect(try scene.weights == ["100", "0", "100", "0"])
        #expect(scene.program.run("actions undo \(id) --yes").status == 4, "it is as before")
    }

    @Test func protectedDataIsRefusedTheMoveWithItsRule() throws {
        let scene = try ActionLab()
        try scene.program.configure(
            ActionLab.configuration(scene.lab).replacing(
                "data_class: open", with: "data_class: patient"))
        let refused = scene.program.run(
            "reroute chat/own=20 chat/rented=80 --yes --acknowledge residency")
        #expect(refused.status == 4)
        #expect(
            refused.errors
                == "hybridtop: chat: `patient` stays on own hardware, and us-east-1 is rented (iaas).\n"
        )
        #expect(scene.onlyRefused(1))
        let list = scene.program.run("actions list").output
        #expect(list.contains("  refused  chat: `patient` stays on own hardware"), "\(list)")
        let told = scene.program.run("actions export").output
        #expect(told.contains("\"detail\":\"chat: `patient` stays"), "\(told)")
        let id = scene.program.listedActions.first ?? ""
        let story = scene.program.run("actions show \(id)").output
        #expect(story.contains("refused to ") && story.contains("BLOCK"), "\(story)")
        #expect(scene.program.run("actions list --unfinished").output == "no actions\n")
        try scene.program.configure(
            ActionLab.configuration(scene.lab).replacing("data_class: open, ", with: ""))
        let unlabelled = scene.program.run("reroute chat/own=20 chat/rented=80 --yes")
        #expect(unlabelled.status == 4 && unlabelled.errors.contains("has no data_class"))
    }

    /// Weights of an operator's own sum to anything: what counts is who gets more requests than before.
    @Test func residencyGoesByRequestsAndNotByWeights() throws {
        let scene = try ActionLab()
        try scene.program.configure(
            ActionLab.configuration(scene.lab).replacing(
                "data_class: open", with: "data_class: patient"))
        for (own, rented, words) in [
            ("200", "150", "reroute chat/own=0 chat/rented=100"),
            ("100", "80", "reroute chat/own=20 chat/rented=80"), ("200", "1", "drain chat/own"),
        ] {
            for instance in 0...1 {
                _ = try scene.lab.say("set weight chat/own \(own)", instance: instance)
                _ = try scene.lab.say("set weight chat/rented \(rented)", instance: instance)
            }
            let refused = scene.program.run("\(words) --plan")
            #expect(refused.status == 4, "\(words): \(refused.output)")
            #expect(refused.output.contains("`patient` stays on own hardware"), "\(words)")
        }
    }

    @Test func rulesOfTheConfigurationHold() throws {
        let scene = try ActionLab()
        func refusal(_ policy: String, _ words: String) throws -> String {
            try scene.program.configure(
                ActionLab.configuration(scene.lab).replacing(
                    "policy: { ", with: "policy: { \(policy), "))
            let outcome = scene.program.run(words)
            #expect(outcome.status == 4, "\(outcome)")
            return outcome.errors
        }
        let shift = "reroute chat/own=50 chat/rented=50 --stages 100 --yes"
        #expect(try refusal("read_only: true", shift).contains("read-only by its configuration"))
        #expect(
            try refusal("rules: [{ target: \"chat/*\", deny: true }]", shift).contains("denied"))
        #expect(try refusal("rules: [{ require_reason: true }]", shift).contains("needs a reason"))
        #expect(
            try refusal("rules: [{ actions: reroute, tier: destructive }]", shift)
                .contains("confirmed at a terminal"))
        #expect(try refusal("rules: [{ max_targets: 1 }]", shift).contains("1 targets at once"))
        #expect(try scene.weights == ["100", "0", "100", "0"])
        #expect(scene.onlyRefused(5))
        let list = scene.program.run("actions list").output
        #expect(list.contains("refused  ") && list.contains("read-only"), "\(list)")
    }

    @Test func whoDoesNotWaitIsToldHowItEndedLater() throws {
        let scene = try ActionLab()
        let held = scene.program.run(
            "reroute chat/own=50 chat/rented=50 --stages 100 --yes --no-wait")
        #expect(held.status == 4 && held.errors.contains("has to be watched"), "\(held)")
        let left = scene.program.run(
            "reroute chat/own=50 chat/rented=50 --stages 100 --hold 0s --yes --no-wait")
        #expect(left.status == 8, "\(left)")
        #expect(left.output.contains("It is not over. hybridtop actions watch "))
        let watched = scene.program.run("actions watch \(scene.id)")
        #expect(watched.status == 0, "\(watched)")
        #expect(watched.output.hasPrefix("verified: of "))
    }

    /// What `show stat` does not tell is unknown, is acknowledged by name, and is then HAProxy's to refuse.
    @Test func anUnknownAnswerIsAcknowledgedByItsName() throws {
        let scene = try ActionLab()
        let words = "reroute hashed/one=20 hashed/two=80 --stages 100 --hold 0s --yes"
        let held = scene.program.run(words)
        #expect(held.status == 4)
        #expect(held.errors.contains("--acknowledge existence"), "\(held)")
        #expect(scene.onlyRefused(1))
        let refused = scene.program.run("\(words) --acknowledge existence")
        #expect(refused.status == 5, "\(refused)")
        #expect(refused.output.contains("static"), "\(refused.output)")
        #expect(scene.journal.contains { $0.contains("\"event\":\"acknowledged\"") })
    }

    /// Started at one moment: whoever is second is told, by the lock, the journal or the world.
    @Test func ofTwoThatStartAtOnceOneWins() throws {
        let scene = try ActionLab()
        let (other, shared) = try scene.other(sharesState: true)
        let words = "reroute chat/own=20 chat/rented=80 --stages 100 --hold 0s --yes"
        let first = try RunningProgram(scene.program, words)
        let second = other.run(words, shared)
        let statuses = [first.status(), second.status]
        #expect(statuses.sorted() == [0, 4], "\(second) \(scene.program.folder.text("errors"))")
        #expect(try scene.weights == ["20", "80", "20", "80"])
        scene.expectNothingSentTwice()
    }

    @Test func anInterruptGoesBackAndASecondLeavesItAsItStands() async throws {
        let scene = try ActionLab()
        let words = "reroute chat/own=20 chat/rented=80 --stages 50,100 --hold 30s --yes"
        let first = try RunningProgram(scene.program, words)
        await scene.wait(for: "\"result\":\"holding\"")
        first.signal(SIGINT)
        #expect(first.status() == 5)
        #expect(scene.program.folder.text("out").contains("rolled back: cancelled by "))
        #expect(try scene.weights == ["100", "0", "100", "0"])
        let second = try RunningProgram(scene.program, words)
        await scene.wait(for: "\"result\":\"holding\"", count: 2)
        // Nothing comes back from the instance, so that the way back takes its time.
        try scene.lab.tell("lose answers")
        second.signal(SIGINT)
        await scene.wait(for: "\"event\":\"cancelled\"", count: 2)
        second.signal(SIGINT)
        #expect(second.status() == 8)
        try scene.lab.tell("lose nothing")
        #expect(scene.program.run("actions list --unfinished").output.contains("(not over)"))
        let watched = scene.program.run("actions watch \(scene.id)")
        #expect([5, 6, 8].contains(watched.status), "\(watched)")
    }

    /// Who ends programs does not mean the opposite change.
    @Test func aTerminationOnlyStopsWatching() async throws {
        let scene = try ActionLab()
        let running = try RunningProgram(
            scene.program, "reroute chat/own=20 chat/rented=80 --stages 50,100 --hold 30s --yes")
        await scene.wait(for: "\"result\":\"holding\"")
        running.signal(SIGTERM)
        #expect(running.status() == 8)
        #expect(!scene.journal.contains { $0.contains("\"event\":\"cancelled\"") })
        #expect(try scene.weights == ["60", "40", "60", "40"])
        let shown = scene.program.run("actions back \(scene.id) --plan").output
        #expect(shown.contains("chat/own  weight -> 100"), "\(shown)")
        #expect(scene.program.run("actions back \(scene.id) --yes").status == 0)
        #expect(try scene.weights == ["100", "0", "100", "0"])
    }

    @Test func ofTwoProgramsOnOneTargetOneWinsAndTheOtherIsTold() async throws {
        let scene = try ActionLab()
        let (second, shared) = try scene.other(sharesState: true)
        let words = "reroute chat/own=20 chat/rented=80 --stages 50,100 --hold 3s --yes"
        let first = try RunningProgram(scene.program, words)
        await scene.wait(for: "\"event\":\"sending\"")
        let loser = second.run("reroute chat/own=70 chat/rented=30 --stages 100 --yes", shared)
        #expect(loser.status == 4, "\(loser)")
        #expect(loser.errors.contains("which is not over"), "\(loser.errors)")
        let watcher = second.run("actions watch \(scene.id)", shared)
        #expect(watcher.errors.contains("is under way"), "\(watcher)")
        #expect(first.status() == 0)
        #expect(try scene.weights == ["20", "80", "20", "80"])
    }

    /// Programs that share no journal, as on two machines: the world tells them of each other.
    @Test func aStrangerInBetweenStopsTheShiftWhereItStands() async throws {
        let scene = try ActionLab()
        let (stranger, apart) = try scene.other(sharesState: false)
        let words = "reroute chat/own=20 chat/rented=80 --stages 50,100 --hold 4s --yes"
        let first = try RunningProgram(scene.program, words)
        await scene.wait(for: "\"result\":\"holding\"")
        let other = stranger.run(
            "reroute chat/own=70 chat/rented=30 --stages 100 --hold 0s --yes", apart)
        #expect(other.status == 0, "\(other)")
        #expect(first.status() == 5)
        #expect(scene.program.folder.text("out").contains("changed since: chat/own: weight "))
        #expect(try scene.weights == ["70", "30", "70", "30"])
    }
}
