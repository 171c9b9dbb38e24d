/// Accelerators that are held or paid for and do nothing: amber where rented, a notice where owned.
struct IdleRule: HealthRule {
    let name = "gpu-idle"
    let isMomentary = true

    func observe(_ view: HealthView, into observations: inout [Observation]) {
        guard let load = view.sample.accelerators[.utilization] else { return }
        let rows = load.rows(where: { $0 < view.limits.idleUtilization })
        guard !rows.isEmpty else { return }
        if view.site.isRented {
            add(rows, view, into: &observations)
        } else {
            let table = view.sample.accelerators
            let held = rows.filter { row in
                guard let used = table.value(.memoryUsed, row),
                    let total = table.value(.memoryTotal, row), total > 0
                else { return false }
                return used / total >= view.limits.allocatedMemory
            }
            add(held, view, into: &observations)
        }
    }

    private func add(_ rows: [Int], _ view: HealthView, into observations: inout [Observation]) {
        let isRented = view.site.isRented
        for (node, count) in view.countByNode(rows) {
            let what = counted(count, "GPU")
            let title = isRented ? "\(what) rented and idle" : "\(what) allocated and idle"
            observations.append(
                view.observation(
                    GenericRule(isRented ? "rented-idle" : name), isRented ? .warning : .notice,
                    view.node(node), title: title,
                    evidence: ["Utilisation below \(Int(view.limits.idleUtilization * 100))%."]
                ).advising(
                    isRented
                        ? "Scale it down, or move work to it."
                        : "Ask the owner of the processes whether they are still needed."
                ).folded(.site, as: isRented ? "rented and idle" : "allocated and idle")
                    .steadied(after: view.limits.idleAfter, linger: .seconds(30)))
        }
    }
}

/// Rented endpoints that serve nobody.
struct RentedEndpointRule: HealthRule {
    let name = "endpoint-idle"
    let isMomentary = true

    func observe(_ view: HealthView, into observations: inout [Observation]) {
        guard view.site.isRented, let rate = view.sample.endpoints[.requestRate] else { return }
        for row in rate.rows(where: { $0 == 0 }) {
            let state = view.sample.endpointStates[row]
            let ready = view.sample.endpoints.value(.replicasReady, row)
            guard state == .serving || state == .unknown || state == .degraded, ready != 0 else {
                continue
            }
            let replicas = ready.map { " (\(counted(Int($0), "replica")))" } ?? ""
            observations.append(
                view.observation(
                    self, .warning, view.endpoint(row), title: "rented and idle\(replicas)",
                    evidence: ["No request in \(Int(view.limits.idleAfter.inSeconds / 60)) min."]
                ).advising("Scale it down, or route work to it.")
                    .folded(.site, as: "rented and idle")
                    .steadied(after: view.limits.idleAfter, linger: .seconds(30)))
        }
    }
}

extension Site {
    /// Whether capacity here is paid for by the hour.
    var isRented: Bool {
        if let placement { return !placement.isOwned }
        return provider != nil
    }
}
