import Fleet

/// Reads Prometheus text 0.0.4 and OpenMetrics from bytes (prometheus.io/docs/instrumenting/
/// exposition_formats). Comments and exemplars are passed over; types are not needed, because who reads
/// the page knows its names.
///
/// Pages keep their order from scrape to scrape, so each line is first compared with the one that
/// followed last time; only where that fails is its identity searched for.
struct ExpositionDecoder: Sendable {
    /// The series of all pages so far.
    private(set) var catalogue = SeriesCatalogue()
    private var page = MetricPage()
    private var expected: [Int32] = []
    private var seen: [UInt32] = []
    private var round: UInt32 = 0
    private let entryLimit: Int
    private let lineLimit: Int

    /// A decoder that takes at most so many entries a page and leaves out longer lines.
    init(entryLimit: Int = 200_000, lineLimit: Int = 64 << 10) {
        self.entryLimit = entryLimit
        self.lineLimit = lineLimit
    }

    /// The page that the bytes spell. A last line without an end is not used: its number may be the
    /// first half of another.
    mutating func decode(_ bytes: [UInt8]) -> MetricPage {
        catalogue.forgetIfCrowded()
        if catalogue.count == 0 { seen.removeAll() }
        round &+= 1
        expected = page.series
        page.reset()
        bytes.withUnsafeBufferPointer { lines($0) }
        page.index(catalogue)
        return page
    }

    private mutating func lines(_ bytes: UnsafeBufferPointer<UInt8>) {
        var end = bytes.count
        while end > 0, bytes[end - 1] != 0x0a { end -= 1 }
        page.isCut = end < bytes.count
        let whole = UnsafeBufferPointer(rebasing: bytes[0..<end])
        var place = 0
        var next = 0
        while place < end {
            let byte = whole[place]
            if byte == 0x0a || byte == 0x20 || byte == 0x09 || byte == 0x0d {
                place += 1
            } else if byte == 0x23 {
                Self.skipLine(whole, &place)
            } else if page.count >= entryLimit {
                page.isFull = true
                return
            } else {
                sample(whole, &place, &next)
            }
        }
    }

    /// One line with a value, up to and with its end.
    private mutating func sample(
        _ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int, _ next: inout Int
    ) {
        let start = place
        guard let item = identity(bytes, &place, &next),
            let value = ExpositionLine.value(bytes, &place),
            ExpositionLine.finish(bytes, &place, &page.newest)
        else {
            page.malformed += 1
            Self.skipLine(bytes, &place)
            return
        }
        if place - start <= lineLimit, catalogue.nameOfSeries[Int(item)] >= 0, isFirst(item) {
            page.append(item, value)
        } else {
            page.malformed += 1
        }
    }

    /// The series that a line is about; `place` then stands behind its identity.
    private mutating func identity(
        _ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int, _ next: inout Int
    ) -> Int32? {
        if next < expected.count, Int(expected[next]) < catalogue.count,
            let length = catalogue.length(of: expected[next], in: bytes, at: place),
            bytes[place + length] == 0x20 || bytes[place + length] == 0x09
        {
            place += length
            next += 1
            return expected[next - 1]
        }
        guard let end = ExpositionLine.identityEnd(bytes, place), end - place <= lineLimit else {
            return nil
        }
        let item = catalogue.series(bytes, place..<end, define: ExpositionLine.definition)
        place = end
        resume(after: item, &next)
        return item
    }

    /// Finds the place in the expected order again after a line that was not expected.
    private func resume(after item: Int32, _ next: inout Int) {
        for candidate in next..<min(next + 4, expected.count) where expected[candidate] == item {
            next = candidate + 1
            return
        }
    }

    /// Whether the page has no such series yet; a second one breaks the format and is not used.
    private mutating func isFirst(_ item: Int32) -> Bool {
        while seen.count <= Int(item) { seen.append(0) }
        if seen[Int(item)] == round { return false }
        seen[Int(item)] = round
        return true
    }

    private static func skipLine(_ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int) {
        while place < bytes.count, bytes[place] != 0x0a { place += 1 }
        place += 1
    }
}
