/// Which series a rule reads: one name out of several spellings, narrowed by labels.
struct Selection: Sendable, Hashable {
    /// Spellings over the versions, best first; the first that is exposed counts, the others are not
    /// added to it.
    var names: [String]
    /// Conditions that all have to hold.
    var filters: [Filter]
    /// Whether the server lists these series from its start, so that where they are missing it does not
    /// tell. Elsewhere a label set appears with its first count, and a missing one is a plain zero.
    var isListed = false

    /// A condition on one label.
    struct Filter: Sendable, Hashable {
        var label: String
        /// The label has to begin with one of these; with `isExcluding`, with none of them.
        var prefixes: [String]
        var isExcluding = false

        /// Whether the series meets it. A series without the label counts as having it empty.
        func admits(_ series: SeriesDefinition) -> Bool {
            let value = series[label] ?? ""
            return prefixes.contains(where: value.hasPrefix) != isExcluding
        }
    }

    /// Series of the first of these names that is exposed.
    init(_ names: String..., filters: [Filter] = []) {
        self.names = names
        self.filters = filters
    }

    /// The same, where the label begins with one of the prefixes.
    func with(_ label: String, _ prefixes: String...) -> Selection {
        var copy = self
        copy.filters.append(Filter(label: label, prefixes: prefixes))
        return copy
    }

    /// The same, of a server that lists these series from its start.
    var listed: Selection {
        var copy = self
        copy.isListed = true
        return copy
    }

    /// The same, where the label begins with none of the prefixes.
    func without(_ label: String, _ prefixes: String...) -> Selection {
        var copy = self
        copy.filters.append(Filter(label: label, prefixes: prefixes, isExcluding: true))
        return copy
    }
}
