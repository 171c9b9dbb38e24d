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

    /// Reads a line that was cut into cells; `nil` for a line that is no row: a banner, a message, a
    /// rest. A row with a wrong number of cells keeps its identity and nothing else.
    init?(cells: QueryCells, columns: QueryColumns) {
        guard let stamp = cells[columns.timestamp].flatMap(Self.milliseconds),
            let number = cells[columns.index].flatMap(Self.wholeNumber), number < 4096
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
        let isRagged = cells.count != columns.cellCount
        readings = columns.readings.map { column in
            guard !isRagged, let cell = cells[column.place] else { return .absent(.malformed) }
            return SMICell.reading(cell, column.kind)
        }
    }

    /// `2026/11/21 06:03:25.844`, as milliseconds on a scale that grows.
    private static func milliseconds(_ cell: UnsafeRawBufferPointer) -> Int? {
        let shape: StaticString = "0000/00/00 00:00:00"
        guard cell.count >= shape.utf8CodeUnitCount else { return nil }
        var parts = [0, 0, 0, 0, 0, 0, 0]
        var part = 0
        for place in 0..<min(cell.count, 23) {
            let byte = cell[place]
            if byte >= 0x30, byte <= 0x39 {
                parts[part] = parts[part] * 10 + Int(byte - 0x30)
            } else if byte == (place == 19 ? 0x2e : shape.utf8Start[min(place, 18)]) {
                part += 1
            } else {
                return nil
            }
        }
        guard part >= 5 else { return nil }
        let days = (parts[0] * 12 + parts[1]) * 31 + parts[2]
        return ((days * 24 + parts[3]) * 60 + parts[4]) * 60_000 + parts[5] * 1000 + parts[6]
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
