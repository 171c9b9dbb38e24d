import Fleet

/// The answers of one node at one moment, in the formats of the real tools.
struct NodeAnswers: Sendable {
    let world: SimulatedWorld
    let node: SimulatedRoster.Node
    let time: Double

    var identity: SimulatedIdentity {
        world.load.identity(node, at: time)
    }

    /// The answer to a question; `nil` for a command that the node does not have.
    func answer(_ question: NodeQuestion) -> String? {
        let text = question.text
        if text.contains("--help-query-gpu") { return help }
        if !question.fields.isEmpty { return rows(question.fields) }
        if text.contains("--query-compute-apps") { return processes(question.processFields) }
        if text.contains("-q") && text.contains("-x") { return document }
        if text.contains("journalctl") || text.contains("dmesg") { return kernelLog }
        return nil
    }

    /// `--help-query-gpu`: each field quoted, at the beginning of a line.
    var help: String {
        let fields = QueryRows.knownFields.map { "\"\($0)\"\nA property of the GPU.\n" }
        return "List of valid properties to query for the switch \"--query-gpu\":\n\n"
            + fields.joined(separator: "\n")
    }

    /// One round of `--query-gpu=`.
    func rows(_ fields: [String]) -> String {
        let rows = QueryRows(
            fields: fields, identity: identity, indices: Array(0..<SimulatedRoster.gpusPerNode))
        var bytes: [UInt8] = []
        let clock = Array(CalendarTime(world.wall(at: time)).slashed.utf8)
        rows.append(world.load.states(node, at: time), clock: clock, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `-q -x`.
    var document: String {
        DriverDocument(identity: identity)
            .text(world.load.states(node, at: time), at: world.wall(at: time))
    }

    /// `--query-compute-apps=`: one process a GPU that is in use.
    func processes(_ fields: [String]) -> String {
        var text = ""
        for (index, state) in world.load.states(node, at: time).enumerated()
        where state.memoryUsedMiB > 1000 && !state.isLost {
            let cells = fields.map { field in
                switch field {
                case "timestamp": CalendarTime(world.wall(at: time)).slashed
                case "gpu_uuid": identity.uuid(index)
                case "gpu_bus_id": identity.pciAddress(index)
                case "gpu_name": node.model
                case "pid": "\(processID(index))"
                case "process_name", "name": program
                case "used_gpu_memory", "used_memory": "\(state.memoryUsedMiB - 520)"
                default: "[N/A]"
                }
            }
            text += cells.joined(separator: ", ") + "\n"
        }
        return text
    }

    private var program: String {
        switch node.role {
        case .training: "/opt/conda/bin/python train.py"
        case .serving(let endpoint):
            endpoint == "fraud" ? "/opt/tritonserver/bin/tritonserver" : "VLLM::Worker"
        case .batch: "/usr/bin/python3 eval.py"
        case .shared, .held, .free: "/usr/local/bin/jupyter-kernel"
        }
    }

    /// The process that holds a GPU.
    func processID(_ index: Int) -> Int { 21_000 + node.place * 40 + index }

    /// The kernel log's Xid lines, as `dmesg` has them: seconds since the boot.
    var kernelLog: String {
        let incidents = SimulatedIncidents(at: time)
        guard node.name == SimulatedIncidents.lostNode, incidents.isOn(SimulatedIncidents.lostGPU),
            let start = incidents.lastStart(SimulatedIncidents.lostGPU)
        else { return "" }
        let micros = Int(identity.uptime(at: start) * 1e6)
        let rest = "\(micros % 1_000_000)"
        let padded = String(repeating: "0", count: 6 - rest.count) + rest
        let address = identity.kernelAddress(SimulatedIncidents.lostIndex)
        return "[\(micros / 1_000_000).\(padded)] NVRM: Xid (PCI:\(address)): 79, "
            + "pid='<unknown>', name=<unknown>, GPU has fallen off the bus.\n"
    }
}
