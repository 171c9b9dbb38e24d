package import Fleet
import Yams

/// Checks one value against what its schema wants.
struct SettingReader {
    let surroundings: Surroundings
    /// The ssh configuration that the entry names, for patterns of hosts.
    var sshFile: String?

    /// The shortest durations that some keys take: what is asked more often than that is not watched but
    /// kept busy.
    private static let least: [String: Duration] = [
        "interval": .milliseconds(100), "deadline": .milliseconds(10),
    ]

    /// The checked value, or `nil` after noting what is wrong.
    func read(
        _ node: Node, _ kind: SettingSchema.Kind, path: String, _ errors: inout ErrorList
    ) -> SettingValue? {
        switch kind {
        case .commands: return commands(node, path, &errors)
        case .hosts, .strings, .mapping:
            return collection(node, kind, path: path, &errors)
        default:
            guard let text = node.text else {
                errors.add(node, path, "expected \(kind.words), found \(node.found)")
                return nil
            }
            do throws(Refusal) {
                let key = path.split(separator: ".").last.map(String.init)
                return try scalar(text, kind, key: key ?? path)
            } catch {
                let found = kind == .secret ? "" : ", found \(error.found ?? node.found)"
                errors.add(
                    node, path, "\(error.message ?? "expected \(kind.words)")\(found)",
                    suggestion: error.suggestion)
                return nil
            }
        }
    }

    /// Why a text is not a value of its kind; without a message: because it is not.
    struct Refusal: Error {
        var message: String?
        var suggestion: String?
        /// What was found, where that is not the whole text: a URL may hold a password.
        var found: String?
    }

    /// The value that a text stands for under a key.
    func scalar(
        _ text: String, _ kind: SettingSchema.Kind, key: String
    ) throws(Refusal) -> SettingValue {
        switch kind {
        case .integer: return .integer(try unwrap(Int(text)))
        case .number: return .number(try unwrap(Double(text).flatMap { $0.isFinite ? $0 : nil }))
        case .boolean: return .boolean(try unwrap(Self.booleans[text.lowercased()]))
        case .duration: return .duration(try duration(text, atLeast: Self.least[key] ?? .zero))
        case .url: return .string(try url(text))
        case .path: return .string(surroundings.resolve(text))
        case .secret:
            do throws(SecretText.Problem) {
                return .secret(try SecretText.resolve(text, surroundings))
            } catch { throw Refusal(message: error.message) }
        case .choice(let words):
            if words.contains(text) { return .string(text) }
            throw Refusal(suggestion: NearestName.of(text, among: words))
        case .string, .hosts, .strings, .mapping, .commands: return .string(text)
        }
    }

    private func duration(_ text: String, atLeast least: Duration) throws(Refusal) -> Duration {
        let duration = DurationText.parse(text)
        if let duration, duration >= least { return duration }
        let inSeconds = DurationText.parse("\(text)s").flatMap { $0 >= least ? "\(text)s" : nil }
        let range =
            least == .zero ? "" : "expected a duration of at least \(DurationText.format(least))"
        throw Refusal(
            message: range.isEmpty
                ? nil : duration == nil ? "\(range), such as `250ms`, `2s` or `5m`" : range,
            suggestion: duration == nil ? inSeconds : nil)
    }

    private func url(_ text: String) throws(Refusal) -> String {
        guard URLText.isAbsolute(text) else { throw Refusal() }
        guard let port = URLText.wrongPort(text) else { return text }
        throw Refusal(
            message: "expected a port from 1 to 65535 in the URL",
            found: port.isEmpty ? "nothing" : "`\(CleanText.clean(String(port), limit: 20))`")
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

    /// Commands are never split at spaces: each word is one.
    private func commands(
        _ node: Node, _ path: String, _ errors: inout ErrorList
    ) -> SettingValue? {
        guard case .sequence(let list) = node else {
            errors.add(
                node, path, "expected \(SettingSchema.Kind.commands.words), found \(node.found)")
            return nil
        }
        return .commands(
            list.compactMap { item in
                guard case .sequence(let words) = item, !words.isEmpty else {
                    errors.add(
                        item, path, "expected the words of a command, found \(item.found)")
                    return nil
                }
                return texts(Array(words), .strings, path, &errors)
            })
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
        case .commands: "a list of commands, each a list of words"
        case .choice(let words): "one of " + words.map { "`\($0)`" }.joined(separator: ", ")
        }
    }
}
