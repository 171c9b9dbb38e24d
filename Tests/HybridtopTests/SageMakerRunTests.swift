import Glibc
import Support
import Testing

/// Acting on SageMaker from the command line, and what a kill at any moment leaves.
@Suite(.serialized) struct SageMakerRunTests {
    @Test func aVariantIsScaledDrainedAndRerouted() throws {
        let scene = try SageMakerRunLab()
        let plan = scene.program.run("scale chat/blue --to 4 --plan")
        #expect(plan.status == 0, "\(plan)")
        #expect(
            plan.output.contains(
                "aws sagemaker update-endpoint-weights-and-capacities --endpoint-name chat "
                    + "--desired-weights-and-capacities VariantName=blue,DesiredInstanceCount=4"))
        #expect(try scene.lab.changes.isEmpty && scene.journal.isEmpty)
        let scaled = scene.program.run("scale chat/blue --to 4 --yes")
        #expect(scaled.status == 0, "\(scaled)")
        #expect(scaled.output.contains("converged, not verified: CloudWatch does not tell: Not"))
        #expect(try scene.wanted("blue") == 4)
        let id = scene.id
        #expect(scene.program.run("drain chat/green --yes").status == 0)
        #expect(try scene.lab.variants("chat")["green"]?.weight == 0)
        #expect(scene.program.run("resume chat/green --yes").status == 0)
        let shift = scene.program.run(
            "reroute chat/blue=10 chat/green=90 --stages 100 --hold 0s --yes")
        #expect(shift.status == 0, "\(shift)")
        // Once for the request, whatever the number of variants.
        #expect(shift.output.split(separator: "DesiredWeight=90").count == 2, "\(shift.output)")
        #expect(try scene.lab.variants("chat")["green"]?.weight == 90)
        #expect(scene.program.run("actions undo \(id) --yes").status == 0)
        #expect(try scene.wanted("blue") == 2)
    }

    @Test func whatIsRefusedIsToldByItsStatus() throws {
        let scene = try SageMakerRunLab()
        try scene.lab.tell("status chat Updating")
        let busy = scene.program.run("scale chat/blue --to 4 --yes --no-wait")
        #expect(busy.status == 4 && busy.output.contains("chat is Updating"), "\(busy)")
        try scene.lab.tell("status chat InService")
        try scene.lab.tell("refuse ThrottlingException Rate exceeded")
        try scene.lab.tell("accept")
        try scene.lab.tell("deny UpdateEndpointWeightsAndCapacities")
        let denied = scene.program.run("scale chat/blue --to 4 --yes")
        #expect(denied.status == 5, "\(denied)")
        #expect(denied.output.contains("Grant sagemaker:UpdateEndpointWeightsAndCapacities"))
        #expect(scene.program.run("scale nobody --to 4 --yes").status == 4)
        #expect(try scene.wanted("blue") == 2)
        #expect(!scene.journal.joined().contains("AWS4-HMAC"))
    }

    /// Killed when the journal has that line: the next start looks, and sends nothing by itself.
    @Test(arguments: [
        "\"event\":\"confirmed\"", "\"event\":\"sending\"", "\"event\":\"answered\"",
        "\"result\":\"progressing\"",
    ])
    func whatAKillLeftIsSeenAndNeverSentAgain(text: String) async throws {
        let scene = try SageMakerRunLab()
        try scene.lab.tell("hold")
        let running = try RunningProgram(scene.program, "scale chat/blue --to 4 --yes")
        await scene.wait(for: text)
        running.signal(SIGKILL)
        running.status()
        let sent = scene.journal.count { $0.contains("\"event\":\"sending\"") }
        #expect(sent <= 1)
        try scene.lab.tell("go")
        let received = try scene.lab.changes.count
        let watched = scene.program.run("actions watch \(scene.id)")
        #expect(try scene.lab.changes.count == received, "nothing is sent by looking")
        if received == 1 {
            #expect(watched.status == 0, "\(watched)")
            #expect(watched.output.hasPrefix("converged, not verified"), "\(watched)")
            #expect(try scene.wanted("blue") == 4)
            #expect(scene.program.run("actions undo \(scene.id) --yes").status == 0)
        } else {
            #expect([4, 5].contains(watched.status), "\(watched)")
        }
        #expect(try scene.wanted("blue") == 2)
        #expect(scene.program.run("actions list --unfinished").output == "no actions\n")
    }

    /// The request is out, the program is gone, and nobody knows what became of it.
    @Test(arguments: ["requests", "answers"])
    func aRequestOnItsWayIsUnknownUntilItIsSeen(lost: String) async throws {
        let scene = try SageMakerRunLab()
        try scene.lab.tell("hang")
        if lost == "requests" { try scene.lab.tell("lose requests") }
        let running = try RunningProgram(scene.program, "scale chat/blue --to 4 --yes")
        await scene.wait(for: "\"event\":\"sending\"")
        let isThere = await eventually { (try? scene.lab.changes.count) == 1 }
        #expect(isThere)
        running.signal(SIGKILL)
        running.status()
        try scene.lab.tell("release")
        let watched = scene.program.run("actions watch \(scene.id)")
        #expect(watched.status == (lost == "answers" ? 0 : 5), "\(watched)")
        #expect(try scene.wanted("blue") == (lost == "answers" ? 4 : 2))
        #expect(try scene.lab.changes.count == 1)
    }
}
