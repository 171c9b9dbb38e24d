/// Who speaks for the GPUs of hosts that several sources know, where not all of them tell uuids: the same
/// host by its name, and there the same PCI address or number.
struct DeviceClaims {
    private struct Key: Hashable {
        let host: Int
        /// An address as a number, or an index.
        let device: UInt64
        let isAddress: Bool
        let mig: MIGInstance?
    }

    private struct Claim {
        let place: AcceleratorRoster.Place
        let gpu: AcceleratorIdentity
    }

    private var claims: [Key: Claim] = [:]
    /// The host of each node of each source.
    private var hosts: [[Int]] = []

    /// Names the hosts; `nil` where every GPU tells its uuid, so that there is nothing to do.
    init?(_ snapshot: FleetSnapshot, order: [Int], siteOfSource: [Int]) {
        let isNeeded = snapshot.sources.contains { source in
            source.sample?.inventory.accelerators.contains { $0.uuid.isEmpty } ?? false
        }
        guard isNeeded else { return nil }
        hosts = Array(repeating: [], count: snapshot.sources.count)
        var index = HostIndex()
        var count = 0
        for source in order {
            var own: Set<Int> = []
            for node in snapshot.sources[source].sample?.inventory.nodes ?? [] {
                let known = index.host(node.name, site: siteOfSource[source])
                // Two nodes that one source tells apart are two.
                let host = known.flatMap { own.contains($0) ? nil : $0 } ?? count
                if host == count { count += 1 }
                own.insert(host)
                index.add(node.name, site: siteOfSource[source], host: host)
                hosts[source].append(host)
            }
        }
    }

    /// Who has a GPU already; else it is this place's from now on.
    mutating func owner(
        of gpu: AcceleratorIdentity, at place: AcceleratorRoster.Place
    ) -> AcceleratorRoster.Place? {
        let source = Int(place.source)
        guard hosts[source].indices.contains(gpu.node) else { return nil }
        let keys = Self.keys(gpu, host: hosts[source][gpu.node])
        for key in keys {
            guard let claim = claims[key], claim.place.source != place.source,
                claim.gpu.isSameDevice(as: gpu)
            else { continue }
            return claim.place
        }
        for key in keys where claims[key] == nil { claims[key] = Claim(place: place, gpu: gpu) }
        return nil
    }

    private static func keys(_ gpu: AcceleratorIdentity, host: Int) -> [Key] {
        var keys: [Key] = []
        if let address = gpu.pciBusID.flatMap(PCIAddress.number) {
            keys.append(Key(host: host, device: address, isAddress: true, mig: gpu.mig))
        }
        if gpu.index >= 0 {
            keys.append(
                Key(host: host, device: UInt64(gpu.index), isAddress: false, mig: gpu.mig))
        }
        return keys
    }
}
