import Fleet

/// The columns of the Nodes view, the most telling first.
enum NodeColumns {
    static let all: [TableColumn] = identity + load + age + [health.words] + host

    private static let rows = ColumnMaker<NodeReadings> { NodeReadings($0, $1) }
    private static let health = rows.health(width: 16) { $0.health($1) }

    private static let identity: [TableColumn] = [
        health.glyph,
        TableColumn(
            "node", "node", width: 8, key: .text { rows.read($0, $1.snapshot)?.name },
            summary: "name of the host"
        ) { row, table in
            TableCell(rows.read(row, table.snapshot)?.name ?? "", .bright)
        }.growing(6...28).pinned,
        ColumnMaker<NodeReadings>.site,
    ]

    private static let load: [TableColumn] = [
        rows.number(
            "gpus", "GPUs", 5, "GPUs that answer, of those there should be",
            { Double($0.expected) }
        ) { node in
            let lost = node.expected - node.present
            if node.expected == 0 {
                // Those that only a scheduler knows of are there, and not read.
                return node.isOnlyExpected || node.host.unread != nil ? .absent : .blank
            }
            let text = lost == 0 ? "\(node.expected)" : "\(node.present)/\(node.expected)"
            return TableCell(text, lost > 0 && node.isLive ? .critical : .text)
        }.totalled(.rows(NodeCells.reporting)),
        TableColumn(
            "load", "load", width: 8,
            key: .number { rows.read($0, $1.snapshot)?.mean(.utilization) },
            summary: "every GPU: how busy it is"
        ) { row, table in
            rows.read(row, table.snapshot).map { NodeCells.gpus($0, table) }
                ?? .absent
        }.with { $0.isRight = false }.wideningTo(16),
        rows.number("util", "util", 4, "mean GPU utilisation", { $0.mean(.utilization) }) {
            .number($0.mean(.utilization), .text, Format.percent)
        }.totalled(.mean(Format.percent)),
        rows.number("mem", "mem", 4, "GPU memory used", { $0.memoryRatio }) {
            .number($0.memoryRatio, .text, Format.percent)
        }.totalled(.mean(Format.percent)),
        rows.number("used", "GPU mem", 13, "GPU memory used and total", { $0.sum(.memoryUsed) }) {
            node in
            guard let used = node.sum(.memoryUsed) else { return .absent }
            let total = node.sum(.memoryTotal).map { " / " + Format.bytes($0) } ?? ""
            return TableCell([Piece(Format.bytes(used)), Piece(total, .dim)])
        }.totalled(.sum(Format.bytes)).optional,
        rows.number(
            "temp", "temp", 4, "hottest GPU, in degrees Celsius", { $0.highest(.temperature) }
        ) {
            .number($0.highest(.temperature), NodeCells.heat($0), { Format.value($0, .celsius) })
        }.totalled(.highest { Format.value($0, .celsius) }),
        rows.number("power", "power", 6, "GPU power", { $0.sum(.power) }) {
            .number($0.sum(.power), .text, NodeCells.power)
        }.totalled(.sum(NodeCells.power)),
    ]

    private static let age: [TableColumn] = [
        TableColumn(
            "age", "age", width: 4,
            key: .number { row, table in
                table.snapshot.sources[row.source].age(at: table.snapshot.time.monotonic)?
                    .inSeconds
            }, summary: "age of the readings"
        ) { row, table in
            let source = table.snapshot.sources[row.source]
            guard let age = source.age(at: table.now.monotonic) else { return .absent }
            return TableCell(Format.wholeAge(age), source.isLive ? .dim : .warning)
        }
    ]

