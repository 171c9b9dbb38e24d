import Dashboard

extension InputDecoder {
    /// `ESC O x`: function and arrow keys of a terminal in application mode.
    mutating func shiftStep(at index: Int) -> Int? {
        guard index + 2 < pending.count else { return nil }
        let final = pending[index + 2]
        if let key = Self.key(final: final) {
            emit(key)
        } else if final == 0x4d {
            emit(.enter)
        } else if (0x6a...0x79).contains(final) {
            // The numeric keypad: * + , - . / and the digits.
            emit(.character(Character(UnicodeScalar(final - 0x40))))
        }
        return 3
    }

    /// `ESC [ parameters final`.
    mutating func sequenceStep(at index: Int) -> Int? {
        var end = index + 2
        while end < pending.count, (0x20..<0x40).contains(pending[end]) { end += 1 }
        guard end < pending.count else {
            return end - index > Self.sequenceLimit ? end - index : nil
        }
        let final = pending[end]
        // Not part of a sequence: what stands before it is garbage, and it begins something itself.
        guard (0x40..<0x7f).contains(final) else { return end - index }
        if final == 0x5b && end == index + 2 {
            // The kernel's console: ESC [ [ A is F1.
            guard end + 1 < pending.count else { return nil }
            let number = Int(pending[end + 1]) - 0x40
            if (1...5).contains(number) { emit(.function(number)) }
            return 4
        }
        if final == 0x4d && end == index + 2 { return oldMouse(at: index) }
        let body = pending[index + 2..<end]
        if body.first == 0x3c {
            mouse(Self.numbers(body.dropFirst()), isRelease: final == 0x6d)
        } else if final == 0x7e {
            tilde(Self.numbers(body))
        } else if final == 0x75 {
            unicode(Self.numbers(body))
        } else if final == 0x5a {
            emit(.backTab)
        } else if final < 0x60 || body.isEmpty, let key = Self.key(final: final) {
            emit(key)
        }
        return end - index + 1
    }

    /// Numbers between semicolons; colon parts are dropped, a missing one is 0.
    static func numbers(_ bytes: ArraySlice<UInt8>) -> [Int] {
        bytes.split(separator: 0x3b, omittingEmptySubsequences: false).map { part in
            var value = 0
            for byte in part {
                guard (0x30...0x39).contains(byte), value < 1_000_000 else { break }
                value = value * 10 + Int(byte - 0x30)
            }
            return value
        }
    }

    /// Modifiers are ignored: no key here means something else with Shift or Ctrl.
    private static func key(final: UInt8) -> Key? {
        switch final {
        case 0x41: .up
        case 0x42: .down
        case 0x43: .right
        case 0x44: .left
        case 0x45: .home
        case 0x46: .end
        case 0x48: .home
        case 0x50...0x53: .function(Int(final) - 0x4f)
        case 0x61: .up
        case 0x62: .down
        case 0x63: .right
        case 0x64: .left
        default: nil
        }
    }

    private mutating func tilde(_ numbers: [Int]) {
        switch numbers.first ?? 0 {
        case 1, 7: emit(.home)
        case 2: emit(.insert)
        case 3: emit(.delete)
        case 4, 8: emit(.end)
        case 5: emit(.pageUp)
        case 6: emit(.pageDown)
        case let number where (11...15).contains(number): emit(.function(number - 10))
        case let number where (17...21).contains(number): emit(.function(number - 11))
        case let number where (23...26).contains(number): emit(.function(number - 12))
        case let number where [28, 29].contains(number): emit(.function(number - 13))
        case let number where (31...34).contains(number): emit(.function(number - 14))
        case 27: unicode(Array(numbers.dropFirst(2)) + [numbers.count > 1 ? numbers[1] : 1])
        case 200: pasted = []
        default: break
        }
    }

    /// A key as its code point and modifiers (1 + Shift 1, Alt 2, Ctrl 4).
    private mutating func unicode(_ numbers: [Int]) {
        guard let scalar = UnicodeScalar(UInt32(clamping: numbers.first ?? 0)) else { return }
        let modifiers = max(0, (numbers.count > 1 ? numbers[1] : 1) - 1)
        if scalar.value == 0x1b { return emit(.escape) }
        if scalar.value == 9 && modifiers & 1 != 0 { return emit(.backTab) }
        if scalar.value < 0x20 || scalar.value == 0x7f {
            return emit(Self.control(UInt8(scalar.value)))
        }
        let character = Character(scalar)
        if modifiers & 4 != 0 {
            emit(.control(Character(character.lowercased())))
        } else {
            emit(modifiers & 2 != 0 ? .alt(character) : .character(character))
        }
    }
}
