import CTerminal

extension VirtualScreen {
    /// Takes bytes from a program; a sequence that is not complete waits for the rest.
    package mutating func feed(_ bytes: some Sequence<UInt8>) {
        pending += bytes
        var index = 0
        while index < pending.count, let length = step(at: index) { index += length }
        pending.removeFirst(index)
    }

    /// Obeys what is at a place; returns how many bytes that were, or nil if there have to be more.
    private mutating func step(at index: Int) -> Int? {
        let byte = pending[index]
        if byte == 0x1b { return escapeSequence(at: index) }
        if byte < 0x20 || byte == 0x7f {
            control(byte)
            return 1
        }
        let length = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
        guard index + length <= pending.count else { return nil }
        let text = String(decoding: pending[index..<index + length], as: UTF8.self)
        if let scalar = text.unicodeScalars.first { put(scalar) }
        return length
    }

    private mutating func escapeSequence(at index: Int) -> Int? {
        guard index + 1 < pending.count else { return nil }
        switch pending[index + 1] {
        case 0x18: return 2
        case 0x5b: return controlSequence(at: index)
        case 0x5d:
            // An operating system command: up to BEL or ESC \.
            guard let end = pending[index...].firstIndex(where: { $0 == 0x07 || $0 == 0x5c }) else {
                return nil
            }
            return end - index + 1
        case 0x28, 0x29: return index + 2 < pending.count ? 3 : nil
        default:
            escape(pending[index + 1])
            return 2
        }
    }

    private mutating func controlSequence(at index: Int) -> Int? {
        guard
            let end = pending[(index + 2)...].firstIndex(where: {
                (0x40...0x7e).contains($0) || $0 == 0x18
            })
        else { return nil }
        // CAN gives a sequence up.
        if pending[end] == 0x18 { return end - index + 1 }
        let body = String(decoding: pending[index + 2..<end], as: UTF8.self)
        obey(body, pending[end])
        return end - index + 1
    }

    private mutating func obey(_ body: String, _ final: UInt8) {
        if body.hasPrefix("?") {
            let numbers = body.dropFirst().split(separator: ";").compactMap { Int($0) }
            if final == 0x68 || final == 0x6c { mode(numbers, on: final == 0x68) }
            return
        }
        if body.hasPrefix(">") || body.hasPrefix("=") { return }
        let numbers = body.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
        let first = numbers.first.flatMap { $0 }
        switch final {
        case 0x6d: style(body)
        case 0x4a: erase(screen: first ?? 0)
        case 0x4b: erase(line: first ?? 0)
        case 0x68, 0x6c, 0x74: break
        default:
            let second = numbers.count > 1 ? numbers[1] : nil
            sequence(final, max(1, first ?? 1), max(1, second ?? 1))
        }
    }

    private static let hasLocale = cterminal_take_locale() == 1

    /// The width a terminal gives a scalar, by the C library's table.
    func wcwidthOf(_ scalar: Unicode.Scalar) -> Int {
        if scalar.isASCII { return 1 }
        return Self.hasLocale ? max(0, Int(cterminal_columns(scalar.value))) : 1
    }
}
