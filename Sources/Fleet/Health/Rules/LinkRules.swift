/// A PCIe link narrower or slower than it can be, while the GPU works (an idle link is slow on purpose).
struct PCIeRule: HealthRule {
    let name = "pcie-degraded"
    let isMomentary = true

    func observe(_ view: HealthView, into observations: inout [Observation]) {
        let table = view.sample.accelerators
        guard let width = table[.pcieWidth], let widthMax = table[.pcieWidthMax] else { return }
        let load = table[.utilization]
        for row in width.codes.indices {
            guard let now = width.value(row), let best = widthMax.value(row), now < best,
                load?.value(row) ?? 0 >= 0.3
            else { continue }
            observations.append(
                view.observation(
                    self, .warning, view.accelerator(row),
                    title: "\(view.label(row)) PCIe x\(Int(now)) of x\(Int(best))",
                    evidence: [
                        "The link has trained to \(Int(now)) of \(Int(best)) lanes under load."
                    ]
                ).advising("Drain the node and reseat the GPU or its riser.")
                    .folded(.node, as: "PCIe below its width")
                    .steadied(after: .seconds(20), linger: .seconds(60)))
        }
    }
}

/// NVLinks that are down.
struct NVLinkRule: HealthRule {
    let name = "nvlink-down"
    let isMomentary = false

    func observe(_ view: HealthView, into observations: inout [Observation]) {
        let table = view.sample.accelerators
        guard let active = table[.nvlinksActive], let total = table[.nvlinksTotal] else { return }
        for row in active.codes.indices {
            guard let up = active.value(row), let all = total.value(row), up > 0, up < all else {
                continue
            }
            observations.append(
                view.observation(
                    self, .warning, view.accelerator(row),
                    title: "\(view.label(row)) \(Int(up)) of \(Int(all)) NVLinks up",
                    evidence: ["Collectives over this GPU run at the speed of what is left."]
                ).advising("Drain the node and check the NVLink bridge or baseboard.")
                    .folded(.node, as: "NVLinks down").steadied(after: .seconds(5)))
        }
    }
}

/// Persistence mode off: each query starts the driver anew, which is slow and wakes the GPU.
struct PersistenceRule: HealthRule {
    let name = "persistence-off"
    let isMomentary = false

    func observe(_ view: HealthView, into observations: inout [Observation]) {
        guard let column = view.sample.accelerators[.persistenceMode] else { return }
        let rows = column.rows(where: { $0 == 0 })
        for (node, count) in view.countByNode(rows) {
            observations.append(
                view.observation(
                    self, .warning, view.node(node),
                    title: "persistence mode off on \(counted(count, "GPU"))",
                    evidence: ["Each nvidia-smi call starts the driver anew."]
                ).advising("Run nvidia-smi -pm 1, or enable nvidia-persistenced.")
                    .folded(.site, as: "persistence mode off"))
        }
    }
}

extension HealthView {
    /// How many of these accelerator rows each node has, in the nodes' order.
    func countByNode(_ rows: [Int]) -> [(node: Int, count: Int)] {
        var counts: [(node: Int, count: Int)] = []
        for row in rows {
            let node = sample.inventory.accelerators[row].node
            if let last = counts.indices.last, counts[last].node == node {
                counts[last].count += 1
            } else {
                counts.append((node, 1))
            }
        }
        return counts
    }
}
