import FoundationEssentials

extension AcknowledgementBook {
    /// One acknowledgement as a line of JSON. Times are nanoseconds since the epoch.
    private struct Line: Codable {
        var finding: String
        var by: String
        var at_nanoseconds: Int64
        var until_nanoseconds: Int64?
        var note: String?
    }

    /// The book as lines of JSON, sorted by finding; empty for an empty book.
    package func encoded() -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var bytes: [UInt8] = []
        for (id, item) in acknowledgements.sorted(by: { $0.key < $1.key }) {
            let line = Line(
                finding: id, by: item.by, at_nanoseconds: item.at.nanoseconds,
                until_nanoseconds: item.until?.nanoseconds,
                note: item.note.isEmpty ? nil : item.note)
            guard let data = try? encoder.encode(line) else { continue }
            bytes += data
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    /// Reads lines of JSON. A line that is none is skipped and counted: one bad line must not lose the
    /// others. At most `limit` lines are taken.
    package static func decoded(
        _ bytes: [UInt8], limit: Int = 10_000
    ) -> (book: AcknowledgementBook, malformed: Int) {
        var book = AcknowledgementBook()
        var malformed = 0
        let decoder = JSONDecoder()
        for text in bytes.split(separator: UInt8(ascii: "\n")).prefix(limit) {
            guard let line = try? decoder.decode(Line.self, from: Data(text)) else {
                malformed += 1
                continue
            }
            let acknowledgement = Acknowledgement(
                by: CleanText.clean(line.by, limit: 64),
                at: WallTime(nanoseconds: line.at_nanoseconds),
                until: line.until_nanoseconds.map { WallTime(nanoseconds: $0) },
                note: CleanText.clean(line.note ?? ""))
            book.set(acknowledgement, for: CleanText.clean(line.finding, limit: 1024))
        }
        return (book, malformed)
    }
}
