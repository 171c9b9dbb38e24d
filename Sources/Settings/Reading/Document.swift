import Fleet
import Yams

/// A file as YAML nodes. Keys that are given twice are told apart here, so that they can be reported
/// with everything else that is wrong.
struct Document {
    /// The root, or `nil` for an empty file.
    let root: Node?
    /// Errors that reading goes on after: bytes and characters that no YAML may hold, keys that are given
    /// again.
    let errors: [ConfigurationError]

    /// More than this is no configuration.
    static let limit = 1 << 20
    /// Ends a key that is given again; a character of the private use area, so no key has it.
    private static let mark: Unicode.Scalar = "\u{F8F1}"

    /// Reads the bytes of a file; `name` is how messages call it.
    init(_ bytes: some Sequence<UInt8>, name: String) throws(ConfigurationErrors) {
        let characters = DocumentCharacters(bytes, name: name)
        var scalars = characters.scalars
        var found = characters.errors
        while true {
            let problem: YamlError
            switch Self.compose(scalars) {
            case .success(let node):
                root = node
                errors = found
                return
            case .failure(let error): problem = error
            }
            guard case .duplicatedKeysInMapping(let keys, let context) = problem, found.count < 64
            else {
                throw ConfigurationErrors(found + [Self.error(problem, name)])
            }
            let key = keys.first ?? ""
            let first = context.mark
            let second = Self.separate(key, after: first, in: &scalars)
            let place = ConfigurationPlace(
                name, line: second?.line ?? first.line, column: second?.column ?? first.column)
            let shown = CleanText.clean(key, limit: 60)
            let message =
                second == nil
                ? "`\(shown)` is given several times"
                : "`\(shown)` is given again, after \(first.line):\(first.column)"
            found.append(ConfigurationError(place, message: message))
            if second == nil { throw ConfigurationErrors(found) }
        }
    }

    /// Whether a key is one that was given again; such keys are passed over.
    static func isDuplicate(_ key: String) -> Bool { key.unicodeScalars.last == mark }

    private static func compose(_ scalars: [Unicode.Scalar]) -> Result<Node?, YamlError> {
        guard !scalars.isEmpty else { return .success(nil) }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        do {
            // What a scalar is, its schema says: the resolver's patterns would cost 5 ms at the start.
            return .success(try Yams.compose(yaml: String(view), .basic))
        } catch let error as YamlError {
            return .failure(error)
        } catch {
            return .failure(.no)
        }
    }

    /// Renames the second of two equal keys. Which occurrence of the text that is, the parser knows:
    /// it is the first whose renaming makes its complaint go away or change.
    private static func separate(
        _ key: String, after first: Mark, in scalars: inout [Unicode.Scalar]
    ) -> (line: Int, column: Int)? {
        let wanted = Array(key.unicodeScalars)
        guard !wanted.isEmpty else { return nil }
        var line = 1
        var column = 1
        var attempts = 0
        for start in scalars.indices where start + wanted.count <= scalars.count {
            let isLater = line > first.line || line == first.line && column > first.column
            if isLater, scalars[start] == wanted[0],
                scalars[start..<start + wanted.count].elementsEqual(wanted), attempts < 256
            {
                attempts += 1
                var renamed = scalars
                renamed[start + wanted.count - 1] = mark
                if !complains(renamed, key, first) {
                    scalars = renamed
                    return (line, column)
                }
            }
            column += 1
            if scalars[start] == "\n" { (line, column) = (line + 1, 1) }
        }
        return nil
    }

    private static func complains(_ scalars: [Unicode.Scalar], _ key: String, _ mark: Mark) -> Bool
    {
        switch compose(scalars) {
        case .success: return false
        case .failure(.duplicatedKeysInMapping(let keys, let context)):
            return keys.first == key && context.mark.line == mark.line
                && context.mark.column == mark.column
        case .failure: return true
        }
    }

    private static func error(_ error: YamlError, _ name: String) -> ConfigurationError {
        switch error {
        case .scanner(let context, let problem, let mark, _),
            .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let words = [context?.text, problem].compactMap { $0 }.joined(separator: ", ")
            return ConfigurationError(
                ConfigurationPlace(name, line: mark.line, column: mark.column),
                message: "not YAML: \(CleanText.clean(words))")
        case .reader(let problem, _, _, _):
            return ConfigurationError(
                ConfigurationPlace(name), message: "not YAML: \(CleanText.clean(problem))")
        default:
            return ConfigurationError(ConfigurationPlace(name), message: "not YAML")
        }
    }
}
