import Dashboard

extension InputDecoder {
    /// An SGR report: button and modifiers, column and row from 1.
    mutating func mouse(_ numbers: [Int], isRelease: Bool) {
        guard numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return }
        report(numbers[0], isRelease, column: numbers[1] - 1, row: numbers[2] - 1)
    }

    /// `ESC [ M` and three bytes, each 32 more than it says: from terminals that know no other reports.
    mutating func oldMouse(at index: Int) -> Int? {
        guard index + 5 < pending.count else { return nil }
        let bytes = pending[index + 3...index + 5].map { Int($0) - 32 }
        if bytes[0] >= 0, bytes[1] > 0, bytes[2] > 0 {
            let isRelease = bytes[0] & 0x43 == 3
            report(bytes[0], isRelease, column: bytes[1] - 1, row: bytes[2] - 1)
        }
        return 6
    }

    private mutating func report(_ code: Int, _ isRelease: Bool, column: Int, row: Int) {
        let button = code & 3
        let kind: MouseEvent.Kind
        if code & 64 != 0 {
            // The wheel turns and is not let go; sideways means nothing here.
            guard button < 2, !isRelease else { return }
            kind = button == 0 ? .wheelUp : .wheelDown
        } else if code & 128 != 0 {
            return
        } else {
            kind = isRelease ? .release : code & 32 != 0 ? .drag : .press
        }
        let isWheel = kind == .wheelUp || kind == .wheelDown
        emit(
            MouseEvent(
                kind: kind, button: isWheel || button == 3 ? 0 : button, column: column, row: row))
    }

    /// Up to the end of a paste, or all there is but what may be the beginning of the end.
    mutating func pasteStep(at index: Int) -> Int? {
        let end: [UInt8] = [0x1b, 0x5b, 0x32, 0x30, 0x31, 0x7e]
        guard let escape = pending[index...].firstIndex(of: 0x1b) else {
            keep(pending[index...])
            return pending.count - index
        }
        keep(pending[index..<escape])
        let tail = pending[escape...].prefix(end.count)
        if tail.elementsEqual(end) {
            endPaste()
            return escape - index + end.count
        }
        if end.starts(with: tail) { return escape > index ? escape - index : nil }
        keep([0x1b])
        return escape - index + 1
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) {
        guard var kept = pasted else { return }
        pasted = nil
        kept += bytes.prefix(max(0, Self.pasteLimit - kept.count))
        pasted = kept
    }

    mutating func endPaste() {
        let bytes = pasted ?? []
        pasted = nil
        flushText()
        let normal = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
        events.append(.paste(String(normal.map { $0 == "\r" ? "\n" : $0 })))
    }
}
