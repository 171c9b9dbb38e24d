/// What is measured of a node, beyond its accelerators.
public enum NodeMetric: Int, Metric {
    /// Host CPU in use, all cores.
    case cpuUtilization
    /// One-minute load average.
    case load1
    /// Logical processors.
    case cpuCount
    /// Host memory that is not available to new processes.
    case memoryUsed
    /// Host memory.
    case memoryTotal
    /// The fullest local file system.
    case diskUsed
    /// Network ports that should be up and are not.
    case networkPortsDown
    /// InfiniBand ports.
    case infinibandPorts
    /// InfiniBand ports in state Active.
    case infinibandActive
    /// Time since the host booted.
    case uptime
    /// Accelerators that were ever seen on the node.
    case acceleratorsExpected
    /// Accelerators that answer now.
    case acceleratorsSeen
    /// Accelerators of the node that this login cannot see, because a cgroup or container hides them.
    case acceleratorsHidden
    /// Accelerators that a scheduler may give to jobs.
    case acceleratorsSchedulable
    /// Of them, those that jobs hold.
    case acceleratorsAllocated
}

extension NodeMetric {
    public var field: String {
        switch self {
        case .cpuUtilization: "cpu_utilization_ratio"
        case .load1: "load1"
        case .cpuCount: "cpus"
        case .memoryUsed: "memory_used_bytes"
        case .memoryTotal: "memory_total_bytes"
        case .diskUsed: "disk_used_ratio"
        case .networkPortsDown: "network_ports_down"
        case .infinibandPorts: "infiniband_ports"
        case .infinibandActive: "infiniband_ports_active"
        case .uptime: "uptime_seconds"
        case .acceleratorsExpected: "accelerators_expected"
        case .acceleratorsSeen: "accelerators"
        case .acceleratorsHidden: "accelerators_hidden"
        case .acceleratorsSchedulable: "accelerators_schedulable"
        case .acceleratorsAllocated: "accelerators_allocated"
        }
    }

    public var title: String {
        switch self {
        case .cpuUtilization: "cpu"
        case .load1: "load"
        case .cpuCount: "cpus"
        case .memoryUsed: "host mem"
        case .memoryTotal: "host total"
        case .diskUsed: "disk"
        case .networkPortsDown: "nic down"
        case .infinibandPorts: "ib"
        case .infinibandActive: "ib up"
        case .uptime: "up"
        case .acceleratorsExpected: "gpus exp"
        case .acceleratorsSeen: "gpus"
        case .acceleratorsHidden: "hidden"
        case .acceleratorsSchedulable: "gpus sched"
        case .acceleratorsAllocated: "gpus held"
        }
    }

    public var unit: Unit {
        switch self {
        case .cpuUtilization, .diskUsed: .ratio
        case .load1, .cpuCount, .networkPortsDown, .infinibandPorts, .infinibandActive,
            .acceleratorsExpected, .acceleratorsSeen, .acceleratorsHidden,
            .acceleratorsSchedulable, .acceleratorsAllocated:
            .count
        case .memoryUsed, .memoryTotal: .bytes
        case .uptime: .seconds
        }
    }
}
