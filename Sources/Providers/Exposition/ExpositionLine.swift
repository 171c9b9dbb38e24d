import Fleet

/// The parts of one line of an exposition. Every buffer here ends with a line feed, so looking one byte
/// ahead is safe while the end has not been reached.
enum ExpositionLine {
    /// Where the identity that begins at `start` ends: behind the name, or behind the closing brace.
    /// Braces, quotes and commas inside label values do not count.
    static func identityEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
        var place = start
        while place < bytes.count, !isBlank(bytes[place]), bytes[place] != 0x7b,
            bytes[place] != 0x0a
        {
            place += 1
        }
        let nameEnd = place
        skipBlanks(bytes, &place)
        guard place < bytes.count, bytes[place] == 0x7b else {
            return nameEnd > start ? nameEnd : nil
        }
        var isQuoted = false
        while place < bytes.count, bytes[place] != 0x0a {
            switch bytes[place] {
            case 0x5c where isQuoted && bytes[place + 1] != 0x0a: place += 1
            case 0x22: isQuoted.toggle()
            case 0x7d where !isQuoted: return place + 1
            default: break
            }
            place += 1
        }
        return nil
    }

    /// The value behind the identity.
    static func value(_ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> Double? {
        skipBlanks(bytes, &place)
        return DecimalNumber.parse(bytes, token(bytes, &place))
    }

    /// What may follow a value: a timestamp (milliseconds, or in OpenMetrics seconds with a fraction)
    /// and an exemplar. `false` if something else does. Leaves `place` behind the line.
    static func finish(
        _ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int, _ newest: inout WallTime?
    ) -> Bool {
        skipBlanks(bytes, &place)
        if place < bytes.count, bytes[place] != 0x0a, bytes[place] != 0x23 {
            let range = token(bytes, &place)
            guard let stamp = DecimalNumber.parse(bytes, range), abs(stamp) < 9e15 else {
                return false
            }
            let time = WallTime(seconds: abs(stamp) > 1e11 ? stamp / 1000 : min(stamp, 9e9))
            newest = max(newest ?? time, time)
            skipBlanks(bytes, &place)
        }
        guard place < bytes.count, bytes[place] == 0x0a || bytes[place] == 0x23 else {
            return false
        }
        while place < bytes.count, bytes[place] != 0x0a { place += 1 }
        place += 1
        return true
    }

    /// Name and labels of an identity, or `nil` if it is none. A name may also stand quoted inside the
    /// braces, as Prometheus 3 writes names that need it.
    static func definition(
        _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
    ) -> SeriesDefinition? {
        var place = range.lowerBound
        while place < range.upperBound, bytes[place] != 0x7b, !isBlank(bytes[place]) { place += 1 }
        var name = String(decoding: bytes[range.lowerBound..<place], as: UTF8.self)
        var labels: [SeriesDefinition.Label] = []
        skipBlanks(bytes, &place)
        guard place < range.upperBound else { return SeriesDefinition(name: name, labels: []) }
        place += 1
        while true {
            skipBlanks(bytes, &place)
            if bytes[place] == 0x7d { break }
            guard labels.count < 128, let key = labelKey(bytes, &place) else { return nil }
            if bytes[place] == 0x3d {
                place += 1
                skipBlanks(bytes, &place)
                guard let value = quoted(bytes, &place) else { return nil }
                labels.append(SeriesDefinition.Label(key: key, value: value))
            } else if name.isEmpty {
                name = key
            } else {
                return nil
            }
            skipBlanks(bytes, &place)
            if bytes[place] == 0x2c { place += 1 } else if bytes[place] != 0x7d { return nil }
        }
        return name.isEmpty ? nil : SeriesDefinition(name: name, labels: labels)
    }

    /// A label's key, bare or quoted, and the blanks behind it.
    private static func labelKey(
        _ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int
    ) -> String? {
        if bytes[place] == 0x22 {
            let key = quoted(bytes, &place)
            skipBlanks(bytes, &place)
            return key
        }
        let start = place
        while isWord(bytes[place]) { place += 1 }
        guard place > start else { return nil }
        let key = String(decoding: bytes[start..<place], as: UTF8.self)
        skipBlanks(bytes, &place)
        return key
    }

    /// A quoted text with `\\`, `\"` and `\n` resolved.
    private static func quoted(
        _ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int
    ) -> String? {
        guard bytes[place] == 0x22 else { return nil }
        place += 1
        let start = place
        var escaped: [UInt8]?
        while place < bytes.count, bytes[place] != 0x22, bytes[place] != 0x0a {
            if bytes[place] == 0x5c {
                if escaped == nil { escaped = Array(bytes[start..<place]) }
                place += 1
                escaped?.append(bytes[place] == 0x6e ? 0x0a : bytes[place])
            } else {
                escaped?.append(bytes[place])
            }
            place += 1
        }
        guard place < bytes.count, bytes[place] == 0x22 else { return nil }
        place += 1
        if let escaped { return String(decoding: escaped, as: UTF8.self) }
        return String(decoding: bytes[start..<(place - 1)], as: UTF8.self)
    }

    private static func token(
        _ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int
    ) -> Range<Int> {
        let start = place
        while place < bytes.count, !isBlank(bytes[place]), bytes[place] != 0x0a { place += 1 }
        return start..<place
    }

    private static func skipBlanks(_ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int) {
        while place < bytes.count, isBlank(bytes[place]) { place += 1 }
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0d
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5f
    }
}
