/// File systems that run full.
struct DiskRule: HealthRule {
    let name = "disk-full"
    let isMomentary = false

    func observe(_ view: HealthView, into observations: inout [Observation]) {
        guard let column = view.sample.nodes[.diskUsed] else { return }
        for row in column.rows(where: { $0 >= view.limits.disk.clear }) {
            guard let used = column.value(row),
                let standing = view.standing(view.limits.disk, used, name, view.node(row))
            else { continue }
            let clear = "It clears below \(percent(view.limits.disk.clear))%."
            let isCritical = used >= view.limits.diskCritical.raise
            observations.append(
                view.observation(
                    self, isCritical ? .critical : .warning, view.node(row),
                    title: "disk \(Int((used * 100).rounded(.down)))% full",
                    evidence: ["The fullest local file system counts."]
                        + (standing == .waning ? [clear] : [])
                ).standing(standing).advising("Free space: checkpoints, container images, logs.")
                    .folded(.site, as: "disk nearly full"))
        }
    }
}

/// InfiniBand and network ports that should be up.
struct PortRule: HealthRule {
    let name = "ib-down"
    let isMomentary = false

    func observe(_ view: HealthView, into observations: inout [Observation]) {
        let table = view.sample.nodes
        if let ports = table[.infinibandPorts], let active = table[.infinibandActive] {
            for row in ports.codes.indices {
                guard let all = ports.value(row), let up = active.value(row), up < all else {
                    continue
                }
                observations.append(
                    view.observation(
                        self, .critical, view.node(row),
                        title: "\(Int(all - up)) of \(Int(all)) InfiniBand ports down",
                        evidence: ["\(Int(up)) ports are Active."]
                    ).advising("Check cable, transceiver and switch port; drain it meanwhile.")
                        .folded(.site, as: "InfiniBand ports down").steadied(after: .seconds(5)))
            }
        }
        guard let down = table[.networkPortsDown] else { return }
        for row in down.rows(where: { $0 > 0 }) {
            let count = Int(down.value(row) ?? 0)
            observations.append(
                view.observation(
                    GenericRule("nic-down"), .warning, view.node(row),
                    title: count == 1 ? "1 network port down" : "\(count) network ports down",
                    evidence: ["Its link is configured up and has no carrier."]
                ).advising("Check cable and switch port.")
                    .folded(.site, as: "network ports down").steadied(after: .seconds(5)))
        }
    }
}

/// A node that has come back with another boot id.
struct RebootRule: HealthRule {
    let name = "rebooted"
    let isMomentary = false

    func observe(_ view: HealthView, into observations: inout [Observation]) {
        guard !view.memory.reboots.isEmpty else { return }
        for row in view.sample.inventory.nodes.indices {
            guard let time = view.memory.reboots[view.node(row)] else { continue }
            var observation = view.observation(
                self, .notice, view.node(row), title: "rebooted",
                evidence: ["Its boot id has changed."]
            ).advising("If nobody asked for it, look at the previous boot: journalctl -b -1.")
                .folded(.site, as: "rebooted").since(time)
            observation.newsFor = view.limits.rebootNews
            observations.append(observation)
        }
    }
}
