import Fleet
import Yams

/// One mapping of a kubeconfig, with the folder that its relative paths are meant against.
struct KubeConfigEntry: Sendable {
    private var texts: [String: String] = [:]
    private var lists: [String: [KubeConfigEntry]] = [:]
    private var words: [String: [String]] = [:]
    private var entries: [String: KubeConfigEntry] = [:]
    private var folder = "."

    /// An entry that says nothing.
    init() {}

    /// A mapping; anything else says nothing. Three levels are looked into: none has more.
    init(_ node: Node, _ folder: String, depth: Int = 0) {
        self.folder = folder
        guard let mapping = node.mapping, depth < 3 else { return }
        for (key, value) in mapping {
            guard let key = key.scalar?.string else { continue }
            switch value {
            case .scalar(let scalar):
                let isNull = scalar.style == .plain && ["", "~", "null"].contains(scalar.string)
                if !isNull { texts[key] = scalar.string }
            case .sequence(let sequence):
                words[key] = sequence.compactMap { $0.scalar?.string }
                lists[key] = sequence.prefix(1000).map { Self($0, folder, depth: depth + 1) }
            case .mapping: entries[key] = Self(value, folder, depth: depth + 1)
            default: break
            }
        }
    }

    /// A word, number or flag as it is written; `nil` where there is none.
    func text(_ key: String) -> String? { texts[key] }

    /// A mapping within.
    func entry(_ key: String) -> KubeConfigEntry? { entries[key] }

    /// The words of a list; empty where there is none.
    func strings(_ key: String) -> [String] { words[key] ?? [] }

    /// The mappings of a list.
    func list(_ key: String) -> [KubeConfigEntry] { lists[key] ?? [] }

    /// A secret text.
    func secret(_ key: String) -> Secret? {
        texts[key].flatMap { $0.isEmpty ? nil : Secret($0) }
    }

    /// A path, absolute or below the kubeconfig's folder.
    func path(_ key: String) -> String? {
        guard let text = texts[key], !text.isEmpty else { return nil }
        return text.hasPrefix("/") || folder == "." ? text : "\(folder)/\(text)"
    }

    /// A program: by its name, or by a path below the kubeconfig's folder.
    func program(_ key: String) -> String? {
        texts[key].flatMap { $0.contains("/") ? path(key) : $0.isEmpty ? nil : $0 }
    }
}
