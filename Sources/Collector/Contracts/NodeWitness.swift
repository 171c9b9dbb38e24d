package import Fleet

/// Other eyes than a scheduler's on a node: the source that watches its GPUs, where there is one. What a
/// scheduler says of a node is proved by it.
package protocol NodeWitness: Sendable {
    /// What is on the node's GPUs now; `nil` where no source watches them.
    func look(at node: String, site: String) async -> Result<NodeSight, SourceFailure>?

    /// What is wrong with the node's hardware by the findings that stand now, worst first; empty where
    /// nothing is, `nil` where nothing watches it or it cannot be looked at.
    func hardwareFindings(of node: String, site: String) async -> [String]?
}

extension NodeWitness {
    /// Who looks at GPUs alone has no findings.
    package func hardwareFindings(of node: String, site: String) async -> [String]? { nil }
}

/// What was seen on a node's GPUs.
package struct NodeSight: Sendable {
    /// Which source saw it.
    package var source: SourceID
    /// How many GPUs answer.
    package var accelerators: Int
    /// How many more are known to be there and do not answer: lost, or failed.
    package var unanswering: Int
    /// Whether any is cut into MIG devices, of which a scheduler may count each as a GPU.
    package var isSliced: Bool
    /// Device memory in use on each, in bytes; `nil` where it is not told.
    package var memoryUsed: [Double?]
    /// Names of the compute processes, or why they are not known.
    package var processes: Reading<[String]>

    /// What a sample says of one of its nodes.
    package init(_ sample: Sample, node: Int, source: SourceID) {
        self.source = source
        let known = sample.inventory.accelerators.indices.filter {
            sample.inventory.accelerators[$0].node == node
        }
        let whole = known.filter { sample.inventory.accelerators[$0].mig == nil }
        let rows = whole.filter { sample.acceleratorStates[$0] == .present }
        accelerators = rows.count
        unanswering = whole.count - rows.count
        isSliced = whole.count < known.count
        memoryUsed = rows.map { sample.accelerators.value(.memoryUsed, $0) }
        let accelerators = sample.inventory.accelerators
        switch sample.processes {
        case .absent(let why): processes = .absent(why)
        case .value(let list):
            processes = .value(
                list.filter { process in
                    accelerators.indices.contains(process.accelerator)
                        && accelerators[process.accelerator].node == node
                }.map(\.name))
        }
    }
}
