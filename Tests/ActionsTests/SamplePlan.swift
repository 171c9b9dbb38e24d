import Fleet

/// Plans in words, for tests.
enum SamplePlan {
    static let source = SourceID(provider: "haproxy", instance: "edge")

    /// A shift of a workload from one server to the other in stages.
    static func reroute(
        shares: [Int] = [5, 25, 50, 100], hold: Double = 30, hasRetreat: Bool = true,
        id: String = "a1", returns: Bool? = nil
    ) -> ActionPlan {
        ActionPlan(
            id: id, kind: .reroute, context: "prod", actor: "ada@desk", tier: .disruptive,
            stages: zip([0] + shares, shares).map { last, share in
                ActionStage(name: "\(share) %", steps: steps(last, share), holdSeconds: hold)
            },
            retreat: hasRetreat
                ? ActionStage(name: "back", steps: steps(shares.last ?? 0, 0)) : nil,
            made: WallTime(seconds: 1_000), returns: returns)
    }

    /// A drain of several nodes at once, by a request of its own for each or one for all.
    static func drain(
        _ names: [String], tier: ActionTier = .disruptive, isShared: Bool = false
    ) -> ActionPlan {
        ActionPlan(
            id: "d1", kind: .drain, context: "prod", actor: "ada@desk", reason: "fan",
            tier: tier,
            stages: [
                ActionStage(
                    steps: names.map {
                        ActionStep(
                            target: ActionTarget(source: source, uid: $0, name: $0),
                            field: "state", before: "ready", after: "drain", token: "",
                            request: request(isShared ? "all" : "set server chat/\($0) state drain")
                        )
                    })
            ], made: WallTime(seconds: 1_000))
    }

    /// From a share of the rented server to another.
    private static func steps(_ before: Int, _ after: Int) -> [ActionStep] {
        [
            step("chat/own", from: "\(100 - before)", to: "\(100 - after)"),
            step("chat/rented", from: "\(before)", to: "\(after)"),
        ]
    }

    /// A change of a server's weight.
    static func step(_ uid: String, from before: String, to after: String) -> ActionStep {
        ActionStep(
            target: ActionTarget(source: source, uid: uid, name: uid),
            field: "weight", before: before, after: after, token: "",
            request: request("set weight \(uid) \(after)"))
    }

    private static func request(_ line: String) -> ActionRequest {
        ActionRequest(place: "/run/haproxy.sock", words: [line], shown: line)
    }
}
