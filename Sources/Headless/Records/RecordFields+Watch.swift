import Fleet

/// The records about watching itself: sources and findings.
extension RecordFields {
    /// Gives what is known of a source beyond its readings.
    func describe<Sink: FieldSink>(_ source: SourceState, to sink: inout Sink) {
        let failure = source.failure
        sink.text("title", source.title)
        sink.text("status", source.status.word)
        sink.text("failure", failure?.kind.word)
        sink.text("message", failure?.message)
        sink.text("next_step", failure?.advice)
        sink.text("transport", source.transport.isEmpty ? nil : source.transport)
        sink.mapping("labels", source.labels)
        sink.list("notes", source.sample?.notes ?? [])
        sink.number("age_seconds", source.age(at: now.monotonic)?.inSeconds.roundedToMilliseconds)
        sink.number("interval_seconds", source.interval.inSeconds)
        sink.number("poll_duration_seconds", source.lastDuration?.inSeconds)
        sink.integer("answer_bytes", source.lastAttempt == nil ? nil : source.lastBytes)
        sink.integer("received_bytes_total", source.bytesTotal)
        sink.integer("polls_total", source.polls)
        sink.integer("failures_total", source.failures)
        sink.integer("billed_api_calls_total", source.billedCalls)
        sink.number("estimated_api_cost_dollars_per_hour", source.billedDollarsPerHour)
    }

    /// Gives the fields of a finding.
    func describe<Sink: FieldSink>(_ finding: Finding, to sink: inout Sink) {
        sink.text("source", finding.subject.source?.description)
        sink.text("site", finding.subject.site)
        sink.text("id", finding.id)
        sink.text("rule", finding.rule)
        sink.text("severity", finding.severity.word)
        sink.text("subject", finding.subject.kind.rawValue)
        sink.text("name", finding.subject.name)
        sink.text("accelerator", finding.subject.accelerator)
        sink.text("title", finding.title)
        sink.list("evidence", finding.evidence)
        sink.text("next_step", finding.nextStep)
        sink.time("since", finding.since)
        sink.list("also", finding.also.map(\.name))
        sink.text("acknowledged_by", finding.acknowledgement?.by)
        sink.time("acknowledged_at", finding.acknowledgement?.at)
        sink.time("acknowledged_until", finding.acknowledgement?.until)
    }
}

extension SourceFailure.Kind {
    /// The word in logs, snake case (`timed_out`).
    var word: String {
        var word = ""
        for character in rawValue {
            if character.isUppercase { word += "_" }
            word += character.lowercased()
        }
        return word
    }
}

extension SourceStatus {
    /// The word in logs.
    var word: String {
        switch self {
        case .waiting: "waiting"
        case .live: "live"
        case .stale: "stale"
        case .failed: "failed"
        case .stuck: "stuck"
        }
    }
}
