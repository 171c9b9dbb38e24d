import Fleet

/// Plans in words, for tests.
enum SamplePlan {
    static let source = SourceID(provider: "haproxy", instance: "edge")

    /// A shift of a workload from one server to the other in stages.
    static func reroute(
        shares: [Int] = [5, 25, 50, 100], hold: Double = 30, hasRetreat: Bool = true,
        id: String = "a1"
    ) -> ActionPlan {
        ActionPlan(
            id: id, kind: .reroute, context: "prod", actor: "ada@desk", tier: .disruptive,
            stages: shares.map { share in
                ActionStage(
                    name: "\(share) %", steps: [step("own", 100 - share), step("rented", share)],
                    holdSeconds: hold)
            },
            retreat: hasRetreat
                ? ActionStage(name: "back", steps: [step("own", 100), step("rented", 0)]) : nil,
            made: WallTime(seconds: 1_000))
    }

    /// A drain of several nodes at once.
    static func drain(_ names: [String], tier: ActionTier = .disruptive) -> ActionPlan {
        ActionPlan(
            id: "d1", kind: .drain, context: "prod", actor: "ada@desk", reason: "fan",
            tier: tier,
            stages: [
                ActionStage(
                    steps: names.map {
                        ActionStep(
                            target: ActionTarget(source: source, uid: $0, name: $0),
                            field: "state", before: "ready", after: "drain", token: "",
                            request: request("set server chat/\($0) state drain"))
                    })
            ], made: WallTime(seconds: 1_000))
    }

    private static func step(_ server: String, _ weight: Int) -> ActionStep {
        ActionStep(
            target: ActionTarget(source: source, uid: "chat/\(server)", name: server),
            field: "weight", before: "", after: "\(weight)", token: "",
            request: request("set weight chat/\(server) \(weight)"))
    }

    private static func request(_ line: String) -> ActionRequest {
        ActionRequest(place: "/run/haproxy.sock", words: [line], shown: line)
    }
}
