import Collector
import Fleet

/// What one source of the provider is configured to do, checked.
struct NvidiaSMISettings: Sendable {
    /// Name of the node.
    var name: String
    /// Where it is; `nil` is this machine.
    var host: RemoteHost?
    /// Name or path of nvidia-smi there.
    var command: String
    var interval: Duration
    var slowInterval: Duration
    /// How long a part of the slow beat may take: shorter than the source's own deadline, so that one
    /// that hangs is named and the others still count.
    var partLimit: Duration
    /// Where the node's file tree begins; empty but in tests.
    var root = ""
    var readsProcesses: Bool
    var readsKernelLog: Bool
    var readsHost: Bool
    var labels: [String: String]

    static let schema: [SettingSchema] = [
        SettingSchema(
            "hosts", .hosts,
            summary: "Nodes reached by ssh, this machine where none is named. A pattern such as "
                + "gpu-* stands for hosts of the ssh configuration; !gpu-test* takes some out.",
            example: "gpu[01-64]"),
        SettingSchema("user", .string, summary: "User to log in as.", example: "monitor"),
        SettingSchema("port", .integer, summary: "Port of the ssh servers.", example: "22"),
        SettingSchema(
            "ssh_config", .path, summary: "File for ssh -F instead of the user's own.",
            example: "~/.ssh/config"),
        SettingSchema(
            "identity", .path, summary: "Private key for ssh -i.", example: "~/.ssh/id_ed25519"),
        SettingSchema(
            "command", .string, summary: "Name or path of nvidia-smi; by default nvidia-smi.",
            example: "/usr/bin/nvidia-smi"),
        SettingSchema(
            "slow_interval", .duration,
            summary: "Time between queries of what changes slowly; by default 30s.",
            example: "30s"),
        SettingSchema(
            "processes", .boolean, summary: "Whether compute processes are listed; by default yes.",
            example: "true"),
        SettingSchema(
            "kernel_log", .boolean,
            summary: "Whether the kernel log is read for Xid errors; by default yes.",
            example: "true"),
        SettingSchema(
            "host_readings", .boolean,
            summary: "Whether load, memory, disks and ports are read; by default yes.",
            example: "true"),
    ]

    /// Checks the settings of one source.
    init(_ settings: ProviderSettings) throws(SettingError) {
        name = settings.name
        command = try Self.command(settings)
        host = try Self.host(settings)
        interval = settings.interval
        slowInterval = settings.duration("slow_interval") ?? .seconds(30)
        partLimit = settings.deadline * 9 / 10
        readsProcesses = settings.boolean("processes") ?? true
        readsKernelLog = settings.boolean("kernel_log") ?? true
        readsHost = settings.boolean("host_readings") ?? true
        labels = settings.labels
    }

    private static func command(_ settings: ProviderSettings) throws(SettingError) -> String {
        let command = settings.string("command") ?? "nvidia-smi"
        guard !command.isEmpty, !command.hasPrefix("-"),
            command.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7f })
        else {
            throw SettingError(
                key: "command",
                message: "found \"\(CleanText.clean(command))\", expected a name or path")
        }
        return command
    }

    private static func host(_ settings: ProviderSettings) throws(SettingError) -> RemoteHost? {
        guard let name = settings.strings("hosts")?.first else { return nil }
        let destination = settings.string("user").map { "\($0)@\(name)" } ?? name
        let port = settings.integer("port")
        if let port, !(1...65535).contains(port) {
            throw SettingError(key: "port", message: "found \(port), expected 1 to 65535")
        }
        guard
            let host = RemoteHost(
                destination, port: port, configuration: settings.string("ssh_config"),
                identity: settings.string("identity"))
        else {
            throw SettingError(
                key: "hosts",
                message: "found \"\(CleanText.clean(name))\", expected a host name")
        }
        return host
    }

    /// Whether the files that ssh is to be given are there. With a key's public half beside it, the key
    /// itself may be an agent's.
    static func fileProblems(of entry: ProviderSettings) -> [SettingError] {
        entry.strings("hosts") == nil ? [] : CommandPlace.sshFileProblems(of: entry)
    }

    /// One source a host, named after it; this machine where no host is named.
    static func expand(_ entry: ProviderSettings) -> [ProviderSettings] {
        let hosts = entry.strings("hosts") ?? []
        var seen: Set<String> = []
        let sources = hosts.filter { seen.insert($0).inserted }.map { host in
            var source = entry
            source.name = host
            source.values["hosts"] = .strings([host])
            return source
        }
        return sources.isEmpty ? [entry] : sources
    }

    /// The node before anything is known of it but its name.
    var node: NodeIdentity {
        var node = NodeIdentity(
            name: name, sshDestination: host?.destination, isLocal: host == nil, labels: labels)
        node.sshOptions = host?.options ?? []
        return node
    }
}
