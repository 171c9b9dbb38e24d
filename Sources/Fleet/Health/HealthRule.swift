/// One thing that can be wrong. Pure: it looks at one source and at nothing else.
package protocol HealthRule: Sendable {
    /// The name that findings carry: lower case with dashes.
    var name: String { get }

    /// Whether it speaks of the moment (load, heat), which says nothing about a source that has fallen
    /// silent. A lasting fault (a lost GPU) is believed until the source says otherwise.
    var isMomentary: Bool { get }

    /// Adds what is wrong now. Looks at whole columns first, so that a healthy fleet costs little.
    func observe(_ view: HealthView, into observations: inout [Observation])
}

/// One source, as the rules see it.
package struct HealthView {
    /// Who says so, and since when it has been asked.
    package let source: SourceState
    /// What it said last.
    package let sample: Sample
    /// Where it is.
    package let site: Site
    /// The moment of the judgement.
    package let now: Instant
    /// Where the lines are drawn.
    package let limits: HealthLimits
    /// Objectives by endpoint name.
    package let objectives: [String: Objective]
    /// What the board remembers of earlier passes.
    package let memory: HealthMemory

    /// A node, as a subject.
    package func node(_ row: Int) -> Subject {
        Subject(
            kind: .node, source: source.id, site: source.site,
            name: sample.inventory.nodes[row].name)
    }

    /// An accelerator, as a subject.
    package func accelerator(_ row: Int) -> Subject {
        let identity = sample.inventory.accelerators[row]
        return Subject(
            kind: .accelerator, source: source.id, site: source.site,
            name: sample.inventory.nodes[identity.node].name,
            accelerator: identity.key)
    }

    /// An endpoint, as a subject.
    package func endpoint(_ row: Int) -> Subject {
        Subject(
            kind: .endpoint, source: source.id, site: source.site,
            name: sample.inventory.endpoints[row].label)
    }

    /// `GPU 3`, for titles.
    package func label(_ row: Int) -> String {
        "GPU \(sample.inventory.accelerators[row].label)"
    }

    /// The source itself, as a subject.
    package var itself: Subject { source.subject }

    /// Where a reading stands to a line; `nil` where there is nothing to tell: it is not beyond it, and no
    /// finding of the rule about the subject is left that would say an older reading.
    package func standing(
        _ line: HealthLimits.Line, _ value: Double, _ rule: String,
        _ subject: @autoclosure () -> Subject
    ) -> Observation.Standing? {
        if value >= line.raise { return .beyond }
        guard memory.holds(rule, of: source.id),
            memory.held.contains(Finding.identity(rule: rule, subject: subject()))
        else { return nil }
        return value >= line.clear ? .waning : .over
    }

    /// The readings of a column that have to be looked at one by one: those past the value at which a
    /// rule clears, and all while it holds something of this source.
    package func candidates(
        _ column: Column, _ line: HealthLimits.Line, _ rule: String
    ) -> [Int] {
        memory.holds(rule, of: source.id)
            ? column.rows(where: { _ in true }) : column.rows(where: { $0 >= line.clear })
    }

    /// An observation of a rule.
    package func observation(
        _ rule: any HealthRule, _ severity: Severity, _ subject: Subject, title: String,
        evidence: [String]
    ) -> Observation {
        var observation = Observation(
            Finding(
                rule: rule.name, severity: severity, subject: subject, title: title,
                evidence: evidence, nextStep: "", since: now.wall))
        observation.labels = source.labels
        observation.cause = rule.name
        return observation
    }
}

extension Observation {
    /// The observation with its next step.
    package func advising(_ step: String) -> Observation {
        var copy = self
        copy.finding.nextStep = step
        return copy
    }

    /// The observation folded with others of the same cause, told as `cause`.
    package func folded(_ folding: Folding, as cause: String) -> Observation {
        var copy = self
        copy.folding = folding
        copy.cause = cause
        return copy
    }

    /// The observation as of a reading that stands so.
    package func standing(_ standing: Standing) -> Observation {
        var copy = self
        copy.standing = standing
        return copy
    }

    /// The observation raised only after it held for `after`, cleared only `linger` after it went.
    package func steadied(after: Duration = .zero, linger: Duration = .zero) -> Observation {
        var copy = self
        copy.after = after
        copy.linger = linger
        return copy
    }

    /// The observation with the moment at which the source says it began.
    package func since(_ time: WallTime) -> Observation {
        var copy = self
        copy.finding.since = time
        copy.isSinceKnown = true
        return copy
    }
}

extension Column {
    /// The rows whose value passes the test, in order. One walk over plain numbers.
    func rows(where test: (Double) -> Bool) -> [Int] {
        var rows: [Int] = []
        values.withUnsafeBufferPointer { values in
            codes.withUnsafeBufferPointer { codes in
                for row in codes.indices where codes[row] == 0 && test(values[row]) {
                    rows.append(row)
                }
            }
        }
        return rows
    }
}
