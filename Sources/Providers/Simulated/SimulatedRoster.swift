/// Who is there: the nodes with what they do, and the servers.
enum SimulatedRoster {
    /// What a node is used for.
    enum Role: Sendable, Hashable {
        /// All GPUs of many nodes move together, with pauses for checkpoints.
        case training(job: Int)
        /// Follows the requests of an endpoint.
        case serving(endpoint: String)
        /// Comes and goes in blocks of minutes.
        case batch
        /// Each GPU is somebody else's.
        case shared
        /// Memory is held and nothing runs.
        case held
        /// Nobody uses it.
        case free
    }

    /// A node of eight GPUs.
    struct Node: Sendable, Hashable {
        var name: String
        var site: String
        var rack: String
        var model: String
        var memoryMiB: Int
        var role: Role
        var driver: String
        /// Its place among all, which is its lane of noise.
        var place: Int

        /// Whether nobody may log in, so that it is its exporters that are asked.
        var isExported: Bool { site == "hall-b" && (rack == "r5" || rack == "r6") }

        /// Its name in the halls' own domain.
        var domainName: String { "\(name).\(site).example" }

        /// Whether anything runs there, now and then at least.
        var isUsed: Bool { role != .free && role != .held }
    }

    static let gpusPerNode = 8

    /// The nodes of both halls.
    static let nodes: [Node] = hallA + hallB

    private static let hallA: [Node] = (1...38).map { number in
        let role: Role =
            switch number {
            case 1...16: .training(job: 0)
            case 17...24: .serving(endpoint: "chat-70b")
            case 25...27: .serving(endpoint: "code-34b")
            case 28...29: .serving(endpoint: "summarize")
            case 30...35: .batch
            case 36: .held
            default: .free
            }
        return Node(
            name: "gpu-a\(twoDigits(number))", site: "hall-a", rack: "r\((number - 1) / 5 + 1)",
            model: "NVIDIA H100 80GB HBM3", memoryMiB: 81_559, role: role,
            driver: number == 31 ? "570.172.08" : "580.105.08", place: number)
    }

    private static let hallB: [Node] = (1...26).map { number in
        let role: Role =
            switch number {
            case 1...8: .training(job: 1)
            case 9...11: .serving(endpoint: "vision-11b")
            case 12: .serving(endpoint: "fraud")
            case 13...18: .batch
            case 19...23: .shared
            default: .free
            }
        return Node(
            name: "gpu-b\(twoDigits(number))", site: "hall-b", rack: "r\((number - 1) / 5 + 1)",
            model: "NVIDIA H200", memoryMiB: 143_771, role: role, driver: "580.105.08",
            place: 100 + number)
    }

    /// A node by its name.
    static let nodesByName = Dictionary(
        nodes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// The node whose exporter answers at an address: DCGM's at port 9400, the host's at 9100.
    static func exporter(at address: SimulatedAddress) -> Node? {
        guard address.port == 9400 || address.port == 9100,
            let name = address.host.split(separator: ".").first,
            let node = nodesByName[String(name)], node.domainName == address.host
        else { return nil }
        return node.isExported ? node : nil
    }

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
