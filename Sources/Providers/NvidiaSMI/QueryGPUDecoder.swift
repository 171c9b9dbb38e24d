import Collector
import Fleet

/// Reads the endless answer of `nvidia-smi --query-gpu=... --format=csv,noheader,nounits -lms N`.
///
/// Nothing in it marks the end of a round. A round is complete when it is as large as the driver says
/// or as the last one was, so that the newest readings do not wait for the next round; else when the
/// index starts again or the time has moved on. Rows of one round may differ by a few milliseconds.
///
/// An answer may break off within a row, and the next round then stand on the same line. Such a row is
/// no GPU, and its round says nothing of GPUs that it does not name.
struct QueryGPUDecoder: StreamDecoder {
    private let columns: QueryColumns
    private let halfInterval: Int
    private var carry = LineCarry()
    private var rows: [QueryRow] = []
    private var isDelivered = false
    private var previous: (count: Int, lastIndex: Int)?
    private var assembly: FrameAssembly
    private var lastWords = ""
    /// Whether a row of the round broke off.
    private var isCut = false
    /// How many rows broke off since a whole one came.
    private var cuts = 0
    /// So many without a whole row between them are no answer.
    private static let cutLimit = 3

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
        if words.isEmpty, cuts > 0 || !carry.pending.isEmpty { return .cutAnswer }
        return SMIFailure.of(status: status, output: words, errors: errors)
    }

    /// What has arrived of a round that nothing has completed yet: for an answer that ends.
    mutating func remainder() -> Sample? {
        guard !rows.isEmpty, !isDelivered else { return nil }
        if !carry.pending.isEmpty { isCut = true }
        return deliver()
    }

    private mutating func take(_ line: UnsafeRawBufferPointer, _ events: inout [StreamEvent]) {
        guard !line.isEmpty else { return }
        guard line[0] >= 0x30, line[0] <= 0x39 else { return hear(line, &events) }
        guard let row = QueryRow(cells: QueryCells(line), columns: columns) else {
            guard let start = QueryTime.last(in: line) else { return hear(line, &events) }
            return takeCut(line, start, &events)
        }
        take(row, &events)
    }

    private mutating func take(_ row: QueryRow, _ events: inout [StreamEvent]) {
        cuts = 0
        if let last = rows.last, row.index <= last.index || row.time - last.time > halfInterval {
            if !isDelivered { events.append(.sample(deliver())) }
            beginRound()
        }
        rows.append(row)
        isDelivered = false
        if isComplete(row) { events.append(.sample(deliver())) }
    }

    /// Takes over a line that begins as a row does and is none; from `start` on another may stand in it.
    private mutating func takeCut(
        _ line: UnsafeRawBufferPointer, _ start: Int, _ events: inout [StreamEvent]
    ) {
        if isDelivered { beginRound() }
        isCut = true
        cuts += 1
        if cuts == Self.cutLimit {
            cuts = 0
            events.append(.failure(.cutAnswer))
        }
        let rest = UnsafeRawBufferPointer(rebasing: line[start...])
        if start > 0, let row = QueryRow(cells: QueryCells(rest), columns: columns) {
            take(row, &events)
        }
    }

    private mutating func beginRound() {
        if !isCut, let last = rows.last { previous = (rows.count, last.index) }
        isCut = false
        isDelivered = false
        rows.removeAll(keepingCapacity: true)
    }

    private func isComplete(_ last: QueryRow) -> Bool {
        if rows.count == last.count { return true }
        guard let previous else { return false }
        return rows.count == previous.count && last.index == previous.lastIndex
    }

    private mutating func deliver() -> Sample {
        isDelivered = true
        if rows.count == rows.last?.count { isCut = false }
        return assembly.sample(rows, isCut: isCut)
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

extension SourceFailure {
    /// The answer ends within a row.
    static let cutAnswer = SourceFailure(
        .malformed, "nvidia-smi's answer is cut off within a row.",
        nextStep: "Run nvidia-smi on the node by hand and see where its output ends.")
}
