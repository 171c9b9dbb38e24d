import Collector
import Fleet
import Yams

/// What kubeconfig files say, merged as kubectl does: of each name the first file's entry counts, and
/// the first current context (client-go, clientcmd.ClientConfigLoadingRules).
struct KubeConfig: Sendable {
    /// What cannot be used, in a sentence with the file and without anything that it holds.
    struct Problem: Error, Hashable {
        var message: String
    }

    private(set) var currentContext: String?
    private var clusters: [String: KubeConfigEntry] = [:]
    private var users: [String: KubeConfigEntry] = [:]
    private var contexts: [String: KubeConfigEntry] = [:]

    /// Reads the files. Those that are not there are passed over, as long as one is.
    init(files: [String]) throws(Problem) {
        var missing: [String] = []
        for file in files {
            let bytes: [UInt8]
            do throws(ReadableFile.Problem) {
                bytes = try ReadableFile.bytes(file)
            } catch {
                missing.append(error.message)
                continue
            }
            try merge(try Self.node(bytes, file), file)
        }
        guard missing.count < files.count || files.isEmpty else {
            throw Problem(message: missing.joined(separator: "; "))
        }
    }

    /// The files that kubectl would read: those of `KUBECONFIG`, or the usual one.
    static func files(_ environment: [String: String]) -> [String] {
        if let list = environment["KUBECONFIG"], !list.isEmpty {
            return list.split(separator: ":").map(String.init)
        }
        return environment["HOME"].map { ["\($0)/.kube/config"] } ?? []
    }

    /// The names of the contexts.
    var contextNames: [String] { contexts.keys.sorted() }

    /// A context and what it names; the current one for `nil`.
    func target(_ name: String?) throws(Problem) -> KubeTarget {
        guard let name = name ?? currentContext else {
            throw Problem(message: "no context is current: name one with context")
        }
        let shown = CleanText.clean(name)
        guard let context = contexts[name] else {
            let known = contextNames.prefix(6).map { CleanText.clean($0) }.joined(separator: ", ")
            throw Problem(
                message: "there is no context `\(shown)`"
                    + (known.isEmpty ? "" : ", only \(known)"))
        }
        guard let cluster = context.text("cluster").flatMap({ clusters[$0] }) else {
            throw Problem(message: "context `\(shown)` names no cluster that is there")
        }
        var user = KubeConfigEntry()
        if let called = context.text("user") {
            guard let found = users[called] else {
                throw Problem(message: "context `\(shown)` names a user that is not there")
            }
            user = found
        }
        return try KubeTarget(
            context: name, namespace: context.text("namespace"), cluster: cluster, user: user)
    }

    private mutating func merge(_ node: Node?, _ file: String) throws(Problem) {
        guard let node else { return }
        guard node.mapping != nil else {
            throw Problem(message: "`\(CleanText.clean(file))` is no kubeconfig")
        }
        let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
        if currentContext == nil, let text = KubeConfigEntry(node, folder).text("current-context"),
            !text.isEmpty
        {
            currentContext = text
        }
        Self.add(node["clusters"], "cluster", folder, to: &clusters)
        Self.add(node["users"], "user", folder, to: &users)
        Self.add(node["contexts"], "context", folder, to: &contexts)
    }

    private static func add(
        _ list: Node?, _ key: String, _ folder: String, to all: inout [String: KubeConfigEntry]
    ) {
        for item in list?.sequence ?? [] {
            guard let name = KubeConfigEntry(item, folder).text("name"), all[name] == nil else {
                continue
            }
            all[name] = item[key].map { KubeConfigEntry($0, folder) } ?? KubeConfigEntry()
        }
    }

    /// The library quotes the text in its errors, and the text has secrets in it: the place alone is
    /// told.
    private static func node(_ bytes: [UInt8], _ file: String) throws(Problem) -> Node? {
        let shown = "`\(CleanText.clean(file))`"
        do {
            return try Yams.compose(yaml: String(decoding: bytes, as: UTF8.self), .basic)
        } catch let error as YamlError {
            switch error {
            case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
                .composer(_, let problem, let mark, _):
                throw Problem(
                    message: "\(shown), line \(mark.line): not YAML, \(CleanText.clean(problem))")
            default: throw Problem(message: "\(shown) is not YAML")
            }
        } catch {
            throw Problem(message: "\(shown) is not YAML")
        }
    }
}
