package import Fleet

/// How a receiving side bears what it is given, at one moment.
package struct Bearing: Sendable, Hashable {
    /// 0...1; `nil` where nobody tells. Likewise the others.
    package var errorRatio: Double?
    /// Seconds.
    package var latencyP95: Double?
    /// Mean seconds, where nobody tells a percentile.
    package var latencyMean: Double?
    /// Requests that wait.
    package var waiting: Double?
    /// Requests a second.
    package var requestRate: Double?
    /// What has come to it since the stage was begun.
    package var tally = BearingTally()
    /// How old the oldest of these is.
    package var age: Duration
    /// How old they may be by the beat of their sources: a cloud tells once a minute.
    package var staleAfter = Duration.zero

    /// Figures of one endpoint, or of several of which each counts by its worst.
    package init(
        errorRatio: Double? = nil, latencyP95: Double? = nil, latencyMean: Double? = nil,
        waiting: Double? = nil, age: Duration = .zero
    ) {
        self.errorRatio = errorRatio
        self.latencyP95 = latencyP95
        self.latencyMean = latencyMean
        self.waiting = waiting
        self.age = age
    }
}

/// The gate between two stages of a shift: whether the receiving side bears it, for a hold period,
/// against its objective and against before.
package struct StageGate: Sendable, Hashable {
    /// What the workload is to keep to; `nil` where nobody has said it.
    package var objective: Objective?
    /// Figures older than this say nothing: it goes back.
    package var oldest: Duration

    /// Without an objective the figures from before are what counts.
    package init(objective: Objective? = nil, oldest: Duration = .seconds(30)) {
        self.objective = objective
        self.oldest = oldest
    }

    /// What it says after `held` of a hold period. Figures that nobody tells yet are waited for as long
    /// as old ones are borne; without any, or with too few requests to see it by, it is not gone on.
    package func judge(
        _ name: String, before: Bearing, now: Bearing, held: Duration, of hold: Duration
    ) -> ActionGate {
        if let breach = staleness(name, now, held, hold) ?? breach(name, before: before, now: now) {
            return .breached(breach)
        }
        // Figures from before the stage say nothing of it.
        guard held >= hold, now.age <= held else {
            let left = max(1, Int(max(hold - held, now.age - held).inSeconds.rounded(.up)))
            return .holding("\(name) for \(left) s more: \(words(now))")
        }
        guard let missing = now.tally.missing(now) else {
            return .open("\(name) bears it: \(words(now))")
        }
        guard held < max(hold, oldest, now.staleAfter) else {
            return .breached("nothing tells how \(name) bears it: \(missing)")
        }
        return .holding("\(name), to see how it bears it: \(missing)")
    }

    /// What the gate goes by, in a sentence; without the latency where nobody's is judged.
    package func sentence(of hold: Duration, judgesLatency: Bool = true) -> String {
        let errors = objective?.errorRatio.map { "\(percent($0)) errors" }
        let slow =
            objective?.latencyP95.map { "a latency of \(seconds($0))" }
            ?? "twice the latency of before"
        return "Each stage is watched for \(Int(hold.inSeconds.rounded(.up))) s. Beyond "
            + "\(errors ?? "twice the errors of before (at least 2 %)")"
            + (judgesLatency ? ", \(slow)" : "") + " or twice the queue of before (at least "
            + "10) it goes back by itself; and where fewer than \(Int(BearingTally.enough)) requests "
            + "come to see it by."
    }

    private func staleness(
        _ name: String, _ now: Bearing, _ held: Duration, _ hold: Duration
    ) -> String? {
        guard now.age <= max(oldest, now.staleAfter) else {
            return "the figures of \(name) are \(Int(now.age.inSeconds)) s old"
        }
        let isTold =
            now.errorRatio != nil || now.latencyP95 != nil || now.latencyMean != nil
            || now.waiting != nil
        guard !isTold, held >= min(hold, oldest) else { return nil }
        return "nothing tells how \(name) bears it"
    }

    /// What is not borne; `nil` where nothing tells so.
    package func breach(_ name: String, before: Bearing, now: Bearing) -> String? {
        // Without an objective: twice as bad as before, and bad enough to matter.
        let errors = objective?.errorRatio ?? max(0.02, 2 * (before.errorRatio ?? 0))
        let ratios = [now.errorRatio, now.tally.errorRatio].compactMap { $0 }
        if let ratio = ratios.max(), ratio > errors {
            return "\(name): \(percent(ratio)) errors, over \(percent(errors))"
        }
        if let slow = slowness("p95", now.latencyP95, before.latencyP95) {
            return "\(name): \(slow)"
        }
        // A mean beyond the limit of the percentile is beyond doubt.
        if let slow = slowness("mean", now.latencyMean, before.latencyMean) {
            return "\(name): \(slow)"
        }
        let longest = max(10, 2 * (before.waiting ?? 0))
        if let waiting = now.waiting, waiting > longest {
            return "\(name): \(Int(waiting)) requests wait, over \(Int(longest))"
        }
        return nil
    }

    private func slowness(_ word: String, _ now: Double?, _ before: Double?) -> String? {
        let limit = objective?.latencyP95 ?? before.map { max(2 * $0, $0 + 0.25) }
        guard let now, let limit, now > limit else { return nil }
        return "\(word) \(seconds(now)), over \(seconds(limit))"
    }

    private func words(_ now: Bearing) -> String {
        let words = [
            now.errorRatio.map { "\(percent($0)) errors" },
            now.latencyP95.map { "p95 \(seconds($0))" },
            now.latencyP95 == nil && now.tally.bearsMean
                ? now.latencyMean.map { "mean \(seconds($0))" } : nil,
            now.waiting.map { "\(Int($0)) wait" },
            now.requestRate.map { _ in "\(Int(now.tally.requests)) requests" },
        ].compactMap { $0 }
        return words.isEmpty ? "no figures yet" : words.joined(separator: ", ")
    }

    private func percent(_ ratio: Double) -> String {
        let tenths = Int((ratio * 1000).rounded())
        return "\(tenths / 10).\(tenths % 10) %"
    }

    private func seconds(_ value: Double) -> String {
        value < 10 ? "\(Int((value * 1000).rounded())) ms" : "\(Int(value.rounded())) s"
    }
}
