import Collector
import Fleet

/// What the router itself counts of a shift.
extension ActionExecutor {
    /// What its instances have counted until now; nothing where they cannot be read, which is for others
    /// to tell.
    func routers(of hand: ActionInHand) async -> [RouterTraffic] {
        (try? await hand.provider.traffic(of: hand.machine.plan.stages.flatMap(\.steps))) ?? []
    }

    /// Looks once at what no server tells of the stage under way.
    func judgeRouters(
        _ id: String, _ gate: StageGate, _ held: Duration, _ hold: Duration
    ) async -> ActionGate {
        guard let asked = actions[id] else { return .open("") }
        let traffic = await routers(of: asked)
        guard let hand = actions[id], hand.machine.stage == asked.machine.stage else {
            return .open("")
        }
        actions[id]?.routers.take(traffic)
        let routers = actions[id]?.routers ?? hand.routers
        return gate.judge(routers, hand.machine.receiversSoFar, held: held, of: hold)
    }
}
