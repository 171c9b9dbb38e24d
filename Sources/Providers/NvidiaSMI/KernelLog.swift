import Fleet

/// Xid errors in the kernel log: what NVIDIA's module writes there when a GPU reports an error
/// (`NVRM: Xid (PCI:0000:9b:00): 79, pid=..., GPU has fallen off the bus.`).
enum KernelLog {
    /// One such line.
    struct Xid: Sendable, Hashable {
        var number: Int
        /// PCI address as written, without the function.
        var pciAddress: String
        var time: WallTime?
        var text: String
    }

    /// Reads lines of `dmesg` (seconds since boot, or a date in brackets) and of
    /// `journalctl -o short-unix` (seconds since the epoch). Other lines do not matter.
    static func xids(in log: ArraySlice<UInt8>, booted: WallTime?) -> [Xid] {
        var xids: [Xid] = []
        for line in log.split(separator: 0x0a) where xids.count < 1024 {
            if let xid = line.withUnsafeBytes({ xid($0, booted: booted) }) { xids.append(xid) }
        }
        return xids
    }

    private static func xid(_ line: UnsafeRawBufferPointer, booted: WallTime?) -> Xid? {
        let phrase: StaticString = "NVRM: Xid ("
        guard line.count <= 4096, let start = CellText.find(phrase, in: line) else { return nil }
        var rest = line[(start + phrase.utf8CodeUnitCount)...]
        if rest.starts(with: Array("PCI:".utf8)) { rest = rest.dropFirst(4) }
        let address = rest.prefix { CellText.hexDigit($0) != nil || $0 == 0x3a || $0 == 0x2e }
        rest = rest.dropFirst(address.count)
        guard address.count >= 5, rest.starts(with: Array("): ".utf8)) else { return nil }
        rest = rest.dropFirst(3)
        let digits = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }
        guard !digits.isEmpty, digits.count < 6,
            let number = Int(String(decoding: digits, as: UTF8.self))
        else { return nil }
        rest = rest.dropFirst(digits.count).drop { $0 == 0x2c || $0 == 0x20 }
        return Xid(
            number: number, pciAddress: String(decoding: address, as: UTF8.self),
            time: time(UnsafeRawBufferPointer(rebasing: line[..<start]), booted: booted),
            text: CleanText.clean(rest))
    }

    private static func time(_ prefix: UnsafeRawBufferPointer, booted: WallTime?) -> WallTime? {
        let text = CellText.trimmed(prefix)
        guard let first = text.first else { return nil }
        if first == 0x5b {
            let inside = CellText.trimmed(UnsafeRawBufferPointer(rebasing: text[1...]))
            guard let booted, let (seconds, length) = CellText.number(inside),
                length < inside.count, inside[length] == 0x5d
            else { return nil }
            return WallTime(seconds: booted.seconds + seconds)
        }
        guard let (seconds, _) = CellText.number(text), seconds > 1e9, seconds < 1e11 else {
            return nil
        }
        return WallTime(seconds: seconds)
    }
}
