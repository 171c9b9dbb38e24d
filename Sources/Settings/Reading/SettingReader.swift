package import Fleet
import Yams

/// Checks one value against what its schema wants.
struct SettingReader {
    let surroundings: Surroundings
    /// The ssh configuration that the entry names, for patterns of hosts.
    var sshFile: String?

    /// The checked value, or `nil` after noting what is wrong.
    func read(
        _ node: Node, _ kind: SettingSchema.Kind, path: String, _ errors: inout ErrorList
    ) -> SettingValue? {
        switch kind {
        case .hosts, .strings, .mapping:
            return collection(node, kind, path: path, &errors)
        default:
            guard let text = node.text else {
                errors.add(node, path, "expected \(kind.words), found \(node.found)")
                return nil
            }
            do throws(Refusal) {
                return try scalar(text, kind)
            } catch {
                let found = kind == .secret ? "" : ", found \(node.found)"
                errors.add(
                    node, path, error.message ?? "expected \(kind.words)\(found)",
                    suggestion: error.suggestion)
                return nil
            }
        }
    }

    /// Why a text is not a value of its kind; without a message: because it is not.
    struct Refusal: Error {
        var message: String?
        var suggestion: String?
    }

    /// The value that a text stands for.
    func scalar(_ text: String, _ kind: SettingSchema.Kind) throws(Refusal) -> SettingValue {
        switch kind {
        case .integer: return .integer(try unwrap(Int(text)))
        case .number: return .number(try unwrap(Double(text).flatMap { $0.isFinite ? $0 : nil }))
        case .boolean: return .boolean(try unwrap(Self.booleans[text.lowercased()]))
        case .duration:
            if let duration = DurationText.parse(text) { return .duration(duration) }
            throw Refusal(suggestion: Double(text).map { _ in "\(text)s" })
        case .url: return .string(try unwrap(URLText.isAbsolute(text) ? text : nil))
        case .path: return .string(surroundings.resolve(text))
        case .secret:
            do throws(SecretText.Problem) {
                return .secret(try SecretText.resolve(text, surroundings))
            } catch { throw Refusal(message: error.message) }
        case .choice(let words):
            if words.contains(text) { return .string(text) }
            throw Refusal(suggestion: NearestName.of(text, among: words))
        case .string, .hosts, .strings, .mapping: return .string(text)
        }
    }

    private static let booleans = [
        "true": true, "yes": true, "on": true, "false": false, "no": false, "off": false,
    ]

    private func unwrap<Value>(_ value: Value?) throws(Refusal) -> Value {
        guard let value else { throw Refusal() }
        return value
    }

    private func collection(
        _ node: Node, _ kind: SettingSchema.Kind, path: String, _ errors: inout ErrorList
    ) -> SettingValue? {
        if kind == .mapping {
            guard case .mapping = node else {
                // Where headers belong, a text is likely one of them, with its secret.
                let found = path.hasSuffix(".headers") ? "" : ", found \(node.found)"
                errors.add(node, path, "expected \(kind.words)\(found)")
                return nil
            }
            return .mapping(labels(node, path, &errors))
        }
        let items: [Node]
        if case .sequence(let sequence) = node { items = Array(sequence) } else { items = [node] }
        let texts =
            kind == .hosts
            ? HostListReader(surroundings: surroundings, file: sshFile)
                .read(items, in: node, path: path, &errors)
            : texts(items, kind, path, &errors)
        if texts.count > HostRange.limit {
            errors.add(node, path, "more than \(HostRange.limit) hosts")
            return nil
        }
        return .strings(texts)
    }

    private func texts(
        _ items: [Node], _ kind: SettingSchema.Kind, _ path: String, _ errors: inout ErrorList
    ) -> [String] {
        items.compactMap { item in
            if item.text == nil {
                errors.add(item, path, "expected \(kind.words), found \(item.found)")
            }
            return item.text
        }
    }

    /// Names to text.
    func labels(_ node: Node, _ path: String, _ errors: inout ErrorList) -> [String: String] {
        var labels: [String: String] = [:]
        for member in errors.members(node, path, allowed: nil) {
            guard let text = member.value.text else {
                let found = "expected text, found \(member.value.found)"
                errors.add(member.value, join(path, member.key), found)
                continue
            }
            labels[CleanText.clean(member.key)] = CleanText.clean(text)
        }
        return labels
    }
}

extension SettingSchema.Kind {
    /// What is expected, for messages and help.
    package var words: String {
        switch self {
        case .string: "text"
        case .integer: "a whole number"
        case .number: "a number"
        case .boolean: "`true` or `false`"
        case .duration: "a duration such as `250ms`, `2s` or `5m`"
        case .url: "an http, https or http+unix URL"
        case .path: "a path"
        case .secret: "a secret (`env:NAME`, `file:PATH` or text)"
        case .hosts:
            "hosts such as `gpu[01-64]`, patterns of your ssh configuration, or a list of them"
        case .strings: "text or a list of texts"
        case .mapping: "a mapping of names to text"
        case .choice(let words): "one of " + words.map { "`\($0)`" }.joined(separator: ", ")
        }
    }
}
