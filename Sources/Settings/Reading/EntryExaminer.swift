import Fleet

/// Lets the providers look at the entries that are well formed, and checks that no two entries stand
/// for the same source.
struct EntryExaminer {
    let surroundings: Surroundings
    private var taken: [SourceID: ConfigurationPlace] = [:]

    init(surroundings: Surroundings) { self.surroundings = surroundings }

    /// Notes what the providers object to.
    mutating func examine(_ entries: [SourceReader.Entry], _ errors: inout ErrorList) {
        for entry in entries where entry.isSound {
            let examination = surroundings.examine(entry.settings)
            for error in examination.errors {
                errors.add(
                    ConfigurationError(
                        entry.place(error.key), path: join(entry.path, error.key),
                        message: error.message))
            }
            claim(examination.sources, for: entry, &errors)
        }
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
