import Collector
import Fleet

/// An object of the API that is told from others of its kind by its namespace and name.
protocol KubernetesObject: Decodable, Sendable {
    var metadata: KubeMeta { get }
}

/// Lists of one kind as they are by now: read whole once, and from then on by what has changed since, as
/// client-go's reflector does (list and watch). A watch is asked for a second of time at each reading:
/// what has happened since the last one comes at once, and nothing has to be kept open in between.
actor KubernetesReflector<Item: KubernetesObject> {
    /// Lists shorter than this are read anew each time: that is quicker than the second of a watch.
    private let least: Int
    private var held: [String: HeldList<Item>] = [:]
    /// Lists that may be read and not watched.
    private var unwatched: Set<String> = []

    init(least: Int) { self.least = least }

    /// A list as it is now. After a failure the next reading goes on from what was known, where it can.
    func list(
        _ path: String, query: [(String, String)], by client: KubernetesClient
    ) async throws(SourceFailure) -> KubernetesList<Item> {
        let server = try await client.target().server
        let version = held[path].flatMap { $0.server == server ? $0.version : nil }
        if let version {
            let request = KubernetesEvents<Item>.request(path, query, since: version)
            let answer = try await watch(request, by: client)
            if answer.isSuccess {
                let events = try changes(answer, path)
                if let events { held[path]?.take(events) }
                if events != nil, let list = held[path]?.list(answer.body.count) { return list }
            } else if let failure = refusal(answer, path) {
                throw failure
            }
            held[path] = nil
        }
        let whole = try await client.list(path, query: query, of: Item.self)
        // What has no name cannot be told to have changed.
        let isNamed = whole.unread.allSatisfy { $0.key != nil }
        if whole.items.count >= least, !whole.resourceVersion.isEmpty, !unwatched.contains(path),
            isNamed
        {
            held[path] = HeldList(whole, of: server)
        }
        return whole
    }

    /// More than can be caught up with, as after a night's sleep, is listed the next time.
    private func watch(
        _ request: KubernetesRequest, by client: KubernetesClient
    ) async throws(SourceFailure) -> KubernetesAnswer {
        do throws(SourceFailure) {
            return try await client.send(request)
        } catch {
            if [.tooLarge, .timedOut].contains(error.kind) { held[request.path] = nil }
            throw error
        }
    }

    /// What an answer that is no success means: a failure, or `nil` where the list is to be read anew.
    private func refusal(_ answer: KubernetesAnswer, _ path: String) -> SourceFailure? {
        switch answer.code {
        // The server has forgotten what came after the version.
        case 410: return nil
        // Lists may be read by those who may not watch them.
        case 403, 404, 405:
            unwatched.insert(path)
            return nil
        // A version that the server has not come to yet, after it was restored: it is never to come.
        case 504:
            held[path] = nil
            return answer.failure
        default: return answer.failure
        }
    }

    /// `nil` where the list is to be read anew.
    private func changes(
        _ answer: KubernetesAnswer, _ path: String
    ) throws(SourceFailure) -> KubernetesEvents<Item>? {
        do throws(SourceFailure) {
            let events = try KubernetesEvents<Item>(answer)
            return events.isBroken ? nil : events
        } catch {
            held[path] = nil
            throw error
        }
    }
}

/// A list that is carried on.
private struct HeldList<Item: KubernetesObject>: Sendable {
    /// Whose it is: versions mean nothing to another one.
    let server: String
    private(set) var version: String
    private var items: [String: Item] = [:]
    /// The names of the items, in the API's order.
    private var names: [String] = []
    /// Those that cannot be read, by their names.
    private var unread: [String: KubernetesRemains] = [:]

    init(_ whole: KubernetesList<Item>, of server: String) {
        self.server = server
        version = whole.resourceVersion
        for item in whole.items {
            let name = item.metadata.key
            if items.updateValue(item, forKey: name) == nil { names.append(name) }
        }
        for remains in whole.unread { unread[remains.key ?? ""] = remains }
    }

    mutating func take(_ events: KubernetesEvents<Item>) {
        var isOther = false
        for change in events.changes {
            switch change {
            case .set(let item):
                let name = item.metadata.key
                isOther = items.updateValue(item, forKey: name) == nil || isOther
                unread[name] = nil
            case .unread(let name, let remains):
                isOther = items.removeValue(forKey: name) != nil || isOther
                unread[name] = remains
            case .gone(let name):
                isOther = items.removeValue(forKey: name) != nil || isOther
                unread[name] = nil
            }
        }
        if isOther { names = items.keys.sorted() }
        if !events.version.isEmpty { version = events.version }
    }

    /// As it is now; `bytes` is what the last of it took on the wire.
    func list(_ bytes: Int) -> KubernetesList<Item> {
        KubernetesList(
            items: names.compactMap { items[$0] },
            unread: unread.sorted { $0.key < $1.key }.map(\.value), resourceVersion: version,
            bytes: bytes)
    }
}

extension KubeMeta {
    /// What tells it from others of its kind, as the API orders them.
    var key: String { namespace.map { "\($0)/\(name)" } ?? name }
}
