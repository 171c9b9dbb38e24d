import Fleet

/// A board's rows in the order of an inventory: by node, index and instance.
struct AcceleratorLayout: Sendable {
    private(set) var nodes: [NodeIdentity] = []
    private(set) var accelerators: [AcceleratorIdentity] = []
    /// The board's row of each accelerator.
    private(set) var order: [Int] = []
    /// Rows of whole GPUs that are cut into instances.
    private(set) var cut: Set<Int> = []

    /// Nothing yet.
    init() {}

    /// Lays out a board. Nodes that other series name come along, without accelerators.
    init(_ board: AcceleratorBoard, nodeNames: [String], labels: [String: String]) {
        let rows = board.rows
        order = rows.indices.sorted { left, right in
            let (one, other) = (rows[left], rows[right])
            return (one.node, one.index, one.gpuInstance ?? -1, one.uuid)
                < (other.node, other.index, other.gpuInstance ?? -1, other.uuid)
        }
        var placeOfNode: [String: Int] = [:]
        var wholes: [String: Int] = [:]
        for row in order {
            let item = rows[row]
            let node = placeOfNode[item.node] ?? nodes.count
            if node == nodes.count {
                placeOfNode[item.node] = node
                nodes.append(NodeIdentity(name: item.node, driver: item.driver, labels: labels))
            }
            accelerators.append(Self.identity(item, node))
            let key = "\(item.node)\u{1}\(item.uuid)"
            if item.gpuInstance == nil {
                wholes[key] = row
            } else if let whole = wholes[key] {
                cut.insert(whole)
            }
        }
        for name in nodeNames where placeOfNode[name] == nil {
            nodes.append(NodeIdentity(name: name, labels: labels))
        }
    }

    /// Marks the GPUs that are missing while others of their node are there, and counts both. Where a
    /// node has none at all, its exporter is silent, which says nothing about the GPUs.
    func markLost(_ sample: inout Sample, present: (Int) -> Bool) {
        let counts = counts(present: present)
        for (node, count) in counts {
            sample.nodes[.acceleratorsExpected, node] = .value(Double(count.known))
            if count.seen > 0 { sample.nodes[.acceleratorsSeen, node] = .value(Double(count.seen)) }
        }
        for (place, row) in order.enumerated() where !present(row) {
            guard let count = counts[accelerators[place].node], count.seen > 0 else { continue }
            sample.acceleratorStates[place] = .lost(Absence(.lost))
        }
    }

    /// How many GPUs, instances not counted, each node has had and has.
    private func counts(present: (Int) -> Bool) -> [Int: (known: Int, seen: Int)] {
        var counts: [Int: (known: Int, seen: Int)] = [:]
        for (place, row) in order.enumerated() where accelerators[place].mig == nil {
            counts[accelerators[place].node, default: (0, 0)].known += 1
            if present(row) { counts[accelerators[place].node]?.seen += 1 }
        }
        return counts
    }

    private static func identity(_ row: AcceleratorBoard.Row, _ node: Int) -> AcceleratorIdentity {
        let mig = row.gpuInstance.map {
            MIGInstance(gpuInstance: $0, computeInstance: 0, profile: row.profile)
        }
        let uuid = row.gpuInstance.map { "\(row.uuid)/\($0)" } ?? row.uuid
        return AcceleratorIdentity(
            node: node, index: max(0, row.index), uuid: uuid, model: row.model,
            pciBusID: row.pciBusID, mig: mig)
    }
}
