import Glibc
import Support
import Testing

/// The real program before an API server of Kubernetes: from the command line to the objects.
@Suite(.serialized)
struct KubernetesCommandTests {
    private func inLab(
        _ body: (KubernetesLab, ProgramRun) async throws -> Void
    ) async throws {
        let lab = try KubernetesLab()
        defer { lab.end() }
        let run = try ProgramRun(
            """
            context: prod
            sites: { hall-a: { placement: dedicated, country: DE } }
            sources:
              - kubernetes:
                  name: lab
                  site: hall-a
                  kubeconfig: \(lab.place.kubeconfig)
                  context: admin
            """)
        try await body(lab, run)
    }

    @Test func aPlanShowsTheLiteralRequestAndChangesNothing() async throws {
        try await inLab { lab, run in
            let plan = run.run("scale deployment/own --to 3 --plan")
            #expect(plan.status == 0, "\(plan.output)\(plan.errors)")
            #expect(
                plan.output.contains(
                    "PATCH \(lab.place.url)/apis/apps/v1/namespaces/chat/deployments/own/scale "
                        + "(application/merge-patch+json) {\"metadata\":{\"resourceVersion\":"))
            #expect(plan.output.contains("tried with dryRun=All"))
            #expect(!plan.output.contains("token-of"))
            let sent = try lab.log().filter { $0.method != "GET" }
            #expect(sent.allSatisfy { $0.path.hasSuffix("dryRun=All") })
        }
    }

    @Test func aNodeIsDrainedAndResumedAndTheJournalTellsIt() async throws {
        try await inLab { lab, run in
            let drain = run.run("drain gpu-a02 --yes --reason riser")
            #expect(drain.status == 0, "\(drain.output)\(drain.errors)")
            #expect(drain.output.contains("converged, not verified: Kubernetes has nothing on"))
            #expect(try lab.value("/api/v1/nodes/gpu-a02", "spec", "unschedulable") == "1")
            let resume = run.run("resume gpu-a02 --yes")
            #expect(resume.status == 0, "\(resume.output)\(resume.errors)")
            #expect(try lab.value("/api/v1/nodes/gpu-a02", "spec", "unschedulable").isEmpty)
            let cordon = run.run("cordon gpu-b01 --yes")
            #expect(cordon.status == 0, "\(cordon.output)\(cordon.errors)")
            let list = run.run("actions list").output
            #expect(list.contains("drain") && list.contains("resume") && list.contains("cordon"))
        }
    }

    @Test func sharesAreShiftedAndVerifiedByWhereRequestsLand() async throws {
        try await inLab { lab, run in
            try lab.say("load", "400")
            let shift = run.run("reroute chat/own=40 chat/rented=60 --stages 100 --yes")
            #expect(shift.status == 0, "\(shift.output)\(shift.errors)")
            #expect(shift.output.contains("verified: of "), "\(shift.output)")
        }
    }

    /// Killed while a disruption budget holds a pod: the next start sends nothing, and gives the node
    /// back when it is told to.
    @Test func aDrainThatIsKilledIsTakenBackAndSendsNothingByItself() async throws {
        try await inLab { lab, run in
            let budget = "/apis/policy/v1/namespaces/chat/poddisruptionbudgets/own"
            try lab.say("patch", budget, "{\"spec\":{\"minAvailable\":2}}")
            let running = try RunningProgram(run, "drain gpu-a02 --yes")
            let isHeld = await eventually(within: .seconds(30)) {
                run.folder.text("state/hybridtop/actions.jsonl").contains("\"result\":\"deferred\"")
            }
            #expect(isHeld)
            running.signal(SIGKILL)
            running.status()
            let sent = try lab.log().count { $0.method == "POST" && $0.status == 429 }
            let id = try #require(
                run.run("actions list").output.split(separator: "\n").last?
                    .split(separator: " ").first)
            let watched = run.run("actions watch \(id)")
            #expect(watched.status == 8, "\(watched)")
            #expect(try lab.log().count { $0.method == "POST" && $0.status == 429 } == sent)
            #expect(try lab.value("/api/v1/nodes/gpu-a02", "spec", "unschedulable") == "1")
            let back = run.run("actions back \(id)")
            #expect(back.status == 5, "\(back)")
            #expect(try lab.value("/api/v1/nodes/gpu-a02", "spec", "unschedulable").isEmpty)
            #expect(try lab.pods(on: "gpu-a02").keys.contains { $0.hasPrefix("own") })
        }
    }
}
