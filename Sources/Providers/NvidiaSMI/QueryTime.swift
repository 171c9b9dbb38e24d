import Fleet

/// The time that each row of an answer to `--query-gpu` begins with: `2026/11/21 06:03:25.844`.
enum QueryTime {
    private static let shape: StaticString = "0000/00/00 00:00:00"

    /// The time as milliseconds on a scale that grows; `nil` for what has not its form.
    static func milliseconds(_ cell: UnsafeRawBufferPointer) -> Int? {
        guard isThere(cell, at: 0), cell.count <= 23 else { return nil }
        var parts = [0, 0, 0, 0, 0, 0, 0]
        var part = 0
        for (place, byte) in cell.enumerated() {
            if byte >= 0x30, byte <= 0x39 {
                parts[part] = parts[part] * 10 + Int(byte - 0x30)
            } else if part < 6, place < 19 || (place == 19 && byte == 0x2e) {
                part += 1
            } else {
                return nil
            }
        }
        let days = (parts[0] * 12 + parts[1]) * 31 + parts[2]
        return ((days * 24 + parts[3]) * 60 + parts[4]) * 60_000 + parts[5] * 1000 + parts[6]
    }

    /// Where a time stands for the last time in a line; `nil` where there is none.
    static func last(in line: UnsafeRawBufferPointer) -> Int? {
        let length = shape.utf8CodeUnitCount
        guard line.count >= length else { return nil }
        return (0...(line.count - length)).last { line[$0 + 4] == 0x2f && isThere(line, at: $0) }
    }

    private static func isThere(_ line: UnsafeRawBufferPointer, at start: Int) -> Bool {
        guard line.count - start >= shape.utf8CodeUnitCount else { return false }
        for place in 0..<shape.utf8CodeUnitCount {
            let byte = line[start + place]
            let wanted = shape.utf8Start[place]
            let isDigit = byte >= 0x30 && byte <= 0x39
            guard wanted == 0x30 ? isDigit : byte == wanted else { return false }
        }
        return true
    }
}