    private static let host: [TableColumn] = [
        rows.number("procs", "procs", 5, "compute processes", { $0.processes }) {
            .number($0.processes, .text, Format.count)
        }.totalled(.sum(Format.count)),
        rows.text("sched", "scheduler", 9, "what the scheduler does with it") { node in
            guard let schedule = node.schedule else { return "" }
            return schedule.use == .unknown ? schedule.words : schedule.use.rawValue
        }.growing(5...12).hiddenWhenEmpty,
        rows.text("reason", "reason", 12, "why the scheduler does not use it") {
            $0.schedule?.reason ?? ""
        }.growing(6...40).hiddenWhenEmpty.optional,
        rows.number(
            "held", "held", 5, "GPUs that jobs hold, of those the scheduler has",
            { $0.value(.acceleratorsAllocated) }
        ) { node in
            guard let all = node.value(.acceleratorsSchedulable) else { return .blank }
            let held = node.value(.acceleratorsAllocated).map { Format.count($0) }
            return TableCell("\(held ?? Format.absent)/\(Format.count(all))")
        }.hiddenWhenEmpty.optional,
        rows.text("model", "model", 12, "GPU model") { $0.model }.growing(8...24),
        rows.text("driver", "driver", 11, "driver version") { $0.identity.driver }.optional,
        rows.number(
            "host", "host", 5, "one-minute load of the host",
            { $0.value(.load1) }
        ) { node in
            .number(node.value(.load1), .text) {
                Format.fixed($0, 1)
            }
        }.optional,
        rows.number(
            "cpu", "cpu", 4, "host CPU in use",
            { $0.value(.cpuUtilization) }
        ) { node in
            .number(
                node.value(.cpuUtilization), .text,
                Format.percent)
        }.optional,
        rows.number(
            "uptime", "up", 6, "time since boot",
            { $0.value(.uptime) }
        ) { node in
            .number(node.value(.uptime), .dim) {
                Format.age(.seconds($0))
            }
        }.optional,
        rows.text("source", "source", 16, "which source tells, and how many more") { $0.sources }
            .growing(8...32).optional,
    ]
}

/// Cells of nodes that are more than a number.
enum NodeCells {
    /// GPUs that answer now, of those there should be: `207/208`.
    static func reporting(_ rows: [RowReference], _ table: TableContext) -> String? {
        var (seen, all) = (0, 0)
        for row in rows {
            guard let node = NodeReadings(row, table.snapshot) else { continue }
            all += node.expected
            if node.isLive { seen += node.present }
        }
        let text = Format.count(Double(all))
        if all == 0 { return nil }
        return seen == all ? text : "\(Format.count(Double(seen)))/\(text)"
    }

    /// Each GPU as a cell of the heat map, or two; a bar of their mean where they do not fit.
    static func gpus(_ node: NodeReadings, _ table: TableContext) -> TableCell {
        let rows = node.gpus
        if rows.isEmpty {
            return node.isOnlyExpected || node.host.unread != nil ? .absent : .blank
        }
        let width = max(8, table.width)
        if rows.count > width {
            return bar(node.mean(.utilization), width: width, isASCII: table.isASCII)
        }
        let each = rows.count * 2 <= width ? 2 : 1
        return TableCell(
            rows.map { row in
                let tile = tile(row, of: node)
                let glyph = Character(tile.glyph(isASCII: table.isASCII))
                return Piece(String(repeating: glyph, count: each), tile.role)
            })
    }

    private static func tile(_ row: Int, of node: NodeReadings) -> HeatTile {
        switch node.host.main.sample.acceleratorStates[row] {
        case .present: node.host[.utilization, row].value.map { HeatTile(ratio: $0) } ?? .unknown
        case .lost: .lost
        case .failed: .failed
        }
    }

    private static func bar(_ ratio: Double?, width: Int, isASCII: Bool) -> TableCell {
        guard let ratio else { return .absent }
        let full = max(ratio > 0 ? 1 : 0, Int((min(1, ratio) * Double(width)).rounded()))
        return TableCell([
            Piece(String(repeating: "▇", count: full), .load(ratio)),
            Piece(String(repeating: isASCII ? "." : "▁", count: width - full), .border),
        ])
    }

    /// Hot is amber: throttling begins near 85 °C.
    static func heat(_ node: NodeReadings) -> Role {
        (node.highest(.temperature) ?? 0) >= 85 ? .warning : .text
    }

    /// Watts below a kilowatt, else kilowatts.
    static func power(_ watts: Double) -> String {
        watts < 999.5 ? "\(Format.count(watts))W" : "\(Format.compact(watts))W"
    }
}
