import Fleet

/// Rows of `--query-compute-apps --format=csv`. Process names stand there unquoted, commas and all, so a
/// row is read from both ends towards the name.
enum ComputeApps {
    /// One row.
    struct App: Sendable, Hashable {
        var gpu: String
        var pid: Int
        var name: String
        var memory: Reading<Double>
    }

    /// What the slow beat asks for: the name last.
    static let fields = ["gpu_uuid", "pid", "used_memory", "process_name"]

    /// Reads rows with these fields, named as in the query or as in a header
    /// (`used_gpu_memory [MiB]`). A row without a process id, and any other line, is left out.
    static func rows(_ text: ArraySlice<UInt8>, fields: [String] = fields) -> [App] {
        let names = fields.map { $0.split(separator: " ").first.map(String.init) ?? $0 }
        guard let name = names.firstIndex(where: { $0 == "process_name" || $0 == "name" }),
            let pid = names.firstIndex(of: "pid")
        else { return [] }
        let gpu = names.firstIndex { $0 == "gpu_uuid" }
        let memory = names.firstIndex { $0 == "used_gpu_memory" || $0 == "used_memory" }
        return text.split(separator: 0x0a).prefix(8192).compactMap { line in
            let cells = cells(line, count: names.count, name: name)
            guard cells.count == names.count, let number = Int(self.text(cells[pid])), number > 0
            else { return nil }
            let used = memory.map { place in
                cells[place].withUnsafeBytes { SMICell.reading($0, .quantity(.mebibytes)) }
            }
            return App(
                gpu: gpu.map { self.text(cells[$0]) } ?? "", pid: number,
                name: self.text(cells[name]), memory: used ?? .absent(.notReported))
        }
    }

    /// The cells of a line in which only the one at `name` may hold commas.
    private static func cells(
        _ line: ArraySlice<UInt8>, count: Int, name: Int
    ) -> [ArraySlice<UInt8>] {
        let parts = line.split(separator: 0x2c, omittingEmptySubsequences: false)
        guard parts.count >= count else { return [] }
        let front = parts[..<name]
        let back = parts[(parts.count - (count - name - 1))...]
        let start = parts[name].startIndex
        let end = parts[parts.count - back.count - 1].endIndex
        return front + [line[start..<end]] + back
    }

    private static func text(_ cell: ArraySlice<UInt8>) -> String {
        cell.withUnsafeBytes { CleanText.clean(CellText.trimmed($0)) }
    }
}
