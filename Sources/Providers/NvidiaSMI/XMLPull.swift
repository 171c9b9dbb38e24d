/// A pull parser for the XML that nvidia-smi writes: elements, text, entities, CDATA, comments,
/// processing instructions and a document type that is skipped. It does not validate, resolves no
/// external entity, and borrows the bytes: valid only as long as they are.
struct XMLPull {
    /// A piece of the document.
    enum Event {
        /// An element begins; `attributes` is what stands between its name and the `>`.
        case start(name: UnsafeRawBufferPointer, attributes: UnsafeRawBufferPointer)
        /// An element ends.
        case end
        /// Text, with entities still in it unless it was CDATA.
        case text(UnsafeRawBufferPointer, isLiteral: Bool)
        /// The root element has ended.
        case finished
        /// The document breaks off or is no XML from here on.
        case broken
    }

    /// Elements nested deeper than this are not the driver's.
    static let depthLimit = 64

    private let bytes: UnsafeRawBufferPointer
    private var place = 0
    private var open: [UnsafeRawBufferPointer] = []
    private var isSelfClosing = false
    private var hasRoot = false
    /// What stands in the document type declaration; empty where there is none.
    private(set) var documentType = UnsafeRawBufferPointer(start: nil, count: 0)

    /// A parser at the start of the bytes.
    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// How many elements are open.
    var depth: Int { open.count }

    /// The next piece.
    mutating func next() -> Event {
        if isSelfClosing {
            isSelfClosing = false
            open.removeLast()
            return .end
        }
        if hasRoot, open.isEmpty { return .finished }
        while place < bytes.count {
            guard bytes[place] == 0x3c else { return text() }
            guard let event = markup() else { continue }
            return event
        }
        return .broken
    }

    private mutating func text() -> Event {
        let start = place
        while place < bytes.count, bytes[place] != 0x3c { place += 1 }
        return .text(piece(start, place), isLiteral: false)
    }

    /// What begins with `<`; `nil` for what is skipped.
    private mutating func markup() -> Event? {
        guard place + 1 < bytes.count else { return breakOff() }
        switch bytes[place + 1] {
        case 0x3f: return skip(past: "?>")
        case 0x2f: return endTag()
        case 0x21:
            if starts(with: "<!--") { return skip(past: "-->") }
            if starts(with: "<![CDATA[") { return literal() }
            return declaration()
        default: return startTag()
        }
    }

    private mutating func literal() -> Event {
        let start = place + 9
        guard skip(past: "]]>") == nil else { return .broken }
        return .text(piece(start, place - 3), isLiteral: true)
    }

    private mutating func startTag() -> Event {
        let start = place + 1
        guard let end = tagEnd(from: start) else { return breakOff() }
        var nameEnd = start
        while nameEnd < end, !isNameEnd(bytes[nameEnd]) { nameEnd += 1 }
        guard nameEnd > start, open.count < Self.depthLimit else { return breakOff() }
        isSelfClosing = bytes[end - 1] == 0x2f
        let name = piece(start, nameEnd)
        open.append(name)
        hasRoot = true
        place = end + 1
        return .start(name: name, attributes: piece(nameEnd, max(nameEnd, end)))
    }

    private mutating func endTag() -> Event {
        let start = place + 2
        guard let end = tagEnd(from: start), let name = open.last,
            end - start >= name.count,
            piece(start, start + name.count).elementsEqual(name),
            start + name.count == end || isNameEnd(bytes[start + name.count])
        else { return breakOff() }
        open.removeLast()
        place = end + 1
        return .end
    }

    /// `<!DOCTYPE ... [ ... ]>`, brackets and quotes minded.
    private mutating func declaration() -> Event? {
        let start = place
        var nesting = 0
        var quote: UInt8 = 0
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == 0x22 || byte == 0x27 {
                quote = byte
            } else if byte == 0x3c || byte == 0x5b {
                nesting += 1
            } else if byte == 0x5d {
                nesting -= 1
            } else if byte == 0x3e {
                nesting -= 1
                if nesting <= 0 {
                    documentType = piece(start, place)
                    return nil
                }
            }
        }
        return .broken
    }

    /// Where the `>` of the tag is that goes on at `start`, quotes minded.
    private func tagEnd(from start: Int) -> Int? {
        var quote: UInt8 = 0
        for end in start..<max(start, bytes.count) {
            let byte = bytes[end]
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == 0x22 || byte == 0x27 {
                quote = byte
            } else if byte == 0x3e {
                return end
            } else if byte == 0x3c {
                return nil
            }
        }
        return nil
    }

    private func isNameEnd(_ byte: UInt8) -> Bool {
        byte == 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte == 0x2f || byte == 0x3e
    }

    /// Moves past the next occurrence of a mark; `.broken` where there is none.
    private mutating func skip(past mark: StaticString) -> Event? {
        guard let found = CellText.find(mark, in: piece(place, bytes.count)) else {
            return breakOff()
        }
        place += found + mark.utf8CodeUnitCount
        return nil
    }

    private mutating func breakOff() -> Event {
        place = bytes.count
        return .broken
    }

    private func starts(with mark: StaticString) -> Bool {
        let length = mark.utf8CodeUnitCount
        guard place + length <= bytes.count else { return false }
        return CellText.equals(piece(place, place + length), mark)
    }

    private func piece(_ start: Int, _ end: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[start..<max(start, end)])
    }
}
