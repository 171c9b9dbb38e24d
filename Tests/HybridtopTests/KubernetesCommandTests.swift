import Support
import Testing

/// Acting on Kubernetes from the command line: from the words to the objects.
@Suite(.serialized) struct KubernetesCommandTests {
    @Test func aCountIsPlannedThenSetAndVerified() throws {
        let scene = try KubernetesRunLab()
        let plan = scene.program.run("scale deployment/own --to 3 --plan")
        #expect(plan.status == 0, "\(plan)")
        let request =
            "PATCH \(scene.lab.place.url)\(KubernetesRunLab.own)/scale "
            + "(application/merge-patch+json) {\"metadata\":{\"resourceVersion\":"
        #expect(plan.output.contains(request), "\(plan.output)")
        #expect(plan.output.contains("tried with dryRun=All"))
        #expect(!plan.output.contains("token-of"))
        let sent = try scene.changes()
        #expect(sent.isEmpty && scene.journal.isEmpty)
        let scaled = scene.program.run("scale deployment/own --to 3 --yes")
        #expect(scaled.status == 0, "\(scaled)")
        #expect(scaled.output.contains("\nverified: "), "\(scaled.output)")
        let wanted = try scene.lab.value(KubernetesRunLab.own, "spec", "replicas")
        #expect(wanted == "3")
    }

    @Test func aNodeIsDrainedResumedAndCordonedAndTheJournalTellsIt() throws {
        let scene = try KubernetesRunLab()
        let drain = scene.program.run("drain gpu-a02 --yes --reason riser")
        #expect(drain.status == 0, "\(drain)")
        #expect(drain.output.contains("converged, not verified: "), "\(drain.output)")
        let isDrained = try scene.isCordoned()
        let left = try scene.lab.pods(on: "gpu-a02").keys
        #expect(isDrained && !left.contains { $0.hasPrefix("own") })
        #expect(scene.program.run("actions undo \(scene.id) --yes").status == 0)
        let isBack = try !scene.isCordoned()
        #expect(isBack)
        let cordon = scene.program.run("cordon gpu-a02 --yes")
        #expect(cordon.status == 0, "\(cordon)")
        #expect(scene.program.run("resume gpu-a02 --yes").status == 0)
        let list = scene.program.run("actions list").output.split(separator: "\n")
        #expect(list.count == 5 && list[1].contains("  drain  "), "\(list)")
        #expect(list[3].contains("  cordon  ") && list[4].contains("  resume  "), "\(list)")
    }

    @Test func sharesAreShiftedAndVerifiedByWhereRequestsLand() throws {
        let scene = try KubernetesRunLab()
        try scene.lab.say("load", "400")
        let shift = scene.program.run(
            "reroute chat/own=40 chat/rented=60 --stages 100 --hold 0s --yes")
        #expect(shift.status == 0, "\(shift)")
        #expect(shift.output.contains("verified: of "), "\(shift.output)")
    }

    @Test func whoMayNotIsRefusedAndNothingIsSent() throws {
        let scene = try KubernetesRunLab(as: "viewer")
        for (words, why) in [
            ("drain gpu-a02", "patch nodes"), ("cordon gpu-a02", "patch nodes"),
            ("scale own --to 3", "patch deployments.apps/scale"),
            ("reroute chat/own=40 chat/rented=60 --stages 100", "patch httproutes"),
            ("drain nowhere", "nowhere"),
        ] {
            let refused = scene.program.run("\(words) --yes")
            #expect(refused.status == 4, "\(words): \(refused)")
            #expect((refused.output + refused.errors).contains(why), "\(words): \(refused)")
        }
        let sent = try scene.changes()
        #expect(sent.isEmpty && scene.onlyRefused(4), "what is nowhere has no plan")
    }

    /// Between the question and the answer somebody else has scaled it.
    @Test func whatSomebodyElseHasChangedIsNotForced() throws {
        let scene = try KubernetesRunLab()
        let terminal = try scene.program.screen(
            ["scale", "deployment/own", "--to", "3"], until: "Carry it out? [y/N]")
        try scene.lab.say("patch", KubernetesRunLab.own, "{\"spec\":{\"replicas\":5}}")
        // What is typed in the moment of the question answers nothing.
        var end: PseudoTerminal.Exit?
        for _ in 0..<6 where end == nil {
            try terminal.write("y\n")
            end = try? terminal.waitForExit(within: .seconds(3))
        }
        #expect(end == .code(4))
        #expect(terminal.screen.text.contains("replicas 5"), "\(terminal.screen.text)")
        let sent = try scene.changes()
        #expect(sent.isEmpty)
    }

    /// No answer, or one that says nothing: it stays unknown, and a person says how it ended.
    @Test(arguments: ["hang", "500"])
    func aRequestThatNobodyAnswersIsUnknown(fault: String) throws {
        let scene = try KubernetesRunLab(["deadline: 1s", "action_deadline: 2s"])
        try scene.lab.say("fault", "PATCH", "/scale", fault)
        let lost = scene.program.run("scale deployment/own --to 3 --yes")
        try scene.lab.say("clear")
        #expect(lost.status == 7 && lost.output.contains("unknown"), "\(lost)")
        let wanted = try scene.lab.value(KubernetesRunLab.own, "spec", "replicas")
        #expect(wanted == "2")
        #expect(scene.program.run("actions list").output.contains("  unknown  "))
        let settled = scene.program.run("actions settle \(scene.id) --as failed")
        #expect(settled.status == 0, "\(settled)")
        #expect(scene.program.run("actions list").output.contains("  failed  "))
    }

    @Test func anAnswerThatIsLostIsLookedForAndNotSentAgain() throws {
        let scene = try KubernetesRunLab()
        try scene.lab.say("fault", "PATCH", "/nodes/gpu-a02", "lose-after")
        let drain = scene.program.run("drain gpu-a02 --yes")
        #expect(drain.status == 0, "\(drain)")
        #expect(scene.journal.contains { $0.contains("\"result\":\"lost\"") })
        let patches = try scene.changes().count { $0.method == "PATCH" }
        let isDrained = try scene.isCordoned()
        #expect(patches == 1 && isDrained)
    }
}
