import Collector
import Fleet

/// Reads the endless answer of `nvidia-smi --query-gpu=... --format=csv,noheader,nounits -lms N`.
///
/// Nothing in it marks the end of a round. A round is complete when it is as large as the driver says
/// or as the last one was, so that the newest readings do not wait for the next round; else when the
/// index starts again or the time has moved on. Rows of one round may differ by a few milliseconds.
struct QueryGPUDecoder: StreamDecoder {
    private let columns: QueryColumns
    private let halfInterval: Int
    private var carry = LineCarry()
    private var rows: [QueryRow] = []
    private var isDelivered = false
    private var previous: (count: Int, lastIndex: Int)?
    private var assembly: FrameAssembly
    private var lastWords = ""

    /// A decoder of rows with the plan's fields. GPUs in `lost` are known not to answer; they become
    /// rows without readings.
    init(plan: QueryPlan, node: NodeIdentity, interval: Duration, lost: [LostDevice] = []) {
        columns = QueryColumns(plan)
        halfInterval = max(1, Int(interval.inSeconds * 500))
        assembly = FrameAssembly(columns: columns, node: node, lost: lost)
    }

    mutating func consume(_ bytes: UnsafeRawBufferPointer) -> [StreamEvent] {
        var events: [StreamEvent] = []
        var lines = carry
        carry = LineCarry()
        lines.lines(bytes) { take(CellText.trimmed($0), &events) }
        carry = lines
        return events
    }

    mutating func finish(status: CommandStatus, errors: String) -> SourceFailure {
        let rest = carry.pending.first.map { $0 >= 0x30 && $0 <= 0x39 } ?? true
        let words = rest ? lastWords : lastWords + CleanText.clean(carry.pending)
        return SMIFailure.of(status: status, output: words, errors: errors)
    }

    /// What has arrived of a round that nothing has completed yet: for an answer that ends.
    mutating func remainder() -> Sample? {
        guard !rows.isEmpty, !isDelivered else { return nil }
        return deliver()
    }

    private mutating func take(_ line: UnsafeRawBufferPointer, _ events: inout [StreamEvent]) {
        guard !line.isEmpty else { return }
        guard line[0] >= 0x30, line[0] <= 0x39,
            let row = QueryRow(cells: QueryCells(line), columns: columns)
        else { return hear(line, &events) }
        if let last = rows.last, row.index <= last.index || row.time - last.time > halfInterval {
            if !isDelivered { events.append(.sample(deliver())) }
            previous = (rows.count, last.index)
            rows.removeAll(keepingCapacity: true)
        }
        rows.append(row)
        isDelivered = false
        if isComplete(row) { events.append(.sample(deliver())) }
    }

    private func isComplete(_ last: QueryRow) -> Bool {
        if rows.count == last.count { return true }
        guard let previous else { return false }
        return rows.count == previous.count && last.index == previous.lastIndex
    }

    private mutating func deliver() -> Sample {
        isDelivered = true
        return assembly.sample(rows)
    }

    /// Takes over a line that is no row.
    private mutating func hear(_ line: UnsafeRawBufferPointer, _ events: inout [StreamEvent]) {
        if let device = LostDevice(message: line) { assembly.lose(device) }
        let text = CleanText.clean(line)
        if lastWords.utf8.count < 2048 { lastWords += text + " " }
        if let failure = SMIFailure.named(by: text), failure.kind != .gpuLost {
            events.append(.failure(failure))
        }
    }
}
