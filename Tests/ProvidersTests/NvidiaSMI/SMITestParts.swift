import Collector
import Fleet

@testable import Providers

/// Feeds text to a decoder in pieces of a size and returns the samples.
func feed(_ decoder: inout QueryGPUDecoder, _ text: String, pieces: Int = .max) -> [Sample] {
    feedEvents(&decoder, text, pieces: pieces).compactMap {
        if case .sample(let sample) = $0 { sample } else { nil }
    }
}

/// The same with every event.
func feedEvents(
    _ decoder: inout QueryGPUDecoder, _ text: String, pieces: Int = .max
) -> [StreamEvent] {
    var events: [StreamEvent] = []
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
        let piece = Array(bytes.prefix(pieces))
        bytes = bytes.dropFirst(piece.count)
        events += piece.withUnsafeBytes { decoder.consume($0) }
    }
    return events
}

/// A decoder of the named fields, a round a second.
func decoder(_ fields: String, interval: Duration = .seconds(1)) -> QueryGPUDecoder {
    let names = Set(fields.split(separator: ",").map(String.init))
    let wanted = QueryField.wanted.filter { !names.isDisjoint(with: $0.names) }
    let order = fields.split(separator: ",").map(String.init)
    let sorted = wanted.sorted { left, right in
        let place = { (field: QueryField) in
            order.firstIndex { field.names.contains($0) } ?? .max
        }
        return place(left) < place(right)
    }
    return QueryGPUDecoder(
        plan: QueryPlan(known: names, wanted: sorted), node: NodeIdentity(name: "gpu-a01"),
        interval: interval)
}
