import Fleet

/// A GPU that the driver names as one that it cannot reach.
struct LostDevice: Sendable, Hashable {
    /// Its PCI address as the driver spells it.
    var pciBusID: String
    /// Why.
    var absence: Absence

    /// Reads `Unable to determine the device handle for GPU 0000:0B:00.0: Unknown Error` (drivers after
    /// 520 leave out the blank before the address); `nil` for any other line.
    init?(message: UnsafeRawBufferPointer) {
        let phrase: StaticString = "device handle for GPU"
        guard let start = CellText.find(phrase, in: message) else { return nil }
        let rest = CellText.trimmed(
            UnsafeRawBufferPointer(rebasing: message[(start + phrase.utf8CodeUnitCount)...]))
        var length = 0
        while length < rest.count, length < 20, Self.belongsToAddress(rest[length]) { length += 1 }
        var address = rest[..<length]
        while address.last == 0x3a || address.last == 0x2e { address = address.dropLast() }
        guard address.count >= 7 else { return nil }
        pciBusID = String(decoding: address, as: UTF8.self)
        let reason = CellText.trimmed(UnsafeRawBufferPointer(rebasing: rest[length...]))
        let named = SMICell.absence(reason)
        absence = named == Absence(.lost, .requiresReset) ? Absence(.lost, .requiresReset) : .gone
    }

    private static func belongsToAddress(_ byte: UInt8) -> Bool {
        CellText.hexDigit(byte) != nil || byte == 0x3a || byte == 0x2e
    }
}

extension Absence {
    /// What every reading of a GPU is that the driver says is not there any more.
    static let gone = Absence(.lost, .gpuLost)
    /// What every reading of a GPU is that was there and that nobody tells of now.
    static let unseen = Absence(.lost)
}
