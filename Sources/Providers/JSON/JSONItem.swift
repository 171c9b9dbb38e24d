/// An element of a JSON array, or that it is not what it should be: one such costs itself alone.
enum JSONItem<Item: Decodable & Sendable>: Decodable, Sendable {
    case read(Item)
    case unread

    init(from decoder: any Decoder) throws {
        self = (try? Item(from: decoder)).map { .read($0) } ?? .unread
    }

    /// `nil` where it cannot be read.
    var item: Item? {
        if case .read(let item) = self { item } else { nil }
    }
}
