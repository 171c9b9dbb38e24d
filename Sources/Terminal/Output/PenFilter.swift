import Dashboard

/// Takes out of what curses draws the sequences that change nothing, and joins those that stand together:
/// curses sets both colours whenever one changes, and the colour of spaces. More than half of what the
/// screen sends is colours.
struct PenFilter {
    /// What the terminal draws with; `nil` while that is not known.
    private var shown: Pen?
    /// What it is to draw with, once it draws something.
    private var wanted = Pen()
    /// Whether curses has said something of the pen that is not understood; all goes through since then.
    private var isOut = false

    /// The terminal draws with something unknown from here on.
    mutating func forget() { shown = nil }

    /// The bytes with fewer sequences, and with the direct colours put in.
    mutating func filtered(_ bytes: [UInt8], _ direct: DirectColors?) -> [UInt8] {
        if isOut { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if isOut { return result + bytes[index...] }
            let byte = bytes[index]
            if byte == 0x1b {
                let end = Self.endOfSequence(in: bytes, from: index)
                pass(bytes[index..<end], direct, to: &result)
                index = end
                continue
            }
            if byte == 0x20 || byte == 0x0a {
                settleForSpace(direct, &result)
            } else if byte > 0x20 {
                settle(direct, &result)
            }
            result.append(byte)
            index += 1
        }
        return result
    }

    /// What brings the terminal to draw with what it is to draw with.
    mutating func settled(_ direct: DirectColors?) -> [UInt8] {
        var result: [UInt8] = []
        settle(direct, &result)
        return result
    }

    private mutating func settle(_ direct: DirectColors?, _ result: inout [UInt8]) {
        if shown == wanted || isOut { return }
        wanted.write(after: shown, direct, to: &result)
        shown = wanted
    }

    /// Of a space only the background is seen; so it is of what is erased.
    private mutating func settleForSpace(_ direct: DirectColors?, _ result: inout [UInt8]) {
        guard var pen = shown, !pen.showsOnSpaces, !wanted.showsOnSpaces else {
            return settle(direct, &result)
        }
        if pen.background == wanted.background { return }
        pen.background = wanted.background
        pen.write(after: shown, direct, to: &result)
        shown = pen
    }

    private mutating func pass(
        _ sequence: ArraySlice<UInt8>, _ direct: DirectColors?, to result: inout [UInt8]
    ) {
        guard sequence.count > 2, sequence[sequence.startIndex + 1] == 0x5b,
            let last = sequence.last
        else {
            // Saving and restoring the cursor, for one, does so with the pen.
            settle(direct, &result)
            result += sequence
            if sequence.count == 2 { shown = nil }
            return
        }
        switch last {
        case 0x6d:  // m
            var pen = wanted
            if let parameters = Self.parameters(sequence), pen.take(parameters) {
                wanted = pen
                return
            }
            settle(direct, &result)
            isOut = true
        case 0x41...0x48, 0x64, 0x72: break  // moves of the cursor, the scrolling region
        case 0x40, 0x4a...0x4d, 0x50, 0x53, 0x54, 0x58: settleForSpace(direct, &result)
        default: settle(direct, &result)
        }
        result += sequence
        // Modes: another screen may come with another pen.
        if last == 0x68 || last == 0x6c { shown = nil }
    }

    /// The numbers of `ESC [ n ; n m`; an empty one is 0. `nil` where it is something else.
    private static func parameters(_ sequence: ArraySlice<UInt8>) -> [Int]? {
        var numbers = [0]
        for byte in sequence.dropFirst(2).dropLast() {
            switch byte {
            case 0x30...0x39:
                numbers[numbers.count - 1] =
                    min(numbers[numbers.count - 1], 99_999) * 10 + Int(byte - 0x30)
            case 0x3b: numbers.append(0)
            default: return nil
            }
        }
        return numbers
    }

    private static func endOfSequence(in bytes: [UInt8], from index: Int) -> Int {
        guard index + 1 < bytes.count else { return bytes.count }
        var end = index + 1
        switch bytes[end] {
        case 0x5b:
            end += 1
            while end < bytes.count, !(0x40...0x7e).contains(bytes[end]) { end += 1 }
        case 0x20...0x2f:
            while end < bytes.count, (0x20...0x2f).contains(bytes[end]) { end += 1 }
        default: break
        }
        return min(end + 1, bytes.count)
    }
}
