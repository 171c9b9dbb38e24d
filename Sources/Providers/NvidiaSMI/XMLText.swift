/// Text of an XML element with its entities replaced.
enum XMLText {
    /// Appends the text; what looks like an entity and is none stays as it is.
    static func append(
        _ text: UnsafeRawBufferPointer, isLiteral: Bool, to result: inout [UInt8]
    ) {
        guard !isLiteral, text.contains(0x26) else { return result.append(contentsOf: text) }
        var place = 0
        while place < text.count {
            if text[place] == 0x26, let length = entity(text, place, &result) {
                place += length
            } else {
                result.append(text[place])
                place += 1
            }
        }
    }

    /// Replaces the entity at `place` and returns its length; `nil` where there is none.
    private static func entity(
        _ text: UnsafeRawBufferPointer, _ place: Int, _ result: inout [UInt8]
    ) -> Int? {
        var end = place + 1
        while end < text.count, end - place < 12, text[end] != 0x3b { end += 1 }
        guard end < text.count, text[end] == 0x3b else { return nil }
        let name = UnsafeRawBufferPointer(rebasing: text[(place + 1)..<end])
        guard let scalar = named(name) ?? numbered(name) else { return nil }
        result.append(contentsOf: String(scalar).utf8)
        return end - place + 1
    }

    private static func named(_ name: UnsafeRawBufferPointer) -> Unicode.Scalar? {
        let names: [(StaticString, Unicode.Scalar)] = [
            ("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'"),
        ]
        return names.first { CellText.equals(name, $0.0) }?.1
    }

    private static func numbered(_ name: UnsafeRawBufferPointer) -> Unicode.Scalar? {
        guard name.count > 1, name[0] == 0x23 else { return nil }
        let isHexadecimal = name[1] | 0x20 == 0x78
        var value: UInt32 = 0
        let digits = name[(isHexadecimal ? 2 : 1)...]
        guard !digits.isEmpty, digits.count < 8 else { return nil }
        for byte in digits {
            guard let digit = CellText.hexDigit(byte), isHexadecimal || digit < 10 else {
                return nil
            }
            value = value * (isHexadecimal ? 16 : 10) + UInt32(digit)
        }
        return Unicode.Scalar(value)
    }
}
