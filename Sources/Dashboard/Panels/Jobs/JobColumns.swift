import Fleet

/// The columns of the Jobs view, the most telling first.
enum JobColumns {
    static let all: [TableColumn] = identity + hardware + time + [health.words] + more

    private static let rows = ColumnMaker<JobRow> { JobRow($0, $1) }
    private static let health = rows.health(width: 16) { job, _ in job.health }

    private static let identity: [TableColumn] = [
        health.glyph,
        rows.text("job", "job", 5, "what its scheduler calls it", .bright) { $0.job.id }
            .growing(4...36).pinned,
        rows.text("user", "user", 5, "whose it is", .text) { $0.job.user }.growing(4...12),
        rows.text("partition", "part", 5, "partition or queue") { $0.job.partition }
            .growing(5...12),
        rows.text("does", "state", 7, "what the scheduler does with it") {
            $0.job.state == .unknown ? $0.job.word.lowercased() : $0.job.state.rawValue
        }.growing(7...10),
        rows.text("nodes", "nodes", 7, "where it runs", .text) { $0.nodes }.growing(5...20),
    ]

    private static let hardware: [TableColumn] = [
        rows.number(
            "gpus", "GPUs", 4, "GPUs that it holds; dim: that it asks for",
            { $0.job.holds ? $0.job.gpus.map(Double.init) : nil }
        ) { job in
            guard let gpus = job.job.gpus else { return .blank }
            return TableCell(Format.count(Double(gpus)), job.job.holds ? .text : .dim)
        }.totalled(.sum(Format.count)),
        rows.number(
            "util", "util", 4, "utilisation of exactly these GPUs", { $0.load?.utilization }
        ) { job in
            guard job.job.holds, job.job.gpus ?? 0 > 0 else { return .blank }
            guard let load = job.load, job.source.isLive else { return .absent }
            let isIdle = (job.idle ?? 0) >= JobRow.wasteful
            return TableCell(Format.percent(load.utilization), isIdle ? .warning : .text)
        }.totalled(.mean(Format.percent)),
        rows.number("idle", "idle", 5, "how long none of its GPUs has been busy", { $0.idle }) {
            job in
            guard let idle = job.idle, idle >= 1 else { return .blank }
            return TableCell(
                Format.wholeAge(.seconds(idle)), idle >= JobRow.wasteful ? .warning : .dim)
        }.totalled(.highest { Format.wholeAge(.seconds($0)) }),
    ]

    private static let time: [TableColumn] = [
        rows.number("elapsed", "elapsed", 7, "how long it has run, or waited", { $0.elapsed }) {
            .number($0.elapsed, .dim) { Format.wholeAge(.seconds($0)) }
        },
        rows.number("left", "left", 5, "how long it may run on", { $0.left }) { job in
            guard job.job.holds else { return .blank }
            // Without a limit it may run for ever.
            guard let left = job.left else { return TableCell("no end", .dim) }
            return TableCell(Format.wholeAge(.seconds(left)))
        }.totalled(.highest { Format.wholeAge(.seconds($0)) }).with { $0.width = 6 },
    ]

    private static let more: [TableColumn] = [
        rows.text("name", "name", 8, "the name that its owner gave it") { $0.job.name }
            .growing(6...30),
        ColumnMaker<JobRow>.site.optional,
        rows.text("devices", "devices", 8, "the GPUs that it holds, by node") { row in
            row.shares.map { share in
                "\(share.node):" + share.indices.map(String.init).joined(separator: ",")
            }.joined(separator: " ")
        }.growing(6...40).optional,
        rows.text("source", "source", 12, "which source tells") { $0.source.id.description }
            .growing(8...32).optional,
    ]
}
