package import Dashboard

/// Bytes from a terminal to what a person did. Pure: it knows no descriptor and no clock.
///
/// Wire formats: ECMA-48 sequences, xterm's function keys, SGR (1006) and X10 mouse reports, bracketed
/// paste (2004) and `CSI code;modifiers u`. Keys that the terminal's description spells otherwise come
/// from a table. What it does not know it drops whole.
package struct InputDecoder: Sendable {
    /// What waits for more bytes.
    package enum Wait: Equatable, Sendable {
        /// Nothing does.
        case nothing
        /// An ESC: the key, if nothing follows within some 25 ms.
        case escape
        /// The first bytes of a sequence or of a character.
        case sequence
        /// A paste whose end has not come.
        case paste
    }

    /// More than this of one paste is dropped, in bytes.
    package static let pasteLimit = 65_536
    /// A sequence longer than this is garbage.
    static let sequenceLimit = 64

    var keys: [[UInt8]: Key]
    var pending: [UInt8] = []
    var pasted: [UInt8]?
    var events: [InputEvent] = []
    var text = ""

    /// A decoder with the keys of a terminal's description.
    package init(keys: [[UInt8]: Key] = [:]) { self.keys = keys }

    /// What it waits for; the caller keeps the time.
    package var wait: Wait {
        if pasted != nil { return .paste }
        if pending.isEmpty { return .nothing }
        return pending == [0x1b] ? .escape : .sequence
    }

    /// Takes bytes and returns what is complete.
    package mutating func feed(_ bytes: some Sequence<UInt8>) -> [InputEvent] {
        pending += bytes
        var index = 0
        while index < pending.count {
            guard let length = pasted == nil ? step(at: index) : pasteStep(at: index) else { break }
            index += length
        }
        pending.removeFirst(index)
        return takeEvents()
    }

    /// Nothing more came in time: a lone ESC was the key, and anything else unfinished is given up.
    package mutating func expire() -> [InputEvent] {
        let rest = pending
        pending = []
        if pasted != nil {
            endPaste()
        } else if rest.first == 0x1b {
            if rest.count == 1 { emit(.escape) }
            if rest.count == 2 { emit(.alt(Character(UnicodeScalar(rest[1])))) }
        }
        return takeEvents()
    }

    private mutating func takeEvents() -> [InputEvent] {
        flushText()
        defer { events = [] }
        return events
    }

    // MARK: What the steps use

    mutating func emit(_ key: Key) {
        flushText()
        events.append(.key(key))
    }

    mutating func emit(_ mouse: MouseEvent) {
        flushText()
        events.append(.mouse(mouse))
    }

    /// Characters are made when a stretch of text ends: an accent may follow its letter.
    mutating func flushText() {
        for character in text { events.append(.key(.character(character))) }
        text = ""
    }

    // MARK: Steps

    /// Decodes what is at a place; returns its length, or nil if there have to be more bytes.
    private mutating func step(at index: Int) -> Int? {
        let byte = pending[index]
        if byte == 0x1b { return escapeStep(at: index) }
        if byte < 0x20 || byte == 0x7f {
            emit(Self.control(byte))
            return 1
        }
        return scalarStep(at: index) { $0.text.unicodeScalars.append($1) }
    }

    static func control(_ byte: UInt8) -> Key {
        switch byte {
        case 0x08, 0x7f: .backspace
        case 0x09: .tab
        case 0x0a, 0x0d: .enter
        case 0x00: .control(" ")
        case 0x01...0x1a: .control(Character(UnicodeScalar(byte + 0x60)))
        default: .control(Character(UnicodeScalar(byte + 0x40)))
        }
    }

    /// One UTF-8 scalar. Bytes that are none are dropped.
    func scalarLength(at index: Int) -> (length: Int, scalar: Unicode.Scalar?)? {
        let byte = pending[index]
        let length = byte < 0x80 ? 1 : byte < 0xc2 ? 0 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
        guard length > 0, byte < 0xf5 else { return (1, nil) }
        let available = pending[index...].prefix(length)
        for (offset, byte) in available.enumerated().dropFirst() where byte & 0xc0 != 0x80 {
            return (offset, nil)
        }
        guard available.count == length else { return nil }
        var decoder = UTF8()
        var bytes = available.makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&bytes) else { return (length, nil) }
        return (length, scalar)
    }

    private mutating func scalarStep(
        at index: Int, _ use: (inout InputDecoder, Unicode.Scalar) -> Void
    ) -> Int? {
        guard let (length, scalar) = scalarLength(at: index) else { return nil }
        if let scalar, !(0x80..<0xa0).contains(scalar.value) { use(&self, scalar) }
        return length
    }

    private mutating func escapeStep(at index: Int) -> Int? {
        if let (length, key) = described(at: index) {
            emit(key)
            return length
        }
        guard index + 1 < pending.count else { return nil }
        switch pending[index + 1] {
        case 0x5b: return sequenceStep(at: index)
        case 0x4f: return shiftStep(at: index)
        case 0x1b:
            emit(.escape)
            return 1
        case 0x20..<0x7f, 0x80...:
            let length = scalarStep(at: index + 1) { $0.emit(.alt(Character($1))) }
            return length.map { $0 + 1 }
        case let byte:
            // Alt with Enter, Tab, Backspace or Ctrl: the key alone has a meaning here.
            emit(Self.control(byte))
            return 2
        }
    }

    /// A key as the terminal's description spells it; the longest that fits.
    private func described(at index: Int) -> (Int, Key)? {
        guard !keys.isEmpty else { return nil }
        for length in stride(from: min(8, pending.count - index), to: 1, by: -1) {
            if let key = keys[Array(pending[index..<index + length])] { return (length, key) }
        }
        return nil
    }
}
