import Collector
import Fleet
import FoundationEssentials

/// What a watch has told: a line of JSON for each thing that has happened (meta/v1 WatchEvent).
struct KubernetesEvents<Item: KubernetesObject>: Sendable {
    enum Change: Sendable {
        case set(Item)
        /// It is so by now that it cannot be read.
        case unread(String, KubernetesRemains)
        /// By its namespace and name.
        case gone(String)
    }

    private(set) var changes: [Change] = []
    /// Of the last thing that was told, to go on from; empty where nothing was.
    private(set) var version = ""
    /// Whether the server says that it cannot tell all of it.
    private(set) var isBroken = false

    /// A second of a watch. Bookmarks keep the version new where other things change.
    static func request(
        _ path: String, _ query: [(String, String)], since version: String
    ) -> KubernetesRequest {
        KubernetesRequest(
            path,
            query: query + [
                ("watch", "1"), ("resourceVersion", version), ("allowWatchBookmarks", "true"),
                ("timeoutSeconds", "1"),
            ])
    }

    init(_ answer: KubernetesAnswer) throws(SourceFailure) {
        let decoder = JSONDecoder()
        for line in answer.body.split(separator: UInt8(ascii: "\n")) {
            guard let event = try? decoder.decode(Event.self, from: Data(line)) else {
                throw SourceFailure(
                    .malformed, "\(answer.request.title): the watch tells what is no event.")
            }
            switch event {
            case .change(let change, let version):
                changes.append(change)
                self.version = version
            case .bookmark(let version): self.version = version
            case .error: isBroken = true
            }
        }
    }

    private enum Event: Decodable {
        case change(Change, String)
        case bookmark(String)
        case error

        private enum CodingKeys: CodingKey { case type, object }
        private struct Bare: Decodable { var metadata: KubeVersion }
        private struct KubeVersion: Decodable { var resourceVersion: String }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            let type = try container.decode(String.self, forKey: .type)
            if type == "ERROR" {
                self = .error
                return
            }
            let bare = try container.decode(Bare.self, forKey: .object)
            let version = bare.metadata.resourceVersion
            switch type {
            case "ADDED", "MODIFIED", "DELETED":
                let item = try container.decode(KubernetesItem<Item>.self, forKey: .object)
                // Of what has no name only a new list can tell.
                self =
                    Self.change(item, isGone: type == "DELETED").map { .change($0, version) }
                    ?? .error
            // What is new to us changes nothing that we know of.
            default: self = .bookmark(version)
            }
        }

        private static func change(_ item: KubernetesItem<Item>, isGone: Bool) -> Change? {
            switch item {
            case .read(let item): isGone ? .gone(item.metadata.key) : .set(item)
            case .unread(let remains):
                remains.key.map { isGone ? .gone($0) : .unread($0, remains) }
            }
        }
    }
}
