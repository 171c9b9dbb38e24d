import Fleet

/// Makes samples of rows. Strings are made only for identities that were not there the round before.
struct FrameAssembly: Sendable {
    private let columns: QueryColumns
    private let node: NodeIdentity
    private var lost: [LostDevice]
    private var inventory = Inventory.empty
    /// The identity cells behind `inventory`, row by row, without the lost devices.
    private var identities: [(index: Int, bytes: [UInt8])] = []
    private var lostRows = 0

    private static let cutNote =
        "nvidia-smi's answer was cut off within a row; what it does not name is as it was before."

    /// For rows of these columns on this node.
    init(columns: QueryColumns, node: NodeIdentity, lost: [LostDevice]) {
        self.columns = columns
        self.node = node
        self.lost = lost
    }

    /// Remembers a GPU that the driver says it cannot reach.
    mutating func lose(_ device: LostDevice) {
        guard !lost.contains(device), lost.count < 64 else { return }
        lost.append(device)
        identities = []
    }

    /// One round as a sample. Of one that was cut off it is not known how many GPUs there are to see.
    mutating func sample(_ rows: [QueryRow], isCut: Bool = false) -> Sample {
        takeInventory(rows)
        var sample = Sample(inventory: inventory)
        if isCut {
            sample.nodes[.acceleratorsSeen, 0] = .absent(.malformed)
            sample.notes = [Self.cutNote]
        }
        for (place, row) in rows.enumerated() {
            for (column, reading) in zip(columns.readings, row.readings) {
                if column.isSubstitute, sample.accelerators.value(column.metric, place) != nil {
                    continue
                }
                if column.isSubstitute, reading.value == nil { continue }
                sample.accelerators[column.metric, place] = reading
            }
            refineAbsences(of: row, at: place, &sample)
            sample.acceleratorStates[place] = state(of: row)
        }
        for place in rows.count..<(rows.count + lostRows) {
            let device = lost[place - rows.count]
            sample.acceleratorStates[place] = .lost(device.absence)
            for column in columns.readings {
                sample.accelerators[column.metric, place] = .absent(device.absence)
            }
        }
        return sample
    }

    /// Says more exactly why a whole GPU has no such reading, where the row itself tells.
    private func refineAbsences(of row: QueryRow, at place: Int, _ sample: inout Sample) {
        func isUnsupported(_ metric: AcceleratorMetric) -> Bool {
            sample.accelerators[metric, place].absence == .unsupported
        }
        if row.isMIG {
            for metric: AcceleratorMetric in [
                .utilization, .memoryActivity, .encoderUtilization, .decoderUtilization,
            ] where isUnsupported(metric) {
                sample.accelerators[metric, place] = .absent(Absence(.unsupported, .migEnabled))
            }
        } else if isUnsupported(.memoryTotal), isUnsupported(.memoryUsed),
            sample.accelerators.value(.utilization, place) != nil
        {
            for metric: AcceleratorMetric in [.memoryTotal, .memoryUsed] {
                sample.accelerators[metric, place] = .absent(Absence(.unsupported, .unifiedMemory))
            }
        }
    }

    private func state(of row: QueryRow) -> AcceleratorState {
        let absences = row.readings.compactMap(\.absence)
        if let reset = absences.first(where: { $0.detail == .requiresReset }) {
            return .failed(reset)
        }
        if let gone = absences.first(where: { $0.kind == .lost }) { return .lost(gone) }
        let silent = absences.count == row.readings.count
        if silent, let error = absences.first(where: { $0.detail == .unknownError }) {
            return .failed(error)
        }
        return .present
    }

    private mutating func takeInventory(_ rows: [QueryRow]) {
        if rows.count == identities.count,
            zip(rows, identities).allSatisfy({ $0.index == $1.index && $0.identity == $1.bytes })
        {
            return
        }
        let present = rows.map(identity)
        let addresses = Set(present.compactMap(\.pciBusID).map(PCIAddress.normalised))
        lost.removeAll { addresses.contains(PCIAddress.normalised($0.pciBusID)) }
        lostRows = lost.count
        let absent = lost.enumerated().map { place, device in
            AcceleratorIdentity(
                node: 0, index: freeIndex(place, rows), uuid: "", model: "",
                pciBusID: device.pciBusID)
        }
        inventory = Inventory(nodes: [nodeIdentity(rows)], accelerators: present + absent)
        identities = rows.map { ($0.index, $0.identity) }
    }

    /// The number that a GPU without a row most likely has: one that is missing among the rows.
    private func freeIndex(_ place: Int, _ rows: [QueryRow]) -> Int {
        let taken = Set(rows.map(\.index))
        return (0...(rows.count + place)).filter { !taken.contains($0) }
            .dropFirst(place).first ?? rows.count + place
    }

    private func identity(_ row: QueryRow) -> AcceleratorIdentity {
        let address = text(columns.pciBusID, row)
        return AcceleratorIdentity(
            node: 0, index: row.index, uuid: text(columns.uuid, row) ?? "",
            model: text(columns.model, row) ?? "", pciBusID: address)
    }

    private func nodeIdentity(_ rows: [QueryRow]) -> NodeIdentity {
        var identity = node
        identity.driver = rows.first.flatMap { text(columns.driver, $0) }
        return identity
    }

    /// The identity cell that stands at `place` in a row; `nil` where it says nothing.
    private func text(_ place: Int?, _ row: QueryRow) -> String? {
        guard let place, let part = columns.identity.firstIndex(of: place) else { return nil }
        let cells = row.identity.split(separator: 0x2c, omittingEmptySubsequences: false)
        guard part < cells.count else { return nil }
        return cells[part].withUnsafeBytes { cell in
            SMICell.absence(cell) == nil ? CleanText.clean(cell) : nil
        }
    }
}
