import Actions
import Fleet
import Foundation
import Support
import Testing

/// Whether we may is asked before anything is tried, once for each verb and kind.
@Suite(.serialized)
struct KubernetesPermissionTests {
    @Test func everyVerbAndKindIsAskedForOnce() async throws {
        try await KubernetesScene.run { scene in
            let plan = try await scene.executor.plan(
                KubernetesScene.order(.drain, ["gpu-a01", "gpu-a02"]), with: scene.provider())
            #expect(plan.plan.stages.map(\.steps.count).allSatisfy { $0 > 1 })
            let pass = plan.checks.last { $0.kind == .permission }
            #expect(pass?.verdict == .pass)
            #expect(
                pass?.sentence == "You may patch nodes, create pods/eviction in namespace chat.")
            #expect(
                try scene.reviews() == [
                    ["patch", "", "nodes", "", "", ""],
                    ["create", "", "pods", "eviction", "chat", ""],
                ])
        }
    }

    @Test(arguments: [
        (["deployment/own"], ["patch", "apps", "deployments", "scale", "chat", "own"]),
        (
            ["embed"],
            ["patch", "autoscaling", "horizontalpodautoscalers", "", "chat", "embed"]
        ),
        (
            ["llama"],
            ["patch", "leaderworkerset.x-k8s.io", "leaderworkersets", "scale", "chat", "llama"]
        ),
    ])
    func theVeryRightIsAskedFor(targets: [String], asked: [String]) async throws {
        try await KubernetesScene.run { scene in
            let plan = try await scene.executor.plan(
                KubernetesScene.order(.scale, targets, .count(3)), with: scene.provider())
            #expect(plan.state == .checked, "\(plan.sentence)")
            #expect(try scene.reviews() == [asked])
        }
    }

    @Test func whatMayNotBeDoneIsNotTriedEither() async throws {
        try await KubernetesScene.run { scene in
            try scene.lab.say("permit", "viewer", "patch", "nodes")
            let plan = try await scene.executor.plan(
                KubernetesScene.order(.drain, ["gpu-a02"]), with: scene.provider(as: "viewer"))
            #expect(plan.state == .refused)
            #expect(
                plan.sentence
                    == "You may not create pods/eviction in namespace chat: ask for that right.")
            let tried = try scene.lab.log().filter { $0.path.contains("dryRun") }
            #expect(tried.map(\.path) == ["/api/v1/nodes/gpu-a02?dryRun=All"])
        }
    }

    /// A role may be for one namespace, or for some names alone.
    @Test func rightsToSomeNamesAreFound() async throws {
        try await KubernetesScene.run { scene in
            let provider = try scene.provider(as: "viewer")
            let order = KubernetesScene.order(.scale, ["own", "rented"], .count(3))
            try scene.lab.say("permit", "viewer", "patch", "deployments/scale", "chat", "own")
            let half = try await scene.executor.plan(order, with: provider)
            #expect(half.state == .refused)
            #expect(half.sentence.contains("patch deployments.apps/scale in namespace chat"))
            try scene.lab.say("permit", "viewer", "patch", "deployments/scale", "chat", "rented")
            let order2 = KubernetesScene.order(.scale, ["own", "rented"], .count(3))
            let whole = try await scene.executor.plan(order2, with: provider)
            #expect(whole.state == .checked, "\(whole.sentence)")
            #expect(
                try scene.reviews().map { $0[5] } == ["", "own", "rented", "", "own", "rented"])
        }
    }

    @Test func aRightThatIsTakenAwayMeanwhileIsSeenBeforeAnythingIsSent() async throws {
        try await KubernetesScene.run { scene in
            let order = KubernetesScene.shift(0.5)
            _ = try await scene.executor.plan(order, with: scene.provider())
            try scene.lab.say("forbid", "admin", "patch", "httproutes")
            let end = try await scene.executor.carryOut(order.id)
            #expect(end.state == .refused)
            #expect(end.sentence.hasPrefix("You may not patch httproutes."), "\(end.sentence)")
            #expect(try scene.changes().isEmpty)
        }
    }

    /// Where nobody says what is allowed, a trial does: it is only taken of whoever may.
    @Test(arguments: ["forbidden", "puzzle", "500"])
    func whereNobodySaysATrialTells(trouble: String) async throws {
        try await KubernetesScene.run { scene in
            if trouble == "forbidden" {
                try scene.lab.say("forbid", "admin", "create", "selfsubjectaccessreviews")
            } else {
                try scene.lab.say("fault", "POST", "selfsubjectaccessreviews", trouble, "9")
            }
            let provider = try scene.provider()
            let plan = try await scene.executor.plan(
                KubernetesScene.scale("own", 3), with: provider)
            #expect(plan.state == .checked && !plan.isHeldBack, "\(plan.sentence)")
            let tried = plan.checks.filter { $0.kind == .permission }
            #expect(tried.map(\.verdict) == [.pass])
            #expect(tried.first?.sentence.contains("the server would take it") == true)
            try scene.lab.say("fault", "PATCH", "dryRun", "500")
            let blind = try await scene.executor.plan(
                KubernetesScene.scale("own", 1), with: provider)
            #expect(blind.isHeldBack)
            let unknown = blind.checks.filter { $0.kind == .permission }
            #expect(unknown.map(\.verdict) == [.unknown, .unknown], "\(unknown)")
            #expect(
                unknown.last?.sentence.hasPrefix(
                    "Whether you may patch deployments.apps/scale in namespace chat is not known: ")
                    == true)
        }
    }

    /// A cluster whose own guard takes no trials can be acted on all the same.
    @Test func aGuardThatTakesNoTrialsIsToldAndBlocksNothing() async throws {
        try await KubernetesScene.run { scene in
            try scene.lab.say("fault", "PATCH", "dryRun", "no-dry-run", "2")
            let order = KubernetesScene.scale("own", 3)
            let plan = try await scene.executor.plan(order, with: scene.provider())
            let check = plan.checks.first { $0.sentence.contains("does not support dry run") }
            #expect(check?.verdict == .warn, "\(plan.checks)")
            #expect(try await scene.executor.carryOut(order.id).state == .verified)
        }
    }
}

extension KubernetesScene {
    /// What was asked about rights, in its order: verb, group, resource, subresource, namespace, name.
    fileprivate func reviews() throws -> [[String]] {
        struct Review: Decodable {
            struct Spec: Decodable { var resourceAttributes: [String: String] }
            var spec: Spec
        }
        let keys = ["verb", "group", "resource", "subresource", "namespace", "name"]
        return try lab.log().filter { $0.path.hasSuffix("/selfsubjectaccessreviews") }.map {
            asked in
            let review = try JSONDecoder().decode(Review.self, from: Data(asked.body.utf8))
            return keys.map { review.spec.resourceAttributes[$0] ?? "" }
        }
    }
}
