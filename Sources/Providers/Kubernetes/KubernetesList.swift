import Collector
import Fleet

/// All objects of a kind, read page by page.
struct KubernetesList<Item: Decodable & Sendable>: Sendable {
    var items: [Item] = []
    /// What is left of those that cannot be read.
    var unread: [KubernetesRemains] = []
    /// Of the whole list, as it was when the first page was read.
    var resourceVersion = ""
    /// On the wire.
    var bytes = 0

    /// `1 of 12 cannot be read: chat/odd (metadata.name is missing)`; `nil` where all can.
    var gap: String? {
        guard let first = unread.first else { return nil }
        let more = unread.count > 1 ? ", and \(unread.count - 1) more" : ""
        return "\(unread.count) of \(items.count + unread.count) cannot be read: "
            + first.sentence + more
    }

    /// The objects where what is done hangs on every one of them: fails where one cannot be read.
    func complete(_ what: String) throws(SourceFailure) -> [Item] {
        if let gap { throw SourceFailure(.malformed, "\(what): \(gap).") }
        return items
    }

    /// Adds those of another page or part.
    mutating func add(_ more: [KubernetesItem<Item>]) {
        for item in more {
            switch item {
            case .read(let item): items.append(item)
            case .unread(let remains): unread.append(remains)
            }
        }
    }
}

extension KubernetesClient {
    /// Reads a list to its end. One whose continuation has expired meanwhile (410) is begun anew, once;
    /// one that takes more than so many requests is none.
    func list<Item: Decodable & Sendable>(
        _ path: String, query: [(String, String)] = [], by pages: KubernetesPaging = .watched,
        of type: Item.Type
    ) async throws(SourceFailure) -> KubernetesList<Item> {
        if let whole: KubernetesList<Item> = try await read(path, query, pages) { return whole }
        if let whole: KubernetesList<Item> = try await read(path, query, pages) { return whole }
        throw SourceFailure(
            .notFound, "GET \(path): the list changes faster than it can be read (410 Gone).")
    }

    /// `nil` where the continuation has expired.
    private func read<Item: Decodable & Sendable>(
        _ path: String, _ query: [(String, String)], _ pages: KubernetesPaging
    ) async throws(SourceFailure) -> KubernetesList<Item>? {
        var list = KubernetesList<Item>()
        var token: String?
        for _ in 0..<pages.most {
            var query = query + [("limit", "\(pages.size)")]
            if let token { query.append(("continue", token)) }
            let request = KubernetesRequest(path, query: query)
            let answer = try await send(request)
            if answer.code == 410, token != nil { return nil }
            let page = try answer.object(KubernetesPage<Item>.self)
            if token == nil { list.resourceVersion = page.metadata?.resourceVersion ?? "" }
            list.add(page.items ?? [])
            list.bytes += answer.body.count
            guard let next = page.metadata?.continue, !next.isEmpty else { return list }
            guard next != token else {
                throw SourceFailure(.malformed, "GET \(path): the list has no end.")
            }
            token = next
        }
        throw SourceFailure(
            .tooLarge, "GET \(path): more than \(pages.most * pages.size) objects.",
            nextStep: "Name namespaces, or a node_selector.")
    }
}

/// How a list is read: so many objects at a request, and so many requests at most.
struct KubernetesPaging: Sendable {
    var size = 500
    var most: Int

    /// More is no list that could be watched.
    static let watched = Self(most: 400)
    /// What somebody waits for who wants a plan.
    static let planned = Self(most: 100)
}

/// One page of a list.
private struct KubernetesPage<Item: Decodable & Sendable>: Decodable {
    struct Metadata: Decodable {
        var resourceVersion: String?
        var `continue`: String?
    }

    var metadata: Metadata?
    /// Go writes `null` for a list that is empty.
    var items: [KubernetesItem<Item>]?

    private enum CodingKeys: CodingKey { case kind, metadata, items }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let kind = try container.decode(String.self, forKey: .kind)
        guard kind.hasSuffix("List") else {
            throw DecodingError.dataCorruptedError(
                forKey: .kind, in: container, debugDescription: "no list")
        }
        metadata = try container.decodeIfPresent(Metadata.self, forKey: .metadata)
        items = try container.decodeIfPresent([KubernetesItem<Item>].self, forKey: .items)
    }
}
