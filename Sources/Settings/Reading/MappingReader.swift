import Fleet
import Yams

/// One key of a mapping with its value.
struct Member {
    let key: String
    let keyNode: Node
    let value: Node
}

extension ErrorList {
    /// The members of a mapping whose keys are among `allowed` (any, where that is `nil`). Everything
    /// else about it is noted: not a mapping, unknown keys with the nearest valid one.
    mutating func members(_ node: Node, _ path: String, allowed: [String]?) -> [Member] {
        guard case .mapping(let mapping) = node else {
            if !node.isNull { add(node, path, "expected a mapping, found \(node.found)") }
            return []
        }
        var members: [Member] = []
        for (key, value) in mapping {
            guard let name = key.text else {
                add(key, path, "expected a key, found \(key.found)")
                continue
            }
            if Document.isDuplicate(name) { continue }
            if let allowed, !allowed.contains(name) {
                unknown(key, name, path, allowed)
            } else {
                members.append(Member(key: name, keyNode: key, value: value))
            }
        }
        return members
    }

    /// Notes a key that is not valid here.
    mutating func unknown(_ node: Node, _ name: String, _ path: String, _ allowed: [String]) {
        let nearest = NearestName.of(name, among: allowed)
        let expected = allowed.map { "`\($0)`" }.joined(separator: ", ")
        let message = "unknown key `\(CleanText.clean(name, limit: 60))`"
        add(
            node, path, nearest == nil ? "\(message), expected one of \(expected)" : message,
            suggestion: nearest)
    }
}

/// The path of a key inside another.
func join(_ path: String, _ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
