import Fleet

/// One line of an answer to `--query-gpu`: one GPU at one moment.
struct QueryRow: Sendable {
    /// Milliseconds by the node's clock; only differences mean anything.
    var time: Int
    /// The number that the driver gives the GPU.
    var index: Int
    /// The cells that say which GPU it is, as they came.
    var identity: [UInt8]
    /// How many GPUs the driver says there are; 0 where it does not say.
    var count: Int
    var isMIG: Bool
    /// One a column of the plan.
    var readings: [Reading<Double>]

    /// Reads a line that was cut into cells; `nil` for a line that is no whole row: a banner, a message,
    /// a row that breaks off or has the beginning of another in it. What such a row says of which GPU
    /// it is cannot be told from what it does not say.
    init?(cells: QueryCells, columns: QueryColumns) {
        guard cells.count == columns.cellCount,
            let stamp = cells[columns.timestamp].flatMap(QueryTime.milliseconds),
            let number = cells[columns.index].flatMap(Self.wholeNumber), number < 4096,
            cells[columns.uuid].map(Self.isIdentity) ?? true
        else { return nil }
        time = stamp
        index = number
        identity = []
        for place in columns.identity {
            if let cell = cells[place] { identity.append(contentsOf: cell) }
            identity.append(0x2c)
        }
        count = cells[columns.count].flatMap(Self.wholeNumber) ?? 0
        isMIG = cells[columns.migMode].map { CellText.equals($0, "Enabled") } ?? false
        readings = columns.readings.map { column in
            guard let cell = cells[column.place] else { return .absent(.malformed) }
            return SMICell.reading(cell, column.kind)
        }
    }

    /// Whether a cell may be a UUID, plain or masked, or one of the driver's words for none.
    private static func isIdentity(_ cell: UnsafeRawBufferPointer) -> Bool {
        if cell.first == 0x5b || SMICell.absence(cell) != nil { return true }
        return cell.count <= 64
            && cell.allSatisfy { byte in
                let letter = CellText.lowercase(byte)
                return (letter >= 0x61 && letter <= 0x7a) || (byte >= 0x30 && byte <= 0x39)
                    || byte == 0x2d || byte == 0x2a || byte == 0x5f
            }
    }

    private static func wholeNumber(_ cell: UnsafeRawBufferPointer) -> Int? {
        guard !cell.isEmpty, cell.count < 10 else { return nil }
        var value = 0
        for byte in cell {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }
}

/// The cells of one line, by place. Borrows the line: valid only as long as its bytes are.
struct QueryCells {
    private let line: UnsafeRawBufferPointer
    private let commas: [Int]

    /// Cuts a line at its commas. Nothing that the fast beat asks for can hold one.
    init(_ line: UnsafeRawBufferPointer) {
        self.line = line
        var commas: [Int] = []
        commas.reserveCapacity(32)
        for place in 0..<line.count where line[place] == 0x2c { commas.append(place) }
        self.commas = commas
    }

    var count: Int { commas.count + 1 }

    /// The cell at a place, trimmed; `nil` beyond the end and for a field that was not asked for.
    subscript(place: Int?) -> UnsafeRawBufferPointer? {
        guard let place, place < count else { return nil }
        let start = place == 0 ? 0 : commas[place - 1] + 1
        let end = place == commas.count ? line.count : commas[place]
        return CellText.trimmed(UnsafeRawBufferPointer(rebasing: line[start..<end]))
    }
}

/// Where each field stands in the rows of one plan.
struct QueryColumns: Sendable {
    /// A cell that becomes a reading.
    struct Column: Sendable {
        var place: Int
        var metric: AcceleratorMetric
        var kind: SMICell.Kind
        /// Counts only where the metric's own field has no value.
        var isSubstitute: Bool
    }

    let cellCount: Int
    let timestamp: Int?
    let index: Int?
    let count: Int?
    let migMode: Int?
    /// Places of uuid, PCI address, model and driver, as many as are asked for.
    let identity: [Int]
    let uuid: Int?
    let pciBusID: Int?
    let model: Int?
    let driver: Int?
    let readings: [Column]

    /// The columns of a plan.
    init(_ plan: QueryPlan) {
        func place(_ purpose: QueryField.Purpose) -> Int? {
            plan.purposes.firstIndex(of: purpose)
        }
        cellCount = plan.purposes.count
        timestamp = place(.timestamp)
        index = place(.index)
        count = place(.count)
        migMode = place(.migMode)
        uuid = place(.uuid)
        pciBusID = place(.pciBusID)
        model = place(.model)
        driver = place(.driver)
        identity = [uuid, pciBusID, model, driver].compactMap { $0 }
        readings = plan.purposes.enumerated().compactMap { place, purpose in
            switch purpose {
            case .reading(let metric, let kind):
                Column(place: place, metric: metric, kind: kind, isSubstitute: false)
            case .substitute(let metric, let kind):
                Column(place: place, metric: metric, kind: kind, isSubstitute: true)
            default: nil
            }
        }
    }
}
