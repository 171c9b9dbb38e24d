import Fleet

/// A query whose series are hosts, by `instance`.
struct NodeQuery: Sendable {
    var metric: NodeMetric
    /// The names that the server must have.
    var names: [String]
    var text: String

    private init(_ metric: NodeMetric, _ names: [String], _ text: String) {
        self.metric = metric
        self.names = names
        self.text = text
    }

    /// Every one there is; rates over `window`.
    static func all(window: String) -> [NodeQuery] {
        processors(window) + memory + ports + [disk]
            + [
                NodeQuery(
                    .uptime, ["node_boot_time_seconds"],
                    "time() - max by (instance) (node_boot_time_seconds)")
            ]
    }

    private static func processors(_ window: String) -> [NodeQuery] {
        let name = "node_cpu_seconds_total"
        let all = "sum by (instance) (rate(\(name)[\(window)]))"
        let idle = "sum by (instance) (rate(\(name){mode=~\"idle|iowait\"}[\(window)]))"
        return [
            NodeQuery(.load1, ["node_load1"], "max by (instance) (node_load1)"),
            NodeQuery(.cpuUtilization, [name], "1 - \(idle) / \(all)"),
            NodeQuery(.cpuCount, [name], "count by (instance) (\(name){mode=\"idle\"})"),
        ]
    }

    private static let memory: [NodeQuery] = {
        let total = "node_memory_MemTotal_bytes"
        let available = "node_memory_MemAvailable_bytes"
        return [
            NodeQuery(.memoryTotal, [total], "max by (instance) (\(total))"),
            NodeQuery(
                .memoryUsed, [total, available],
                "max by (instance) (\(total)) - max by (instance) (\(available))"),
        ]
    }()

    /// The fullest local file system, as a share of what users may fill.
    private static let disk: NodeQuery = {
        let local = "{fstype=~\"\(NodeExporter.localFileSystems.joined(separator: "|"))\"}"
        let size = "node_filesystem_size_bytes"
        let available = "node_filesystem_avail_bytes"
        return NodeQuery(
            .diskUsed, [size, available],
            "max by (instance) (1 - \(available)\(local) / (\(size)\(local) > 0))")
    }()

    private static let ports: [NodeQuery] = {
        let state = "node_infiniband_state_id"
        let network = "node_network_info"
        let wanted = "adminstate=\"up\",device!~\"\(NodeExporter.virtualDevices)\""
        let down = "count by (instance) (\(network){\(wanted),operstate=\"down\"})"
        return [
            NodeQuery(.infinibandPorts, [state], "count by (instance) (\(state))"),
            NodeQuery(
                .infinibandActive, [state], "sum by (instance) (\(state) == bool 4)"),
            // Where none is down there is no series, which is a plain zero if any port is known.
            NodeQuery(
                .networkPortsDown, [network],
                "\(down) or 0 * count by (instance) (\(network){\(wanted)})"),
        ]
    }()
}
