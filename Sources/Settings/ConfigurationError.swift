/// Where something stands in the configuration: a place in the file, a variable, or a flag.
package struct ConfigurationPlace: Hashable, Sendable, CustomStringConvertible {
    /// The file as it was named, `HYBRIDTOP_THEME`, or `--theme`.
    package var origin: String
    /// Counted from 1; `nil` outside files and where the whole file is meant.
    package var line: Int?
    /// Counted from 1, in Unicode scalars.
    package var column: Int?

    /// A place; outside files there is neither line nor column.
    package init(_ origin: String, line: Int? = nil, column: Int? = nil) {
        self.origin = origin
        self.line = line
        self.column = column
    }

    package var description: String {
        guard let line, let column else { return origin }
        return "\(origin):\(line):\(column)"
    }
}

/// One thing that is wrong with the configuration: where, what was found, and what was expected. Never
/// holds a secret.
package struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where it was found.
    package var place: ConfigurationPlace
    /// The path of keys to it, `sources[2].prometheus-scrape.url`; empty for the whole file.
    package var path: String
    /// What is wrong, in one sentence.
    package var message: String
    /// The nearest name that is valid, where one is near.
    package var suggestion: String?

    /// An error at a place.
    package init(
        _ place: ConfigurationPlace, path: String = "", message: String, suggestion: String? = nil
    ) {
        self.place = place
        self.path = path
        self.message = message
        self.suggestion = suggestion
    }

    package var description: String {
        let subject = path.isEmpty ? "" : "\(path): "
        let hint = suggestion.map { "; did you mean `\($0)`?" } ?? ""
        return "\(place): \(subject)\(message)\(hint)"
    }
}

/// Everything that is wrong, in the order of the file. Never empty.
package struct ConfigurationErrors: Error, Hashable, Sendable, CustomStringConvertible {
    /// In the order of the file.
    package var list: [ConfigurationError]

    /// Errors, at least one.
    package init(_ list: [ConfigurationError]) { self.list = list }

    /// One error a line.
    package var description: String { list.map(\.description).joined(separator: "\n") }
}
