import Fleet

/// What is left of an object of a list that cannot be read: enough to name it by.
struct KubernetesRemains: Sendable, Hashable {
    /// Its namespace and name, as the API orders them; `nil` where they cannot be read either.
    let key: String?
    /// The node that a pod is placed on; `nil` where it is on none, or that cannot be read.
    let node: String?
    /// What is wrong with it, cleaned: `status.conditions[0].type is missing`.
    let why: String

    private enum Key: CodingKey { case metadata, name, namespace, spec, nodeName }

    /// Whatever of it can be read, after it has failed with an error.
    init(_ decoder: any Decoder, _ error: any Error) {
        let whole = try? decoder.container(keyedBy: Key.self)
        let meta = try? whole?.nestedContainer(keyedBy: Key.self, forKey: .metadata)
        let space = try? meta?.decode(String.self, forKey: .namespace)
        let name = try? meta?.decode(String.self, forKey: .name)
        key = name.map { name in space.map { "\($0)/\(name)" } ?? name }
        let spec = try? whole?.nestedContainer(keyedBy: Key.self, forKey: .spec)
        node = try? spec?.decode(String.self, forKey: .nodeName)
        why = Self.words(error, within: decoder.codingPath.count)
    }

    /// `chat/odd (metadata.name is missing)`.
    var sentence: String { "\(key.map { KubeText.said($0, limit: 80) } ?? "one") (\(why))" }

    private static func words(_ error: any Error, within depth: Int) -> String {
        func field(_ path: [any CodingKey]) -> String {
            var text = ""
            for key in path.dropFirst(depth) {
                text +=
                    key.intValue.map { "[\($0)]" }
                    ?? (text.isEmpty ? key.stringValue : ".\(key.stringValue)")
            }
            return text.isEmpty ? "it" : KubeText.said(text, limit: 80)
        }
        switch error as? DecodingError {
        case .keyNotFound(let key, let context):
            return "\(field(context.codingPath + [key])) is missing"
        case .valueNotFound(_, let context): return "\(field(context.codingPath)) is empty"
        case .typeMismatch(_, let context), .dataCorrupted(let context):
            return "\(field(context.codingPath)) is not what it should be"
        default: return "it is not what it should be"
        }
    }
}

/// An object of a list, or what is left of it: one that cannot be read costs itself alone.
enum KubernetesItem<Item: Decodable & Sendable>: Decodable, Sendable {
    case read(Item)
    case unread(KubernetesRemains)

    init(from decoder: any Decoder) throws {
        do {
            self = .read(try Item(from: decoder))
        } catch {
            self = .unread(KubernetesRemains(decoder, error))
        }
    }
}
