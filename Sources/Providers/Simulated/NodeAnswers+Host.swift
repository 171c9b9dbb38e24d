import Fleet

/// What Linux says on a simulated node, as the files and tools of a real one would.
extension NodeAnswers {
    /// The part of a script's output with this name; empty for one that prints nothing.
    func part(_ name: String) -> String {
        switch name {
        case "help": help
        case "rows": rows(["index", "pci.bus_id", "driver_version"])
        case "gpus": gpuFolders
        case "files": (0..<SimulatedRoster.gpusPerNode).map { "nvidia\($0)\n" }.joined()
        case "system": "Linux 6.8.0-88-generic\n"
        case "boot": identity.bootID(at: time) + "\n"
        case "load":
            "\(decimal(host.runnable)) \(decimal(host.runnable)) \(decimal(host.runnable)) 3/4211 88120\n"
        case "memory": memory
        case "stat": processors
        case "disks": disks
        case "infiniband": infiniband
        case "network": "ens1f0np0 0x1003 up\nens1f1np1 0x1003 up\n"
        case "now": "\(Int(world.wall(at: time).seconds))\n"
        case "uptime": "\(decimal(identity.uptime(at: time))) 4210021.7\n"
        case "kernel": kernelLog
        case "query": document
        case "list": list
        case "nvlink": links
        case "apps": processes(["gpu_uuid", "pid", "used_memory", "process_name"])
        case "users": users
        default: ""
        }
    }

    private var host: SimulatedHost { SimulatedHost(world, node, at: time) }

    private var gpuFolders: String {
        (0..<SimulatedRoster.gpusPerNode).map { identity.kernelAddress($0) + ".0\n" }.joined()
    }

    private var memory: String {
        """
        MemTotal:       \(SimulatedHost.memoryKilobytes) kB
        MemAvailable:   \(host.availableKilobytes) kB

        """
    }

    /// Ticks since boot, a hundred a second.
    private var processors: String {
        let busy = host.busySeconds * 100
        let idle = host.processorSeconds * 100 - busy
        let lines = (0..<SimulatedHost.cores).map { "cpu\($0) 1 0 1 1 0 0 0 0\n" }
        return "cpu \(Int(busy * 0.8)) 0 \(Int(busy * 0.2)) \(Int(idle)) 0 0 0 0\n"
            + lines.joined()
    }

    private var disks: String {
        let total = SimulatedHost.diskKilobytes
        let taken = host.takenKilobytes
        return """
            Filesystem     1024-blocks       Used  Available Capacity Mounted on
            /dev/md0        \(total) \(taken) \(total - taken) \(taken * 100 / total)% /
            tmpfs            211345408       2104  211343304       1% /run

            """
    }

    private var infiniband: String {
        (0..<8).map { "/sys/class/infiniband/mlx5_\($0)/ports/1/state 4: ACTIVE\n" }.joined()
    }

    private var list: String {
        (0..<SimulatedRoster.gpusPerNode).map { index in
            "GPU \(index): \(node.model) (UUID: \(identity.uuid(index)))\n"
        }.joined()
    }

    private var links: String {
        (0..<SimulatedRoster.gpusPerNode).map { index in
            let lines = (0..<18).map { "\t Link \($0): 26.562 GB/s\n" }.joined()
            return "GPU \(index): \(node.model) (UUID: \(identity.uuid(index)))\n" + lines
        }.joined()
    }

    /// `ps -o pid=,user:32=,args=`.
    private var users: String {
        world.load.states(node, at: time).enumerated().filter { $1.memoryUsedMiB > 1000 }
            .map { index, _ in
                "\(processID(index)) \(SimulatedSchedule.user(node, index)) \(arguments)\n"
            }.joined()
    }

    private var arguments: String {
        switch node.role {
        case .training(let job):
            job == 0
                ? "python -m torch.distributed.run train.py --config llm-120b.yaml"
                : "python -m torch.distributed.run train.py --config vlm-30b.yaml"
        case .serving(let endpoint): "python -m vllm.entrypoints.openai.api_server \(endpoint)"
        case .batch: "python eval.py --suite nightly"
        case .shared, .held, .free: "jupyter-kernel --transport tcp"
        }
    }

    private func decimal(_ value: Double) -> String {
        let whole = Int((value * 100).rounded())
        let rest = whole % 100
        return "\(whole / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
