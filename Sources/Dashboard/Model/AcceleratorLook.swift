import Fleet

/// One GPU as a row of a table.
struct AcceleratorLook {
    let sample: Sample
    let row: Int

    /// The columns, in the order of ``entries``.
    static let columns: [FigureTable.Column] = [
        .text("", 1, most: 1, rank: 0), .text("gpu", 3, most: 12, rank: 0),
        .text("util", 14, most: 44, rank: 0, stretches: true),
        .text("memory", 17, most: 44, rank: 1, stretches: true), .figure("temp", 4, rank: 2),
        .figure("power", 9, rank: 2), .figure("sm MHz", 6, rank: 5), .figure("mem MHz", 7, rank: 9),
        .figure("P", 2, rank: 6), .text("throttle", 8, most: 22, rank: 4),
        .text("health", 6, most: 34, rank: 3), .figure("PCIe", 8, rank: 8),
        .figure("NVLink", 6, rank: 7),
    ]

    /// The cells.
    var entries: [FigureTable.Entry] {
        let state = sample.acceleratorStates[row]
        if state.isBroken { return broken(state) }
        return [
            .text(health.isEmpty ? Glyph.good : Glyph.warning, health.isEmpty ? .good : .warning),
            name(.bright), utilization, memory, temperature, power,
            plain(.smClock) { Format.count($0 / 1e6) },
            plain(.memoryClock) { Format.count($0 / 1e6) },
            plain(.performanceState) { "P" + Format.count($0) }, throttle,
            health.isEmpty ? .text("ok", .dim) : .text(health.joined(separator: ", "), .warning),
            link, nvlinks,
        ]
    }

    private var identity: AcceleratorIdentity { sample.inventory.accelerators[row] }

    private func number(_ metric: AcceleratorMetric) -> Double? {
        sample.accelerators.value(metric, row)
    }

    /// A lost GPU keeps its row: what it was, and what is known of its end.
    private func broken(_ state: AcceleratorState) -> [FigureTable.Entry] {
        var words = [state.word]
        if let xid = number(.lastXid) { words.append("Xid \(Format.count(xid))") }
        if let action = number(.recoveryAction).flatMap({ RecoveryAction(rawValue: Int($0)) }),
            action != .none
        {
            words.append(action.word)
        }
        var cells: [FigureTable.Entry] = [
            .text(Glyph.critical, .critical), name(.critical),
            .text(words.joined(separator: " · "), .critical),
        ]
        cells += Array(repeating: .absent, count: Self.columns.count - cells.count)
        return cells
    }

    private func name(_ role: Role) -> FigureTable.Entry {
        guard let mig = identity.mig else { return .text("\(identity.index)", role) }
        return .text(" └ \(mig.profile ?? "\(mig.gpuInstance)")", .text)
    }

    private func plain(
        _ metric: AcceleratorMetric, _ text: (Double) -> String
    ) -> FigureTable.Entry {
        if sample.accelerators[metric] == nil { return .blank }
        return FigureTable.Entry(sample.accelerators[metric, row], text)
    }

    private var utilization: FigureTable.Entry {
        guard let value = number(.utilization) else { return missing(.utilization) }
        return .meter(Meter(value), Format.percent(value), .bright)
    }

    private func missing(_ metric: AcceleratorMetric) -> FigureTable.Entry {
        let absence = sample.accelerators[metric, row].absence
        guard let absence, absence.detail != .none else { return .absent }
        return .text("\(Format.absent) \(Format.reason(absence))", .dim)
    }

    private var memory: FigureTable.Entry {
        guard let used = number(.memoryUsed) else { return missing(.memoryUsed) }
        guard let total = number(.memoryTotal), total > 0 else {
            return .text(Format.bytes(used), .text)
        }
        return .meter(
            Meter(used / total, role: .load4), "\(Format.bytes(used)) / \(Format.bytes(total))",
            .text)
    }

    private var temperature: FigureTable.Entry {
        guard let value = number(.temperature) else { return .absent }
        return .text("\(Format.count(value))°", value >= 85 ? .warning : .text)
    }

    private var power: FigureTable.Entry {
        guard let value = number(.power) else { return .absent }
        guard let limit = number(.powerLimit) else { return .plain("\(Format.count(value))W") }
        return .plain("\(Format.count(value))/\(Format.count(limit))W")
    }

    private var throttle: FigureTable.Entry {
        guard let bits = number(.throttleReasons) else {
            return sample.accelerators[.throttleReasons] == nil ? .blank : .absent
        }
        let reasons = ThrottleReasons(rawValue: Int(exactly: bits) ?? 0)
        let text = Format.throttle(reasons)
        if text.isEmpty { return .text("none", .dim) }
        return .text(text, reasons.isDisjoint(with: .harmful) ? .text : .warning)
    }
}

extension AcceleratorLook {
    /// Whether something is wrong with it though it answers.
    var isAiling: Bool { !health.isEmpty }

    /// What is wrong with it though it answers, in words.
    private var health: [String] {
        var words: [String] = []
        if let action = number(.recoveryAction).flatMap({ RecoveryAction(rawValue: Int($0)) }),
            action != .none
        {
            words.append(action.word)
        }
        if let xid = number(.lastXid) { words.append("Xid \(Format.count(xid))") }
        if let errors = number(.eccUncorrected), errors > 0 {
            words.append("\(Format.count(errors)) ECC")
        }
        if number(.remapFailure) ?? 0 > 0 { words.append("remap failed") }
        if number(.remapPending) ?? 0 > 0 { words.append("remap pending") }
        if let retired = number(.retiredPages), retired > 0 {
            words.append("\(Format.count(retired)) pages retired")
        }
        if let up = number(.nvlinksActive), let all = number(.nvlinksTotal), up < all {
            words.append("NVLink \(Format.count(up)) of \(Format.count(all))")
        }
        if let lanes = number(.pcieWidth), let most = number(.pcieWidthMax), lanes < most {
            words.append("PCIe x\(Format.count(lanes)) of x\(Format.count(most))")
        }
        return words
    }

    private var link: FigureTable.Entry {
        guard let generation = number(.pcieGeneration), let lanes = number(.pcieWidth) else {
            return sample.accelerators[.pcieGeneration] == nil ? .blank : .absent
        }
        return .text("gen\(Format.count(generation)) x\(Format.count(lanes))", .dim)
    }

    private var nvlinks: FigureTable.Entry {
        guard let up = number(.nvlinksActive) else { return .blank }
        guard let all = number(.nvlinksTotal) else { return .text(Format.count(up), .dim) }
        return .text("\(Format.count(up))/\(Format.count(all))", up < all ? .warning : .dim)
    }
}
