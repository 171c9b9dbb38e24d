import Fleet

extension LogOptions {
    /// The files that are written: one, or one a kind for CSV; none for standard output.
    package var files: [String] {
        guard let output else { return [] }
        let kinds = RecordKind.allCases.filter(selection.kinds.contains)
        guard format == .csv, kinds.count > 1 else { return [output] }
        return kinds.map { LogChannel.name(output, $0) }
    }
}

extension LogChannel {
    /// The channels that options ask for: one, or one a kind for CSV.
    static func channels(
        _ options: LogOptions, report: @escaping @Sendable (String) -> Void
    ) throws(OutputFailure) -> [LogChannel] {
        switch options.format {
        case .jsonl:
            let output = try RotatingOutput(
                path: options.output, policy: options.rotation,
                lineStart: Array("{\"schema\":".utf8), report: report)
            let writer = JSONLWriter(selection: options.selection)
            return [LogChannel(writer, output, path: options.output)]
        case .csv: return try tables(options, report)
        case .prometheus: return [try exposition(options, report)]
        }
    }

    private static func tables(
        _ options: LogOptions, _ report: @escaping @Sendable (String) -> Void
    ) throws(OutputFailure) -> [LogChannel] {
        let kinds = RecordKind.allCases.filter(options.selection.kinds.contains)
        if options.output == nil, kinds.count != 1 {
            throw OutputFailure(
                "kinds have different columns: choose one with --kind, or a file with --output")
        }
        var channels: [LogChannel] = []
        for kind in kinds {
            let path = options.output.map { kinds.count == 1 ? $0 : name($0, kind) }
            let writer = CSVWriter(kind: kind, selection: options.selection)
            let output = try RotatingOutput(
                path: path, policy: options.rotation, header: writer.header,
                lineStart: Array("\(logSchema),".utf8), report: report)
            channels.append(LogChannel(writer, output, path: path))
        }
        return channels
    }

    /// `fleet.csv` with its kind: `fleet.node.csv`.
    static func name(_ path: String, _ kind: RecordKind) -> String {
        let base = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        guard let dot = path[base...].lastIndex(of: "."), dot != base else {
            return "\(path).\(kind.rawValue)"
        }
        return "\(path[..<dot]).\(kind.rawValue)\(path[dot...])"
    }

    private static func exposition(
        _ options: LogOptions, _ report: @escaping @Sendable (String) -> Void
    ) throws(OutputFailure) -> LogChannel {
        let writer = PrometheusWriter(selection: options.selection)
        if options.rotation.rotates {
            throw OutputFailure("the exposition is replaced at each tick: it cannot be rotated")
        }
        guard let path = options.output else {
            return LogChannel(writer, try RotatingOutput(path: nil, report: report), path: nil)
        }
        return LogChannel(writer, ReplacedFile(path: path), report: report)
    }
}
