import Fleet

/// What the driver writes in one cell of a CSV answer or one element of an XML answer, read as a
/// number in base units or as the reason why there is none.
///
/// Source of the tokens: captures of nvidia-smi 418 to 610, and NVML's `nvmlErrorString`.
enum SMICell {
    /// What a cell ought to hold.
    enum Kind: Hashable, Sendable {
        /// A quantity; the unit counts where the cell names none (`nounits`).
        case quantity(SMIUnit)
        /// A percentage that cannot lie above 100.
        case share
        /// `P8`.
        case performanceState
        /// Yes/no, enabled/disabled, active/not active, or a number that is 0 or not.
        case flag
        /// What brings the GPU back: ``RecoveryAction``.
        case recovery
        /// A bit mask in hexadecimal.
        case bits
    }

    /// The cell as a reading. `text` may have blanks around it.
    static func reading(_ text: UnsafeRawBufferPointer, _ kind: Kind) -> Reading<Double> {
        let cell = CellText.trimmed(text)
        if let first = cell.first, first >= 0x30, first <= 0x39 {
            return number(cell, kind)
        }
        if let absence = absence(cell) { return .absent(absence) }
        switch kind {
        case .flag: return flag(cell)
        case .recovery: return recovery(cell)
        case .performanceState where cell[0] | 0x20 == 0x70:
            return number(UnsafeRawBufferPointer(rebasing: cell[1...]), kind)
        default: return number(cell, kind)
        }
    }

    private static func number(_ cell: UnsafeRawBufferPointer, _ kind: Kind) -> Reading<Double> {
        guard let (value, length) = CellText.number(cell) else { return .absent(.malformed) }
        let rest = CellText.trimmed(UnsafeRawBufferPointer(rebasing: cell[length...]))
        switch kind {
        case .quantity(let unit):
            return unit.value(value, rest).map { .value($0) } ?? .absent(.malformed)
        case .share:
            guard let share = SMIUnit.percent.value(value, rest) else { return .absent(.malformed) }
            return value >= 0 && value <= 100 ? .value(share) : .absent(.outOfRange)
        case .performanceState:
            return rest.isEmpty && value >= 0 && value <= 15 ? .value(value) : .absent(.malformed)
        case .bits: return rest.isEmpty ? .value(value) : .absent(.malformed)
        case .flag: return rest.isEmpty ? .value(value == 0 ? 0 : 1) : .absent(.malformed)
        case .recovery:
            return rest.isEmpty && Int(exactly: value).flatMap(RecoveryAction.init) != nil
                ? .value(value) : .absent(.malformed)
        }
    }

    private static func flag(_ cell: UnsafeRawBufferPointer) -> Reading<Double> {
        for word: StaticString in ["Enabled", "Yes", "Active", "On", "Required"]
        where CellText.equals(cell, word) {
            return .value(1)
        }
        for word: StaticString in [
            "Disabled", "No", "Not Active", "Off", "None", "Not Required",
        ] where CellText.equals(cell, word) {
            return .value(0)
        }
        return .absent(.malformed)
    }

    private static func recovery(_ cell: UnsafeRawBufferPointer) -> Reading<Double> {
        let words: [(StaticString, RecoveryAction)] = [
            ("None", .none), ("Reset", .reset), ("GPU Reset", .reset), ("Reboot", .reboot),
            ("Node Reboot", .reboot), ("Drain P2P", .drainPeers),
            ("Drain and Reset", .drainAndReset),
        ]
        for (word, action) in words where CellText.equals(cell, word) {
            return .value(Double(action.rawValue))
        }
        return .absent(.malformed)
    }

    /// Why the cell has no value; `nil` where it is not one of the driver's words for that. Brackets
    /// around the word do not matter: CSV has them, XML has not.
    static func absence(_ text: UnsafeRawBufferPointer) -> Absence? {
        var cell = text
        if cell.count > 1, cell[0] == 0x5b, cell[cell.count - 1] == 0x5d {
            cell = CellText.trimmed(UnsafeRawBufferPointer(rebasing: cell[1..<(cell.count - 1)]))
        }
        if cell.isEmpty { return .notReported }
        for (word, absence) in words where CellText.equals(cell, word) { return absence }
        for (word, absence) in beginnings {
            let length = word.utf8CodeUnitCount
            if cell.count > length,
                CellText.equals(UnsafeRawBufferPointer(rebasing: cell[..<length]), word)
            {
                return absence
            }
        }
        return nil
    }

    private static let words: [(StaticString, Absence)] = [
        ("N/A", .unsupported),
        ("Not Supported", .unsupported),
        ("Not Found", .unsupported),
        ("Function Not Found", Absence(.unsupported, .functionNotFound)),
        ("Unknown Error", Absence(.notReported, .unknownError)),
        ("ERR!", Absence(.notReported, .unknownError)),
        ("Error", Absence(.notReported, .unknownError)),
        ("Unknown", .notReported),
        ("Insufficient Permissions", Absence(.denied, .insufficientPermissions)),
        ("No Permission", Absence(.denied, .insufficientPermissions)),
        ("GPU is lost", Absence(.lost, .gpuLost)),
        ("GPU requires reset", Absence(.lost, .requiresReset)),
        ("Requested functionality has been deprecated", Absence(.unsupported, .deprecated)),
    ]

    /// Words that sentences follow (`GPU is lost.  Reboot the system...`).
    private static let beginnings: [(StaticString, Absence)] = [
        ("GPU is lost", Absence(.lost, .gpuLost)),
        ("GPU requires reset", Absence(.lost, .requiresReset)),
        ("Requested functionality has been deprecated", Absence(.unsupported, .deprecated)),
    ]
}
