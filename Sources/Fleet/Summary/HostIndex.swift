/// Finds hosts by name. A name without a domain stands for the one with a domain that begins with it,
/// where that is the only one: `gpu-a01` and `gpu-a01.example.com` are one host, two full names never are.
struct HostIndex {
    private struct Key: Hashable {
        let site: Int
        let name: Substring
    }

    private var full: [Key: Int] = [:]
    /// Hosts by their first label; -1 where several share it.
    private var short: [Key: Int] = [:]

    /// The host of a name, if it is known.
    func host(_ name: String, site: Int) -> Int? {
        if let host = full[Key(site: site, name: name[...])] { return host }
        let label = Self.label(name)
        if label.count == name.count {
            return short[Key(site: site, name: label)].flatMap { $0 < 0 ? nil : $0 }
        }
        return full[Key(site: site, name: label)]
    }

    /// Makes a host known under a name.
    mutating func add(_ name: String, site: Int, host: Int) {
        full[Key(site: site, name: name[...])] = host
        let key = Key(site: site, name: Self.label(name))
        let known = short[key]
        short[key] = known == nil || known == host ? host : -1
    }

    /// The part before the first point; an address is a name of its own.
    private static func label(_ name: String) -> Substring {
        if name.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2e }) { return name[...] }
        return name.prefix { $0 != "." }
    }
}
