import Fleet
import Yams

/// Collects what is wrong while the configuration is read; reading goes on after each error.
struct ErrorList {
    /// How messages call the file.
    let file: String
    private(set) var errors: [ConfigurationError] = []

    /// No errors yet.
    init(file: String) { self.file = file }

    /// Where a node stands.
    func place(_ node: Node) -> ConfigurationPlace {
        ConfigurationPlace(file, line: node.mark?.line, column: node.mark?.column)
    }

    /// Notes an error at a node.
    mutating func add(
        _ node: Node, _ path: String, _ message: String, suggestion: String? = nil
    ) {
        add(
            ConfigurationError(
                place(node), path: path, message: message, suggestion: suggestion))
    }

    /// Notes an error.
    mutating func add(_ error: ConfigurationError) { errors.append(error) }

    /// Everything noted, in the order of the file.
    var sorted: [ConfigurationError] {
        errors.enumerated().sorted { left, right in
            let (a, b) = (left.element.place, right.element.place)
            return (a.line ?? .max, a.column ?? .max, left.offset)
                < (b.line ?? .max, b.column ?? .max, right.offset)
        }.map(\.element)
    }
}

extension Node {
    /// What was found, for a message: a short piece of text, or the kind of collection.
    var found: String {
        switch self {
        case .scalar(let scalar) where isNull: scalar.string.isEmpty ? "nothing" : "null"
        case .scalar(let scalar): "`\(CleanText.clean(scalar.string, limit: 60))`"
        case .sequence: "a list"
        case .mapping: "a mapping"
        case .alias: "an alias"
        }
    }

    /// Whether nothing stands here.
    var isNull: Bool {
        guard case .scalar(let scalar) = self, scalar.style != .doubleQuoted,
            scalar.style != .singleQuoted
        else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    /// The text of a scalar that is not null.
    var text: String? {
        guard case .scalar(let scalar) = self, !isNull else { return nil }
        return scalar.string
    }
}
