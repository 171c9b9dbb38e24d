import Collector
import Fleet

/// One poll of a query server: its deadline, what it has cost, and what went wrong in it.
struct QueryRound: Sendable {
    /// How many queries are under way at once: enough to hide the way there and back, few enough not
    /// to be felt by a server that others use too.
    static let width = 4

    let begin: MonotonicTime
    /// How long all queries together may take.
    let budget: Duration
    private(set) var bytes = 0
    private(set) var newest: WallTime?
    private var remarks: [String] = []
    private var failed: [(subject: String, failure: SourceFailure)] = []
    private var answered = 0

    init(begin: MonotonicTime, deadline: Duration) {
        self.begin = begin
        budget = deadline * 9 / 10
    }

    /// What is left for a query that is sent now.
    func left(at now: MonotonicTime) -> Duration { budget - (now - begin) }

    /// Takes note of an answer; of one that only told which names there are, as such.
    mutating func note(_ answer: QueryDecoder.Answer, bytes: Int, isNames: Bool = false) {
        if !isNames { answered += 1 }
        self.bytes += bytes
        for warning in answer.warnings { remark(warning) }
        if answer.page.isFull { remark("A query has more series than are taken.") }
        if let time = answer.page.newest { newest = max(newest ?? time, time) }
    }

    /// Takes note of a query that came to nothing, by what it was about.
    mutating func note(_ failure: SourceFailure, about subject: String) {
        failed.append((subject, failure))
    }

    /// The failure of the whole round, where no query was answered.
    var failure: SourceFailure? {
        guard !failed.isEmpty else { return nil }
        if let cancelled = failed.first(where: { $0.failure.kind == .cancelled }) {
            return cancelled.failure
        }
        return answered == 0 ? failed.first?.failure : nil
    }

    /// What a person should know, one sentence each.
    var notes: [String] {
        guard let first = failed.first else { return remarks }
        var subjects: [String] = []
        for (subject, _) in failed where !subjects.contains(subject) { subjects.append(subject) }
        let more = subjects.count > 4 ? " and \(subjects.count - 4) more" : ""
        let list = subjects.prefix(4).joined(separator: ", ")
        return [
            "\(failed.count) of \(failed.count + answered) queries failed (\(list)\(more)): \(first.failure.message)"
        ]
            + remarks
    }

    private mutating func remark(_ text: String) {
        if remarks.count < 8, !remarks.contains(text) { remarks.append(text) }
    }
}
