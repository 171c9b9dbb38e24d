import Collector
import Fleet

/// All objects of a kind, read page by page.
struct KubernetesList<Item: Decodable & Sendable>: Sendable {
    var items: [Item] = []
    /// Of the whole list, as it was when the first page was read.
    var resourceVersion = ""
    /// On the wire.
    var bytes = 0
}

extension KubernetesClient {
    /// More pages than this are no list that could be watched.
    private static var mostPages: Int { 400 }

    /// Reads a list to its end. One whose continuation has expired meanwhile (410) is begun anew, once.
    func list<Item: Decodable & Sendable>(
        _ path: String, query: [(String, String)] = [], pageSize: Int = 500, of type: Item.Type
    ) async throws(SourceFailure) -> KubernetesList<Item> {
        if let whole: KubernetesList<Item> = try await pages(path, query, pageSize) { return whole }
        if let whole: KubernetesList<Item> = try await pages(path, query, pageSize) { return whole }
        throw SourceFailure(
            .notFound, "GET \(path): the list changes faster than it can be read (410 Gone).")
    }

    /// `nil` where the continuation has expired.
    private func pages<Item: Decodable & Sendable>(
        _ path: String, _ query: [(String, String)], _ pageSize: Int
    ) async throws(SourceFailure) -> KubernetesList<Item>? {
        var list = KubernetesList<Item>()
        var token: String?
        for _ in 0..<Self.mostPages {
            var query = query + [("limit", "\(pageSize)")]
            if let token { query.append(("continue", token)) }
            let request = KubernetesRequest(path, query: query)
            let answer = try await send(request)
            if answer.code == 410, token != nil { return nil }
            let page = try answer.object(KubernetesPage<Item>.self)
            if token == nil { list.resourceVersion = page.metadata?.resourceVersion ?? "" }
            list.items += page.items ?? []
            list.bytes += answer.body.count
            guard let next = page.metadata?.continue, !next.isEmpty else { return list }
            guard next != token else {
                throw SourceFailure(.malformed, "GET \(path): the list has no end.")
            }
            token = next
        }
        throw SourceFailure(
            .tooLarge, "GET \(path): more than \(Self.mostPages * pageSize) objects.",
            nextStep: "Name namespaces, or a node_selector.")
    }
}

/// One page of a list.
private struct KubernetesPage<Item: Decodable>: Decodable {
    struct Metadata: Decodable {
        var resourceVersion: String?
        var `continue`: String?
    }

    var metadata: Metadata?
    /// Go writes `null` for a list that is empty.
    var items: [Item]?

    private enum CodingKeys: CodingKey { case kind, metadata, items }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let kind = try container.decode(String.self, forKey: .kind)
        guard kind.hasSuffix("List") else {
            throw DecodingError.dataCorruptedError(
                forKey: .kind, in: container, debugDescription: "no list")
        }
        metadata = try container.decodeIfPresent(Metadata.self, forKey: .metadata)
        items = try container.decodeIfPresent([Item].self, forKey: .items)
    }
}
