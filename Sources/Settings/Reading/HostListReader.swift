import Fleet
import Yams

/// Reads hosts: names, ranges, and patterns over an ssh configuration; `!` before one takes what it
/// fits out again, wherever it stands.
struct HostListReader {
    let surroundings: Surroundings
    /// The ssh configuration that the entry names; `nil` for the user's own.
    let file: String?

    /// The hosts, each once, or nothing after noting what is wrong.
    func read(
        _ items: [Node], in node: Node, path: String, _ errors: inout ErrorList
    ) -> [String] {
        let before = errors.errors.count
        var hosts: [String] = []
        var excluded: [String] = []
        for item in items {
            for word in words(item, path, &errors) {
                if word.hasPrefix("!") {
                    excluded.append(String(word.dropFirst()))
                } else if HostPattern.isPattern(word) {
                    hosts += matches(word, item, path, &errors)
                } else {
                    hosts.append(word)
                }
            }
        }
        var seen: Set<String> = []
        hosts = hosts.filter { host in
            !excluded.contains { HostPattern.matches($0, host) } && seen.insert(host).inserted
        }
        if hosts.isEmpty, errors.errors.count == before {
            let found = excluded.isEmpty ? "none" : "none that is not taken out"
            errors.add(node, path, "expected at least one host, found \(found)")
        }
        return hosts
    }

    private func words(_ node: Node, _ path: String, _ errors: inout ErrorList) -> [String] {
        guard let text = node.text else {
            let words = SettingSchema.Kind.hosts.words
            errors.add(node, path, "expected \(words), found \(node.found)")
            return []
        }
        do throws(HostRange.Problem) {
            return try HostRange.expand(text)
        } catch {
            errors.add(node, path, "expected hosts, found \(node.found): \(error.message)")
            return []
        }
    }

    /// The hosts of the ssh configuration that a pattern fits.
    private func matches(
        _ pattern: String, _ node: Node, _ path: String, _ errors: inout ErrorList
    ) -> [String] {
        do throws(SSHConfiguration.Problem) {
            let names = try surroundings.sshHosts(file)
            let found = names.filter { HostPattern.matches(pattern, $0) }
            if found.isEmpty {
                let shown = CleanText.clean(pattern, limit: 60)
                let place = file.map { "`\(CleanText.clean($0))`" } ?? "the ssh configuration"
                errors.add(
                    node, path, "no host of \(place) matches `\(shown)`; \(Self.listed(names))")
            }
            return found
        } catch {
            errors.add(node, path, CleanText.clean(error.message))
            return []
        }
    }

    /// What there is instead, as far as it fits a line.
    private static func listed(_ names: [String]) -> String {
        guard !names.isEmpty else { return "it names none" }
        let shown = names.prefix(5).map { "`\(CleanText.clean($0, limit: 40))`" }
        let more = names.count > 5 ? " and \(names.count - 5) more" : ""
        return "it names " + shown.joined(separator: ", ") + more
    }
}
