import Fleet

/// The columns of the Nodes view, the most telling first.
enum NodeColumns {
    static let all: [TableColumn] = identity + load + age + health + host

    private static let identity: [TableColumn] = [
        TableColumn(
            "state", " ", width: 1,
            key: .number { row, snapshot in
                NodeReadings(row, snapshot).map { Double(RowState($0.source.status).rawValue) }
            }, summary: "how it is doing"
        ) { row, table in
            NodeReadings(row, table.snapshot)?.health(table.index).state.cell ?? .absent
        }.leading.pinned.with { $0.startsDescending = true },
        TableColumn(
            "node", "node", width: 8, key: .text { NodeReadings($0, $1)?.identity.name },
            summary: "name of the host"
        ) { row, table in
            TableCell(NodeReadings(row, table.snapshot)?.identity.name ?? "", .bright)
        }.growing(6...28).pinned,
        TableColumn(
            "site", "site", width: 6, key: .text { $1.sources[$0.source].site },
            summary: "where it runs"
        ) { row, table in
            let site = table.snapshot.site(table.snapshot.sources[row.source].site)
            let role: Role = site.placement.map { $0.isOwned ? .owned : .rented } ?? .dim
            return TableCell(site.name, role)
        }.growing(4...14),
    ]

    private static let load: [TableColumn] = [
        number(
            "gpus", "GPUs", 5, "GPUs that answer, of those there should be",
            { Double($0.expected) }
        ) { node in
            let lost = node.expected - node.present
            if node.expected == 0 { return .blank }
            let text = lost == 0 ? "\(node.expected)" : "\(node.present)/\(node.expected)"
            return TableCell(text, lost > 0 && node.source.isLive ? .critical : .text)
        }.totalled(.sum { Format.count($0) }),
        TableColumn(
            "load", "load", width: 8, key: .number { NodeReadings($0, $1)?.mean(.utilization) },
            summary: "every GPU: how busy it is"
        ) { row, table in
            NodeReadings(row, table.snapshot).map { NodeCells.gpus($0, width: table.width) }
                ?? .absent
        }.with { $0.isRight = false }.wideningTo(16),
        number("util", "util", 4, "mean GPU utilisation", { $0.mean(.utilization) }) {
            .number($0.mean(.utilization), .text, Format.percent)
        }.totalled(.mean(Format.percent)),
        number("mem", "mem", 4, "GPU memory used", { $0.memoryRatio }) {
            .number($0.memoryRatio, .text, Format.percent)
        }.totalled(.mean(Format.percent)),
        number("used", "GPU mem", 13, "GPU memory used and total", { $0.sum(.memoryUsed) }) {
            node in
            guard let used = node.sum(.memoryUsed) else { return .absent }
            let total = node.sum(.memoryTotal).map { " / " + Format.bytes($0) } ?? ""
            return TableCell([Piece(Format.bytes(used)), Piece(total, .dim)])
        }.totalled(.sum(Format.bytes)).optional,
        number("temp", "temp", 4, "hottest GPU, in degrees Celsius", { $0.highest(.temperature) }) {
            .number($0.highest(.temperature), NodeCells.heat($0), { Format.value($0, .celsius) })
        }.totalled(.highest { Format.value($0, .celsius) }),
        number("power", "power", 6, "GPU power", { $0.sum(.power) }) {
            .number($0.sum(.power), .text, NodeCells.power)
        }.totalled(.sum(NodeCells.power)),
    ]

    private static let age: [TableColumn] = [
        TableColumn(
            "age", "age", width: 4,
            key: .number { row, snapshot in
                snapshot.sources[row.source].age(at: snapshot.time.monotonic)?.inSeconds
            }, summary: "age of the readings"
        ) { row, table in
            let source = table.snapshot.sources[row.source]
            guard let age = source.age(at: table.now.monotonic) else { return .absent }
            return TableCell(Format.wholeAge(age), source.isLive ? .dim : .warning)
        }
    ]

