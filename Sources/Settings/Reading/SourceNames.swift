import Fleet
import Yams

/// Names for sources that say none, and the check that names differ.
enum SourceNames {
    /// Gives every entry a name of its own. Two that say the same are an error.
    static func settle(_ entries: inout [SourceReader.Entry], _ errors: inout ErrorList) {
        var taken: [SourceID: ConfigurationPlace] = [:]
        for index in entries.indices where !entries[index].settings.name.isEmpty {
            let entry = entries[index]
            guard let node = entry.nameNode else { continue }
            if let first = taken[entry.settings.source] {
                entries[index].faults.insert("name")
                errors.add(
                    node, "sources.\(entry.settings.provider).name",
                    "`\(entry.settings.name)` is the name of another source, at \(first)")
            } else {
                taken[entry.settings.source] = errors.place(node)
            }
        }
        for place in entries.indices where entries[place].settings.name.isEmpty {
            let names = candidates(entries[place].settings)
            let settings = entries[place].settings
            let name = names.first { name in
                taken[SourceID(provider: settings.provider, instance: name)] == nil
            }
            entries[place].settings.name = name ?? settings.provider
            taken[entries[place].settings.source] = entries[place].places[""]
        }
    }

    /// What tells an entry from its siblings, from the shortest to the last resort.
    private static func candidates(_ settings: ProviderSettings) -> [String] {
        var names: [String] = []
        if let hosts = settings.strings("hosts"), let first = hosts.first {
            names.append(hosts.count == 1 ? first : "\(first)+\(hosts.count - 1)")
        }
        if let url = settings.string("url") {
            if let host = URLText.host(url) { names.append(host) }
            if let authority = URLText.authority(url) { names.append(String(authority)) }
        }
        for key in ["region", "endpoint", "context", "socket"] {
            if let text = settings.string(key) { names.append(text) }
        }
        if names.isEmpty { names.append("local") }
        let base = names[names.count - 1]
        return (names + (2...4096).map { "\(base)-\($0)" }).map { CleanText.clean($0) }
    }
}
