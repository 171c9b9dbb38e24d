import Fleet

/// Answers `nvidia-smi --query-gpu=FIELDS --format=csv,noheader,nounits` for one node: what never
/// changes is made into bytes once, and only numbers are written at each round.
struct QueryRows: Sendable {
    /// A cell that changes.
    private enum Cell: Sendable {
        case timestamp, utilization, memoryActivity, memoryUsed, memoryFree, celsius
        case memoryCelsius, power, smClock, memoryClock, performanceState, throttle
    }

    private enum Piece: Sendable {
        case bytes([UInt8])
        case cell(Cell)
    }

    private let node: SimulatedRoster.Node
    /// One list of pieces for each GPU, in order of index.
    private let rows: [[Piece]]

    /// Rows with these fields, for these GPUs.
    init(fields: [String], identity: SimulatedIdentity, indices: [Int]) {
        node = identity.node
        rows = indices.map { index in
            var pieces: [Piece] = []
            for (place, field) in fields.enumerated() {
                let separator = place == 0 ? "" : ", "
                if let cell = Self.changing[field] {
                    pieces.append(.bytes(Array(separator.utf8)))
                    pieces.append(.cell(cell))
                } else {
                    let text = Self.fixed(field, identity, index)
                    pieces.append(.bytes(Array((separator + text).utf8)))
                }
            }
            return Self.merged(pieces + [.bytes([0x0a])])
        }
    }

    /// The fields that are known, for `--help-query-gpu`.
    static var knownFields: [String] {
        changing.keys.sorted() + [
            "index", "uuid", "name", "count", "driver_version", "pci.bus_id", "serial",
            "mig.mode.current", "memory.total", "memory.reserved", "power.limit",
            "enforced.power.limit", "power.max_limit", "fan.speed", "pcie.link.gen.current",
            "pcie.link.gen.gpucurrent", "pcie.link.gen.max", "pcie.link.width.current",
            "pcie.link.width.max", "utilization.encoder", "utilization.decoder",
            "persistence_mode", "clocks.max.sm", "clocks.max.memory", "compute_mode",
            "ecc.mode.current", "ecc.errors.uncorrected.volatile.total",
            "ecc.errors.corrected.volatile.total", "gpu_recovery_action", "vbios_version",
        ]
    }

    /// Appends one round. `clock` is the text of the time, without a zone, as the driver writes it.
    func append(_ states: [SimulatedAccelerator], clock: [UInt8], to bytes: inout [UInt8]) {
        for (pieces, state) in zip(rows, states) {
            for piece in pieces {
                switch piece {
                case .bytes(let text): bytes += text
                case .cell(.timestamp): bytes += clock
                case .cell where state.isLost: bytes += Self.lost
                case .cell(let cell): append(cell, state, to: &bytes)
                }
            }
        }
    }

    private static let lost = Array("[GPU is lost]".utf8)

    private func append(
        _ cell: Cell, _ state: SimulatedAccelerator, to bytes: inout [UInt8]
    ) {
        switch cell {
        case .timestamp: break
        case .utilization: bytes.append(decimal: state.utilization)
        case .memoryActivity: bytes.append(decimal: state.memoryActivity)
        case .memoryUsed: bytes.append(decimal: state.memoryUsedMiB)
        case .memoryFree: bytes.append(decimal: node.memoryMiB - state.memoryUsedMiB)
        case .celsius: bytes.append(decimal: state.celsius)
        case .memoryCelsius: bytes.append(decimal: state.memoryCelsius)
        case .power: bytes.append(hundredths: state.centiwatts)
        case .smClock: bytes.append(decimal: state.smMegahertz)
        case .memoryClock: bytes.append(decimal: node.model.hasSuffix("H200") ? 3201 : 2619)
        case .performanceState:
            bytes.append(UInt8(ascii: "P"))
            bytes.append(decimal: state.performanceState)
        case .throttle: bytes += Array("0x".utf8) + Self.hexadecimal(state.throttle)
        }
    }

    private static func hexadecimal(_ value: Int) -> [UInt8] {
        let digits = Array(String(value, radix: 16).utf8)
        return [UInt8](repeating: UInt8(ascii: "0"), count: 16 - digits.count) + digits
    }

    private static let changing: [String: Cell] = [
        "timestamp": .timestamp, "utilization.gpu": .utilization,
        "utilization.memory": .memoryActivity, "memory.used": .memoryUsed,
        "memory.free": .memoryFree, "temperature.gpu": .celsius,
        "temperature.memory": .memoryCelsius, "power.draw": .power,
        "power.draw.instant": .power, "power.draw.average": .power, "clocks.current.sm": .smClock,
        "clocks.current.graphics": .smClock, "clocks.current.memory": .memoryClock,
        "pstate": .performanceState, "clocks_event_reasons.active": .throttle,
    ]

    private static func fixed(
        _ field: String, _ identity: SimulatedIdentity, _ index: Int
    ) -> String {
        switch field {
        case "index": "\(index)"
        case "uuid": identity.uuid(index)
        case "name": identity.node.model
        case "count": "\(SimulatedRoster.gpusPerNode)"
        case "driver_version": identity.node.driver
        case "pci.bus_id": identity.pciAddress(index)
        case "serial": "165\(1_000_000_000 + identity.node.place * 64 + index)"
        case "mig.mode.current": "Disabled"
        case "memory.total": "\(identity.node.memoryMiB)"
        case "memory.reserved": "551"
        case "power.limit", "enforced.power.limit", "power.max_limit":
            "\(SimulatedAccelerator.limitWatts).00"
        case "pcie.link.gen.current", "pcie.link.gen.gpucurrent", "pcie.link.gen.max": "5"
        case "pcie.link.width.current", "pcie.link.width.max": "16"
        case "utilization.encoder", "utilization.decoder": "0"
        case "ecc.errors.uncorrected.volatile.total", "ecc.errors.corrected.volatile.total": "0"
        case "persistence_mode", "ecc.mode.current": "Enabled"
        case "clocks.max.sm": "\(SimulatedAccelerator.smMegahertzMax)"
        case "clocks.max.memory": identity.node.model.hasSuffix("H200") ? "3201" : "2619"
        case "compute_mode": "Default"
        case "gpu_recovery_action": "None"
        case "vbios_version": "96.00.99.00.01"
        default: "[N/A]"
        }
    }

    private static func merged(_ pieces: [Piece]) -> [Piece] {
        var merged: [Piece] = []
        for piece in pieces {
            if case .bytes(let next) = piece, case .bytes(let last) = merged.last {
                merged[merged.count - 1] = .bytes(last + next)
            } else {
                merged.append(piece)
            }
        }
        return merged
    }
}

extension [UInt8] {
    /// Appends a whole number in decimal.
    mutating func append(decimal number: Int) {
        if number >= 10 { append(decimal: number / 10) }
        append(UInt8(ascii: "0") + UInt8(number % 10))
    }

    /// Appends a number of hundredths with its two decimals.
    mutating func append(hundredths number: Int) {
        append(decimal: number / 100)
        append(UInt8(ascii: "."))
        append(UInt8(ascii: "0") + UInt8(number / 10 % 10))
        append(UInt8(ascii: "0") + UInt8(number % 10))
    }
}