    private static let host: [TableColumn] = [
        number("procs", "procs", 5, "compute processes", { $0.processes }) {
            .number($0.processes, .text, Format.count)
        }.totalled(.sum(Format.count)),
        text("model", "model", 12, "GPU model") { $0.model }.growing(8...24),
        text("driver", "driver", 11, "driver version") { $0.identity.driver }.optional,
        number(
            "host", "host", 5, "one-minute load of the host",
            { $0.sample.nodes.value(.load1, $0.reference.row) }
        ) { node in
            .number(node.sample.nodes.value(.load1, node.reference.row), .text) {
                Format.fixed($0, 1)
            }
        }.optional,
        number(
            "cpu", "cpu", 4, "host CPU in use",
            { $0.sample.nodes.value(.cpuUtilization, $0.reference.row) }
        ) { node in
            .number(
                node.sample.nodes.value(.cpuUtilization, node.reference.row), .text,
                Format.percent)
        }.optional,
        number(
            "uptime", "up", 6, "time since boot",
            { $0.sample.nodes.value(.uptime, $0.reference.row) }
        ) { node in
            .number(node.sample.nodes.value(.uptime, node.reference.row), .dim) {
                Format.age(.seconds($0))
            }
        }.optional,
        text("source", "source", 16, "which source tells") { $0.source.id.description }
            .growing(8...32).optional,
    ]

    private static let health: [TableColumn] = [
        TableColumn(
            "health", "health", width: 14,
            key: .number { row, snapshot in
                NodeReadings(row, snapshot).map { Double(RowState($0.source.status).rawValue) }
            }, summary: "what is wrong with it"
        ) { row, table in
            guard let health = NodeReadings(row, table.snapshot)?.health(table.index) else {
                return .absent
            }
            return TableCell(health.text, health.state == .good ? .dim : health.state.role)
        }.stretching
    ]

    private static func number(
        _ id: String, _ title: String, _ width: Int, _ summary: String,
        _ value: @escaping @Sendable (NodeReadings) -> Double?,
        cell: @escaping @Sendable (NodeReadings) -> TableCell
    ) -> TableColumn {
        TableColumn(
            id, title, width: width, key: .number { NodeReadings($0, $1).flatMap(value) },
            summary: summary
        ) { row, table in NodeReadings(row, table.snapshot).map(cell) ?? .absent }
    }

    private static func text(
        _ id: String, _ title: String, _ width: Int, _ summary: String,
        value: @escaping @Sendable (NodeReadings) -> String?
    ) -> TableColumn {
        TableColumn(
            id, title, width: width, key: .text { NodeReadings($0, $1).flatMap(value) },
            summary: summary
        ) { row, table in
            NodeReadings(row, table.snapshot).flatMap(value).map { TableCell($0, .dim) } ?? .absent
        }.leading
    }
}

/// Cells of nodes that are more than a number.
enum NodeCells {
    /// Each GPU as a block of the load ramp, or two; a bar of their mean where they do not fit.
    static func gpus(_ node: NodeReadings, width: Int) -> TableCell {
        let rows = node.gpus
        if rows.isEmpty { return .blank }
        let width = max(8, width)
        if rows.count > width { return bar(node.mean(.utilization), width: width) }
        let each = rows.count * 2 <= width ? 2 : 1
        return TableCell(
            rows.map { row in
                switch node.sample.acceleratorStates[row] {
                case .present: block(node.sample.accelerators.value(.utilization, row), each)
                case .lost, .failed:
                    Piece(String(repeating: Glyph.critical, count: each), .critical)
                }
            })
    }

    private static func block(_ utilization: Double?, _ each: Int) -> Piece {
        guard let utilization else { return Piece(String(repeating: "·", count: each), .dim) }
        // Never the full block, so that neighbouring rows stay apart.
        let step = max(0, min(6, Int(utilization * 7)))
        return Piece(String(repeating: Glyph.blocks[step], count: each), .load(utilization))
    }

    private static func bar(_ ratio: Double?, width: Int) -> TableCell {
        guard let ratio else { return .absent }
        let full = max(ratio > 0 ? 1 : 0, Int((min(1, ratio) * Double(width)).rounded()))
        return TableCell([
            Piece(String(repeating: "▇", count: full), .load(ratio)),
            Piece(String(repeating: "▁", count: width - full), .border),
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
