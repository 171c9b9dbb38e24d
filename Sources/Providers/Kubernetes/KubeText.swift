import Fleet

/// Pieces of Kubernetes' text formats.
enum KubeText {
    /// The moment behind `2026-11-21T14:02:11Z` (RFC 3339, fractions and zones allowed); `nil` for anything
    /// else and beyond the years that can be counted.
    static func time(_ text: String) -> WallTime? {
        let bytes = Array(text.utf8.prefix(40))
        guard bytes.count >= 20, let year = number(bytes, 0..<4), let month = number(bytes, 5..<7),
            let day = number(bytes, 8..<10), let hour = number(bytes, 11..<13),
            let minute = number(bytes, 14..<16), let second = number(bytes, 17..<19),
            (1970...2200).contains(year), (1...12).contains(month), (1...31).contains(day),
            hour < 25, minute < 60, second < 61
        else { return nil }
        var place = 19
        if bytes[place] == UInt8(ascii: ".") {
            place += 1
            while place < bytes.count, bytes[place] &- 0x30 < 10 { place += 1 }
        }
        guard let zone = zone(bytes[place...]) else { return nil }
        let days = CalendarTime.days(year: year, month: month, day: day)
        return WallTime(
            seconds: Double(((days * 24 + hour) * 60 + minute) * 60 + second - zone))
    }

    /// Seconds east of UTC.
    private static func zone(_ bytes: ArraySlice<UInt8>) -> Int? {
        if bytes.elementsEqual("Z".utf8) || bytes.elementsEqual("z".utf8) { return 0 }
        let all = Array(bytes)
        guard all.count == 6, let hours = number(all, 1..<3), let minutes = number(all, 4..<6)
        else { return nil }
        let seconds = (hours * 60 + minutes) * 60
        return all[0] == UInt8(ascii: "+") ? seconds : all[0] == UInt8(ascii: "-") ? -seconds : nil
    }

    private static func number(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
        var value = 0
        for byte in bytes[range] {
            guard byte &- 0x30 < 10 else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }

    /// A part of a path or query, percent-encoded.
    static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        for byte in text.utf8 {
            let isPlain = (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
            if isPlain || "-._~".utf8.contains(byte) {
                result.append(byte)
            } else {
                result += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Text of the other side as one short sentence's part.
    static func said(_ text: String, limit: Int = 200) -> String {
        CleanText.clean(text, limit: limit).split(separator: " ").joined(separator: " ")
    }
}
