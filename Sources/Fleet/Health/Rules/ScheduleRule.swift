/// A node that its scheduler cannot use: down, not ready, not answering.
struct ScheduleRule: HealthRule {
    let name = "scheduler-down"
    let isMomentary = false

    func observe(_ view: HealthView, into observations: inout [Observation]) {
        let schedules = view.sample.schedules
        for row in schedules.indices.prefix(view.sample.inventory.nodes.count)
        where schedules[row].use == .down {
            let schedule = schedules[row]
            observations.append(
                view.observation(
                    self, .warning, view.node(row), title: "down for \(view.source.title)",
                    evidence: ["\(view.source.title) says \(schedule.words)."]
                        + (schedule.reason.isEmpty ? [] : ["Because: \(schedule.reason)"])
                ).advising("Look whether it is up, and what its scheduler's agent there says.")
                    .folded(.site, as: "down for \(view.source.title)").steadied(after: .seconds(5))
            )
        }
    }
}
