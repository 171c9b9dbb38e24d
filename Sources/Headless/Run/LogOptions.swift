/// The formats of a log.
package enum LogFormat: String, CaseIterable, Sendable {
    /// One JSON object a line.
    case jsonl
    /// One table a kind.
    case csv
    /// Prometheus text exposition, replaced at each tick.
    case prometheus
}

/// What a log holds and where it goes.
package struct LogOptions: Sendable {
    /// How records are written.
    package var format: LogFormat
    /// Which records are written.
    package var selection: RecordSelection
    /// A path, or `nil` for standard output. For CSV of several kinds the kind goes before the suffix:
    /// `fleet.csv` becomes `fleet.node.csv`, `fleet.accelerator.csv`...
    package var output: String?
    /// When a file is put aside, and what becomes of it.
    package var rotation: RotationPolicy
    /// Whether one tick is all there is: it is written when every source has answered or failed.
    package var isOnce: Bool
    /// How long to log, counted from the start; `nil`: until stopped.
    package var duration: Duration?

    /// Options; by default everything as JSONL to standard output, until stopped.
    package init(
        format: LogFormat = .jsonl, selection: RecordSelection = RecordSelection(),
        output: String? = nil, rotation: RotationPolicy = RotationPolicy(), isOnce: Bool = false,
        duration: Duration? = nil
    ) {
        self.format = format
        self.selection = selection
        self.output = output
        self.rotation = rotation
        self.isOnce = isOnce
        self.duration = duration
    }
}

/// How a log went, for progress and for the exit code.
package struct LogSummary: Sendable, Equatable {
    /// Ticks that were written.
    package var ticks = 0
    /// Lines (or, for the exposition, records) that are in the output.
    package var records = 0
    /// Lines that were given up for want of room.
    package var lost = 0
    /// Sources that answer now.
    package var live = 0
    /// Sources that answered at least once.
    package var reached = 0
    /// Sources there are.
    package var sources = 0
    /// A sentence for each source that does not answer at the end, and why.
    package var silent: [String] = []

    /// Nothing written yet.
    package init() {}

    /// 0: all went well. 1: a source did not answer at the end, or lines were lost. 3: nothing was ever
    /// reachable.
    package var exitCode: Int32 {
        if sources > 0, reached == 0 { return 3 }
        return live < sources || lost > 0 ? 1 : 0
    }
}
