import Fleet

/// Lets the providers look at the entries, also at those of which something is refused already, and checks
/// that no two stand for the same source.
struct EntryExaminer {
    let surroundings: Surroundings
    private var taken: [SourceID: ConfigurationPlace] = [:]
    private var claimed: [String: ConfigurationPlace] = [:]

    init(surroundings: Surroundings) { self.surroundings = surroundings }

    /// Notes what the providers object to.
    mutating func examine(_ entries: [SourceReader.Entry], _ errors: inout ErrorList) {
        for entry in entries {
            let examination = surroundings.examine(entry.settings)
            for error in examination.errors where !entry.faults.contains(error.key) {
                errors.add(
                    ConfigurationError(
                        entry.place(error.key), path: join(entry.path, error.key),
                        message: error.message))
            }
            // What it stands for is known only where none of the keys that say so is wrong.
            guard entry.faults.isDisjoint(with: ["", "hosts", "name"]) else { continue }
            claim(examination.sources, for: entry, &errors)
            for claim in examination.claims { self.claim(claim, for: entry, &errors) }
        }
    }

    /// What only one may watch.
    private mutating func claim(
        _ words: String, for entry: SourceReader.Entry, _ errors: inout ErrorList
    ) {
        guard let place = claimed[words] else { return claimed[words] = entry.place("") }
        errors.add(
            ConfigurationError(
                entry.place(""), path: entry.path,
                message: "\(words) is watched already, by the entry at \(place)"))
    }

    /// Hosts that stand in two entries, mostly: a name that two of them say is told by its own check.
    private mutating func claim(
        _ sources: [SourceID], for entry: SourceReader.Entry, _ errors: inout ErrorList
    ) {
        let again = sources.filter { taken[$0] != nil }
        for source in sources where taken[source] == nil { taken[source] = entry.place("") }
        guard let first = again.first, let place = taken[first] else { return }
        let more = again.count > 1 ? " and \(again.count - 1) more" : ""
        errors.add(
            ConfigurationError(
                entry.place("hosts"), path: entry.path,
                message:
                    "`\(CleanText.clean(first.description))`\(more) is watched already, by the "
                    + "entry at \(place)"))
    }
}

extension SourceReader.Entry {
    /// Where a key stands, or the entry itself.
    func place(_ key: String) -> ConfigurationPlace {
        places[key] ?? places[""] ?? ConfigurationPlace("configuration")
    }
}
