/// Every series seen so far, by the bytes of its identity (`name{label="value"}` of an exposition, or
/// the `metric` object of a query answer), so that labels become strings once and not at every scrape.
///
/// An open-addressing table over one arena of bytes. It forgets everything when series come and go for
/// so long that it would outgrow its limits; positions handed out before are void then, which
/// ``generation`` tells.
struct SeriesCatalogue: Sendable {
    /// What the series are; `nil` where an identity cannot be read.
    private(set) var definitions: [SeriesDefinition?] = []
    /// Place of the series' name in ``names``; -1 where the identity cannot be read.
    private(set) var nameOfSeries: [Int32] = []
    /// The metric names, in order of appearance.
    private(set) var names: [String] = []
    /// Grows when everything is forgotten.
    private(set) var generation = 0

    private var placeOfName: [String: Int32] = [:]
    private var arena: [UInt8] = []
    private var offsets: [Int] = [0]
    private var hashes: [UInt64] = []
    private var slots: [Int32] = Array(repeating: -1, count: 1024)
    private let seed: UInt64
    private let seriesLimit: Int
    private let byteLimit: Int

    /// An empty catalogue that forgets beyond so many series or bytes of identities.
    init(seriesLimit: Int = 400_000, byteLimit: Int = 128 << 20) {
        var random = SystemRandomNumberGenerator()
        seed = random.next() | 1
        self.seriesLimit = seriesLimit
        self.byteLimit = byteLimit
    }

    /// How many series are known.
    var count: Int { definitions.count }

    /// Whether the bytes from `start` on begin with the identity of a known series; its length if so.
    func length(
        of series: Int32, in bytes: UnsafeBufferPointer<UInt8>, at start: Int
    ) -> Int? {
        let offset = offsets[Int(series)]
        let length = offsets[Int(series) + 1] - offset
        guard start + length <= bytes.count else { return nil }
        let isSame = arena.withUnsafeBufferPointer {
            ByteBlock.areEqual($0, offset, bytes, start, length)
        }
        return isSame ? length : nil
    }

    /// The series of an identity; `define` reads an identity that is new.
    mutating func series(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>,
        define: (UnsafeBufferPointer<UInt8>, Range<Int>) -> SeriesDefinition?
    ) -> Int32 {
        let hash = ByteBlock.hash(bytes, range, seed: seed)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let series = slots[slot]
            if hashes[Int(series)] == hash,
                offsets[Int(series) + 1] - offsets[Int(series)] == range.count,
                length(of: series, in: bytes, at: range.lowerBound) != nil
            {
                return series
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return insert(define(bytes, range), bytes[range], hash, slot)
    }

    /// Forgets everything if it has grown too big; to be called between pages only.
    mutating func forgetIfCrowded() {
        guard count > seriesLimit || arena.count > byteLimit else { return }
        let next = generation + 1
        self = SeriesCatalogue(seriesLimit: seriesLimit, byteLimit: byteLimit)
        generation = next
    }

    /// The place of a name, if any series has it.
    func place(ofName name: String) -> Int? { placeOfName[name].map(Int.init) }

    private mutating func insert(
        _ definition: SeriesDefinition?, _ identity: Slice<UnsafeBufferPointer<UInt8>>,
        _ hash: UInt64, _ slot: Int
    ) -> Int32 {
        let series = Int32(definitions.count)
        definitions.append(definition)
        nameOfSeries.append(definition.map { place($0.name) } ?? -1)
        arena.append(contentsOf: identity)
        offsets.append(arena.count)
        hashes.append(hash)
        slots[slot] = series
        if definitions.count * 2 > slots.count { grow() }
        return series
    }

    private mutating func place(_ name: String) -> Int32 {
        if let place = placeOfName[name] { return place }
        let place = Int32(names.count)
        names.append(name)
        placeOfName[name] = place
        return place
    }

    private mutating func grow() {
        slots = Array(repeating: -1, count: slots.count * 2)
        for series in definitions.indices {
            var slot = Int(truncatingIfNeeded: hashes[series]) & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(series)
        }
    }
}

/// Comparing and hashing of byte ranges, eight at a time.
enum ByteBlock {
    /// Whether two ranges hold the same bytes. Both lie inside their buffers.
    static func areEqual(
        _ left: UnsafeBufferPointer<UInt8>, _ leftStart: Int,
        _ right: UnsafeBufferPointer<UInt8>, _ rightStart: Int, _ length: Int
    ) -> Bool {
        let leftRaw = UnsafeRawBufferPointer(left)
        let rightRaw = UnsafeRawBufferPointer(right)
        var place = 0
        while place + 8 <= length {
            let one = leftRaw.loadUnaligned(fromByteOffset: leftStart + place, as: UInt64.self)
            let other = rightRaw.loadUnaligned(fromByteOffset: rightStart + place, as: UInt64.self)
            if one != other { return false }
            place += 8
        }
        while place < length {
            if left[leftStart + place] != right[rightStart + place] { return false }
            place += 1
        }
        return true
    }

    /// A keyed hash; the key is random for each table, so that nobody can prepare collisions.
    static func hash(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, seed: UInt64
    ) -> UInt64 {
        let raw = UnsafeRawBufferPointer(bytes)
        var state = seed ^ UInt64(range.count)
        var place = range.lowerBound
        while place + 8 <= range.upperBound {
            state = mix(state ^ raw.loadUnaligned(fromByteOffset: place, as: UInt64.self), seed)
            place += 8
        }
        var rest: UInt64 = 0
        while place < range.upperBound {
            rest = rest << 8 | UInt64(bytes[place])
            place += 1
        }
        return mix(state ^ rest, 0x9e37_79b9_7f4a_7c15)
    }

    private static func mix(_ value: UInt64, _ factor: UInt64) -> UInt64 {
        let product = (value ^ 0xa076_1d64_78bd_642f).multipliedFullWidth(by: factor)
        return product.high ^ product.low
    }
}
