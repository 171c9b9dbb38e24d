package import Fleet

extension ActionProgress {
    /// What going on, or back, with this action means, in the form of a plan under its own id: `stages`
    /// are what is left to send, empty where all was sent; `checks` are what is said of that. It is kept
    /// with the draft alone, and is never an action of its own.
    package func left(
        _ stages: [ActionStage], checks: [ActionCheck], tier: ActionTier, isBack: Bool,
        made: WallTime
    ) -> ActionProgress {
        let look = ActionLook(action: self)
        var stages = stages
        // It goes back from wherever it has come to, not from where it was to end.
        if isBack {
            for stage in stages.indices {
                for step in stages[stage].steps.indices { stages[stage].steps[step].before = "" }
            }
        }
        let plan = ActionPlan(
            id: id, kind: plan.kind, context: plan.context, actor: plan.actor, reason: plan.reason,
            tier: tier, stages: stages, retreat: isBack ? nil : plan.retreat,
            remarks: isBack ? [] : plan.remarks, made: made)
        var shown = ActionProgress(plan, state: state)
        shown.checks = checks
        let parts = [look.word, look.stage, look.detail].filter { !$0.isEmpty }
        shown.sentence = parts.joined(separator: ", ")
        return shown
    }
}
