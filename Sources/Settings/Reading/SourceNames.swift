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
        let shared = sharedNames(entries)
        for place in entries.indices where entries[place].settings.name.isEmpty {
            let settings = entries[place].settings
            let names = candidates(settings)
            let last = names[names.count - 1]
            let numbered = (2...max(2, entries.count + 1)).lazy.map { "\(last)-\($0)" }
            func isFree(_ name: String) -> Bool {
                let id = SourceID(provider: settings.provider, instance: name)
                return taken[id] == nil && !shared.contains(id)
            }
            entries[place].settings.name =
                names.first(where: isFree) ?? numbered.first(where: isFree) ?? settings.provider
            taken[entries[place].settings.source] = entries[place].places[""]
        }
    }

    /// The shortest names that several entries would take: none of them does, so that a name does not
    /// depend on the order.
    private static func sharedNames(_ entries: [SourceReader.Entry]) -> Set<SourceID> {
        var seen: Set<SourceID> = []
        var shared: Set<SourceID> = []
        for settings in entries.map(\.settings) where settings.name.isEmpty {
            let names = candidates(settings)
            // What has only one name is told apart by a number.
            guard names.count > 1, let first = names.first else { continue }
            let id = SourceID(provider: settings.provider, instance: first)
            if !seen.insert(id).inserted { shared.insert(id) }
        }
        return shared
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
        return names.map { CleanText.clean($0) }
    }
}
